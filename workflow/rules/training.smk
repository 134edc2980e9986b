"""Trains the networks.

In:  results/data/{name}/, and the plan of the networks that follows from the config.
Out: results/runs/{experiment}/{network}/ history.csv, gradients.csv, neurons.csv, activations.csv,
     propagation.csv and network.npz, joined from blocks of replicates that train independently.
"""


rule train_replicates:
    input:
        data=rules.download.output,
        library=library["data"] + library["engine"] + library["measures"],
    output:
        history="results/runs/{experiment}/{network}/blocks/{block}/history.csv",
        gradients="results/runs/{experiment}/{network}/blocks/{block}/gradients.csv",
        neurons="results/runs/{experiment}/{network}/blocks/{block}/neurons.csv",
        activations="results/runs/{experiment}/{network}/blocks/{block}/activations.csv",
        propagation="results/runs/{experiment}/{network}/blocks/{block}/propagation.csv",
        network="results/runs/{experiment}/{network}/blocks/{block}/network.npz",
    log:
        "results/logs/train/{experiment}/{network}/{block}.log",
    benchmark:
        "results/benchmarks/train/{experiment}/{network}/{block}.tsv"
    conda:
        "../../envs/training.yaml"
    threads: 1
    resources:
        mem_mb=500,
        runtime=60,
    params:
        settings=plan.settings,
        replicates=plan.replicates,
    script:
        "../scripts/train_replicates.py"


rule join_replicates:
    input:
        blocks=collect(
            "results/runs/{{experiment}}/{{network}}/blocks/{block}/{file}",
            file=[
                "history.csv",
                "gradients.csv",
                "neurons.csv",
                "activations.csv",
                "propagation.csv",
                "network.npz",
            ],
            block=plan.blocks,
        ),
        library=library["measures"] + library["engine"],
    output:
        "results/runs/{experiment}/{network}/history.csv",
        "results/runs/{experiment}/{network}/gradients.csv",
        "results/runs/{experiment}/{network}/neurons.csv",
        "results/runs/{experiment}/{network}/activations.csv",
        "results/runs/{experiment}/{network}/propagation.csv",
        "results/runs/{experiment}/{network}/network.npz",
    log:
        "results/logs/join/{experiment}/{network}.log",
    conda:
        "../../envs/training.yaml"
    script:
        "../scripts/join_replicates.py"
