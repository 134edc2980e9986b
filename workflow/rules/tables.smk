"""Turns what was recorded of each network into tables: of its networks, of an experiment, of all.

In:  results/runs/{experiment}/{network}/, results/theory/{experiment}/parts/, results/data/{name}/,
     workflow/published/.
Out: results/tables/{experiment}/parts/{part}/: what says something of each network by itself, of a
     dozen networks of an experiment at a time, so that a sweep of a thousand is many small jobs;
     results/tables/{experiment}/: these one after the other, and what compares the networks;
     results/tables/: the same of all experiments, one after the other, theory_checks.csv, which
     rests on equations alone, and datapackage.json, which says what each column holds.
"""

from functools import partial

from hardtotrain.roles.start_by_depth import start_of
from hardtotrain.tables.schemas.catalogue import OF_EXPERIMENTS, OF_NETWORKS

start = start_of(networks)
of_networks = [schema.name for schema in OF_NETWORKS]
tables = [schema.name for schema in OF_EXPERIMENTS]


rule tabulate_networks:
    input:
        runs=collect(
            "results/runs/{{experiment}}/{network}/{file}",
            network=parts.names,
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
            parts.watched,
            then=["results/theory/{experiment}/parts/{part}/plateau.csv"],
        ),
        data=data_as_input,
        published=published,
    output:
        expand("results/tables/{{experiment}}/parts/{{part}}/{table}.csv", table=of_networks),
    log:
        "results/logs/tabulate/{experiment}/{part}.log",
    benchmark:
        "results/benchmarks/tabulate/{experiment}/{part}.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=partial(parts.rows, dataset=study.data.name),
        start=partial(parts.own, row=start, dataset=study.data.name),
        code=code["tabulate_networks"],
    message:
        "Tabulating networks of {wildcards.experiment}, part {wildcards.part}"
    script:
        "../scripts/tabulate_networks.py"


rule tabulate:
    input:
        parts=collect(
            "results/tables/{{experiment}}/parts/{part}/{table}.csv",
            part=parts.numbers,
            table=of_networks,
        ),
        histories=collect("results/runs/{{experiment}}/{network}/history.csv", network=plan.names),
        gradients=collect("results/runs/{{experiment}}/{network}/gradients.csv", network=plan.names),
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
        code=code["tabulate"],
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
        code=code["join_tables"],
    message:
        "Joining the tables of all experiments"
    script:
        "../scripts/join_tables.py"
