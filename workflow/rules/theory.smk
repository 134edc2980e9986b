"""Predicts the plateau of every network whose updates are recorded; no training is looked at.

In:  results/data/{name}/, and the plan of the networks that follows from the config.
Out: results/theory/{experiment}/parts/{part}/plateau.csv, for a dozen networks at a time, and
     results/theory/{experiment}/plateau.csv, which joins them, for the experiments that have such
     networks.
"""

from hardtotrain.config.demand import megabytes_to_predict
from hardtotrain.config.parts import Parts

parts = Parts(plan, list(study.experiments))
watched = [experiment for experiment in study.experiments if parts.watched_in(experiment)]


rule predict_plateau:
    input:
        data=data_as_input,
    output:
        "results/theory/{experiment}/parts/{part}/plateau.csv",
    log:
        "results/logs/predict_plateau/{experiment}/{part}.log",
    benchmark:
        "results/benchmarks/predict_plateau/{experiment}/{part}.tsv"
    # Tables wait for it, and it waits for no training: it goes first.
    priority: 10**9
    conda:
        "../../envs/report.yaml"
    threads: 1
    resources:
        mem_mb=megabytes_to_predict(study.data.pixels),
        runtime=60,
    params:
        networks=parts.watched,
        code=code["predict_plateau"],
    message:
        "Predicting the plateaus of {wildcards.experiment}, part {wildcards.part}"
    script:
        "../scripts/predict_plateau.py"


rule join_predictions:
    input:
        collect("results/theory/{{experiment}}/parts/{part}/plateau.csv", part=parts.watched_at),
    output:
        "results/theory/{experiment}/plateau.csv",
    log:
        "results/logs/predict_plateau/{experiment}.log",
    benchmark:
        "results/benchmarks/predict_plateau/{experiment}.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        code=code["join_predictions"],
    message:
        "Joining the predictions of {wildcards.experiment}"
    script:
        "../scripts/join_predictions.py"
