"""Writes the report.

In:  results/tables/ and results/figures/; workflow/report/ (template and style).
Out: results/report.json, every number of the report, and results/report.html, one file that opens
     offline.

The config that the report states is not a parameter: what changes a number reaches it through its
input, and a new source of the same data must not make anything run again.
"""


rule gather:
    input:
        tables=[
            *rules.tabulate.output,
            *rules.tabulate_networks.output,
            *rules.judge.output,
        ],
        data=rules.download.output,
        library=library["report"] + library["tables"] + library["data"],
    output:
        "results/report.json",
    log:
        "results/logs/gather.log",
    conda:
        "../../envs/report.yaml"
    params:
        claims=[claim.model_dump() for claim in study.claims],
        titles={name: experiment.title for name, experiment in study.experiments.items()},
        benchmarks={
            name: expand(
                "results/benchmarks/train/{name}/{job}.tsv", name=name, job=plan.jobs_in(name)
            )
            for name in study.experiments
        },
    script:
        "../scripts/gather.py"


rule render:
    input:
        numbers="results/report.json",
        figures=study_figures,
        templates=templates,
        library=library["report"] + library["figures"],
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
