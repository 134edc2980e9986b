"""Turns what was recorded of each network into tables: those of an experiment, then of the study.

In:  results/runs/{experiment}/{network}/, results/theory/{experiment}/, results/data/{name}/,
     workflow/published/.
Out: results/tables/{experiment}/: the tables of an experiment's own networks;
     results/tables/: the same of all experiments, one after the other, theory_checks.csv, which
     rests on equations alone, and datapackage.json, which says what each column holds.
"""

from functools import partial

from hardtotrain.tables.schemas.catalogue import OF_EXPERIMENTS

tables = [schema.name for schema in OF_EXPERIMENTS]


rule tabulate:
    input:
        runs=collect(
            "results/runs/{{experiment}}/{network}/{file}",
            network=plan.names,
            file=[
                "history.csv",
                "gradients.csv",
                "neurons.csv",
                "activations.csv",
                "propagation.csv",
                "updates.csv",
                "network.npz",
            ],
        ),
        predictions=branch(
            plan.watched,
            then=["results/theory/{experiment}/plateau.csv"],
        ),
        data=rules.download.output,
        published=published,
    output:
        expand("results/tables/{{experiment}}/{table}.csv", table=tables),
    log:
        "results/logs/tabulate/{experiment}.log",
    benchmark:
        "results/benchmarks/tabulate/{experiment}.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=partial(plan.rows_at, dataset=study.data.name),
        margin=study.equivalence_margin,
        library=[
            library["tables"],
            library["theory"],
            library["measures"],
            library["engine"],
            library["data"],
        ],
    message:
        "Tabulating {wildcards.experiment}"
    script:
        "../scripts/tabulate.py"


rule join_tables:
    input:
        expand(
            "results/tables/{experiment}/{table}.csv",
            experiment=study.experiments,
            table=tables,
        ),
    output:
        tables=expand("results/tables/{table}.csv", table=[*tables, "theory_checks"]),
        package="results/tables/datapackage.json",
    log:
        "results/logs/join_tables.log",
    benchmark:
        "results/benchmarks/join_tables.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        library=[library["tables"], library["theory"], library["measures"]],
    message:
        "Joining the tables of all experiments"
    script:
        "../scripts/join_tables.py"
