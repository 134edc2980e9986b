"""Draws the figures, all in one job: a second figure costs a third of the first.

In:  results/tables/, results/runs/, workflow/published/.
Out: results/figures/{experiment}/{figure}.svg, those that hardtotrain/figures/selection.py names.
"""


rule draw:
    input:
        tables=[*rules.tabulate.output, *rules.tabulate_networks.output],
        runs=expand(
            "results/runs/{network.experiment}/{network.name}/{table}.csv",
            network=plan.networks,
            table=["history", "gradients", "neurons", "histograms", "updates"],
        ),
        published=published,
    output:
        [
            report(
                f"results/figures/{experiment}/{figure}.svg",
                caption=f"../report/captions/figures/{figure}.rst",
                category=experiment,
                labels={"figure": figure},
            )
            for figure, experiment in figures
        ],
    log:
        "results/logs/draw.log",
    benchmark:
        "results/benchmarks/draw.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        library=[library["figures"], library["tables"], library["theory"]],
    message:
        f"Drawing {len(figures)} figures"
    script:
        "../scripts/draw.py"
