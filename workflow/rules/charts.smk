"""Collects what the interactive charts of the report are drawn from.

In:  results/tables/, results/runs/, workflow/published/.
Out: results/charts.json, the charts that hardtotrain/interactive_charts/selection.py names.
"""


rule chart:
    input:
        tables=rules.join_tables.output.tables,
        runs=expand(
            "results/runs/{network.experiment}/{network.name}/{table}.csv",
            network=plan.networks,
            table=["history", "gradients", "neurons"],
        ),
        published=published,
    output:
        "results/charts.json",
    log:
        "results/logs/chart.log",
    benchmark:
        "results/benchmarks/chart.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        charts=charts_of(networks),
        code=code["chart"],
    message:
        "Preparing the interactive charts"
    script:
        "../scripts/chart.py"
