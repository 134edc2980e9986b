"""Predicts the plateau of every network whose updates are recorded; no training is looked at.

In:  results/data/{name}/, and the plan of the networks that follows from the config.
Out: results/theory/{experiment}/plateau.csv, for the experiments that have such networks.
"""

from hardtotrain.config.demand import megabytes_to_predict

watched = plan.watched_experiments()


rule predict_plateau:
    input:
        data=rules.download.output,
    output:
        "results/theory/{experiment}/plateau.csv",
    log:
        "results/logs/predict_plateau/{experiment}.log",
    benchmark:
        "results/benchmarks/predict_plateau/{experiment}.tsv"
    # Tables wait for it, and it waits for no training: it goes first.
    priority: 10**9
    conda:
        "../../envs/training.yaml"
    threads: 1
    resources:
        mem_mb=megabytes_to_predict(study.data.pixels),
        runtime=60,
    params:
        networks=plan.watched,
        code=code["predict_plateau"],
    message:
        "Predicting the plateaus of {wildcards.experiment}"
    script:
        "../scripts/predict_plateau.py"
