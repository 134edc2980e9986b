"""Writes the report.

In:  results/tables/ and results/figures/; workflow/report/ (template and style).
Out: results/report.json, every number of the report, and results/report.html, one file that opens
     offline.
"""


rule gather:
    input:
        tables=rules.tabulate.output,
        histories=rules.tabulate.input.histories,
        gradients=rules.tabulate.input.gradients,
        data=rules.download.output,
        library=library["report"],
    output:
        "results/report.json",
    log:
        "results/logs/gather.log",
    params:
        config=config,
    conda:
        "../../envs/report.yaml"
    script:
        "../scripts/gather.py"


rule render:
    input:
        numbers="results/report.json",
        figures=study_figures,
        templates=templates,
        library=library["report"],
    output:
        report(
            "results/report.html",
            caption="../report/captions/report.rst",
            category="The report",
        ),
    log:
        "results/logs/render.log",
    conda:
        "../../envs/report.yaml"
    script:
        "../scripts/render.py"
