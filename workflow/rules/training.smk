"""Trains the networks.

In:  results/data/{name}/, and the plan of the networks that follows from the config.
Out: results/runs/{experiment}/{network}/ history.csv, gradients.csv, neurons.csv, activations.csv,
     propagation.csv, histograms.csv, updates.csv and network.npz, joined from blocks of replicates that
     train independently. A full block stays as it is if replicates are added; replicates that do not
     fill one are trained without, and nothing is joined.
"""

from hardtotrain.config.demand import megabytes_to_train

recorded = [
    "history.csv",
    "gradients.csv",
    "neurons.csv",
    "activations.csv",
    "propagation.csv",
    "histograms.csv",
    "updates.csv",
    "network.npz",
]


rule train_replicates:
    input:
        data=data_as_input,
    output:
        expand("results/runs/{{experiment}}/{{network}}/blocks/{{block}}/{file}", file=recorded),
    log:
        "results/logs/train/{experiment}/{network}/{block}.log",
    benchmark:
        "results/benchmarks/train/{experiment}/{network}/{block}.tsv"
    priority: plan.work
    conda:
        "../../envs/training.yaml"
    threads: 1
    resources:
        mem_mb=megabytes_to_train(plan),
        runtime=60,
    params:
        settings=plan.settings,
        replicates=plan.replicates,
        code=code["train_replicates"],
    message:
        "Training {wildcards.network} of {wildcards.experiment}, replicates {wildcards.block}"
    script:
        "../scripts/train_replicates.py"


use rule train_replicates as train_network with:
    output:
        expand("results/runs/{{experiment}}/{{network}}/{file}", file=recorded),
    log:
        "results/logs/train/{experiment}/{network}.log",
    benchmark:
        "results/benchmarks/train/{experiment}/{network}.tsv"
    # Where there are none, what nothing matches.
    wildcard_constraints:
        experiment="|".join(plan.without_blocks()) or "(?!)",
    message:
        "Training {wildcards.network} of {wildcards.experiment}"


ruleorder: train_network > join_replicates


rule join_replicates:
    input:
        blocks=collect(
            "results/runs/{{experiment}}/{{network}}/blocks/{block}/{file}",
            file=recorded,
            block=plan.blocks,
        ),
    output:
        expand("results/runs/{{experiment}}/{{network}}/{file}", file=recorded),
    log:
        "results/logs/join/{experiment}/{network}.log",
    benchmark:
        "results/benchmarks/join/{experiment}/{network}.tsv"
    conda:
        "../../envs/training.yaml"
    params:
        code=code["join_replicates"],
    message:
        "Joining the replicates of {wildcards.network} of {wildcards.experiment}"
    script:
        "../scripts/join_replicates.py"
