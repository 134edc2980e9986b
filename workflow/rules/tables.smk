"""Turns what was recorded of each network into tables: those of an experiment, then of the study.

In:  results/runs/{experiment}/{network}/, results/theory/{experiment}/, results/data/{name}/,
     workflow/published/.
Out: results/tables/{experiment}/: the tables below, of an experiment's own networks;
     results/tables/: the same of all experiments, one after the other, and theory_checks.csv, which
     rests on equations alone.
"""

from functools import partial

tables = [
    # From the config and what was recorded.
    "networks",
    "accuracy",
    "differences",
    "training_costs",
    "learning_speeds",
    "learning_speed_ratios",
    "speed_order",
    "initial_order",
    "neuron_order",
    "activation_levels",
    "saturation",
    "backward_factors",
    "weight_decay",
    "plateau",
    "plateau_lengths",
    "plateau_fates",
    "mean_field",
    "comparisons",
    "published_errors",
    # From the networks themselves.
    "image_accuracy",
    "slope_factors",
    "slope_points",
    "weight_shares",
    "jacobians",
]


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
        expand("results/tables/{table}.csv", table=[*tables, "theory_checks"]),
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
