"""Writes the report.

In:  results/tables/, results/figures/ and results/charts.json; workflow/report/ (template, strings,
     style and scripts).
Out: results/report.json, every number of the report, and results/report.html, one file that opens
     offline.

The config that the report states is not a parameter: what changes a number reaches it through its
input, and a new source of the same data must not make anything run again.
The default config that it is set beside is ancient for the same reason. So are the figures: the
report states how long drawing took and has to wait for it, but says nothing else of them.
"""


rule gather:
    input:
        tables=[
            *rules.join_tables.output.tables,
            *rules.judge.output,
        ],
        data=rules.download.output,
        figures=ancient(drawings),
        charts=ancient("results/charts.json"),
        default_config=ancient(os.path.relpath(here / "../config/config.yaml")),
    output:
        "results/report.json",
    log:
        "results/logs/gather.log",
    benchmark:
        "results/benchmarks/gather.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        code=code["gather"],
        claims=[claim.model_dump() for claim in study.claims],
        words={
            name: experiment.model_dump(include={"title", "questions"})
            for name, experiment in study.experiments.items()
        },
        training_benchmarks={
            name: expand(
                "results/benchmarks/train/{name}/{job}.tsv", name=name, job=plan.jobs_in(name)
            )
            for name in study.experiments
        },
        benchmarks={
            "train_replicates": [
                f"results/benchmarks/train/{name}/{job}.tsv"
                for name in study.experiments
                for job in plan.jobs_in(name)
            ],
            "join_replicates": expand(
                "results/benchmarks/join/{network.experiment}/{network.name}.tsv",
                network=plan.networks,
            ),
            "predict_plateau": [
                f"results/benchmarks/predict_plateau/{name}/{part}.tsv"
                for name in watched
                for part in parts.watched_in(name)
            ],
            "tabulate_networks": [
                f"results/benchmarks/tabulate/{name}/{part}.tsv"
                for name in study.experiments
                for part in parts.numbers_in(name)
            ],
            "tabulate": expand(
                "results/benchmarks/tabulate/{experiment}.tsv", experiment=study.experiments
            ),
            "join_tables": ["results/benchmarks/join_tables.tsv"],
            "judge": ["results/benchmarks/judge.tsv"],
            "draw": expand(
                "results/benchmarks/draw/{experiment}.tsv",
                experiment={experiment: None for _, experiment in figures},
            ),
            "chart": ["results/benchmarks/chart.tsv"],
        },
    message:
        "Gathering the numbers of the report"
    script:
        "../scripts/gather.py"


rule render:
    input:
        numbers="results/report.json",
        figures=drawings,
        charts=rules.chart.output[0],
        templates=templates,
    output:
        report(
            "results/report.html",
            caption="../report/captions/report.rst",
            category="The report",
        ),
    log:
        "results/logs/render.log",
    benchmark:
        "results/benchmarks/render.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        code=code["render"],
    message:
        "Writing the report"
    script:
        "../scripts/render.py"
