"""Writes the report.

In:  results/tables/, results/figures/, results/charts.json and results/vega.js; workflow/report/
     (templates, words, style and scripts).
Out: results/report.html, one file that opens offline.

The config that the report states is not a parameter: what changes a number reaches it through its
input, and a new source of the same data must not make anything run again.
The default config that it is set beside is ancient for the same reason.
"""


rule render:
    input:
        templates=templates,
        tables=[
            *rules.join_tables.output.tables,
            *rules.judge.output,
        ],
        figures=drawings,
        charts=rules.chart.output[0],
        vega=rules.bundle_vega.output[0],
        data=data_as_input,
        default_config=ancient(os.path.relpath(here / "../config/config.yaml")),
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
        claims=[claim.model_dump() for claim in study.claims],
        words={
            name: experiment.model_dump(include={"title", "questions"})
            for name, experiment in study.experiments.items()
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
            "draw": [
                *expand(
                    "results/benchmarks/draw/{experiment}.tsv",
                    experiment={experiment: None for _, experiment in figures},
                ),
                *(["results/benchmarks/draw_across.tsv"] if drawn_across else []),
            ],
            "chart": ["results/benchmarks/chart.tsv"],
            "bundle_vega": ["results/benchmarks/bundle_vega.tsv"],
        },
    message:
        "Writing the report"
    script:
        "../scripts/render.py"
