"""Collects what the interactive charts of the report are drawn from, and with.

In:  results/tables/, results/runs/, workflow/published/.
Out: results/charts.json, the charts that hardtotrain/interactive_charts/selection.py names, and
     results/vega.js, the library that draws them, as one script: it takes a second, and rests on
     nothing, so that the report need not wait for it.
"""


rule bundle_vega:
    output:
        "results/vega.js",
    log:
        "results/logs/bundle_vega.log",
    benchmark:
        "results/benchmarks/bundle_vega.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        code=code["bundle_vega"],
    message:
        "Bundling the library of the interactive charts"
    script:
        "../scripts/bundle_vega.py"


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
