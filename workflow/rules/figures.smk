"""Draws the figures.

In:  results/tables/, results/runs/{experiment}/, workflow/published/.
Out: results/figures/{experiment}/{figure}.svg, those that hardtotrain/figures/selection.py names.
"""


rule draw:
    input:
        tables=[*rules.tabulate.output, *rules.tabulate_networks.output],
        runs=collect(
            "results/runs/{{experiment}}/{network}/{table}.csv",
            network=plan.names,
            table=["history", "gradients", "neurons", "histograms"],
        ),
        published=published,
    output:
        report(
            "results/figures/{experiment}/{figure}.svg",
            caption="../report/captions/figure.rst",
            category="{experiment}",
            labels={"figure": "{figure}"},
        ),
    log:
        "results/logs/figures/{experiment}/{figure}.log",
    benchmark:
        "results/benchmarks/figures/{experiment}/{figure}.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        library=library["figures"],
    script:
        "../scripts/draw.py"
