"""Turns what was recorded of each network into the tables of the study.

In:  results/runs/{experiment}/{network}/ history.csv, gradients.csv and network.npz;
     results/data/{name}/; workflow/published/.
Out: results/tables/ networks.csv, accuracy.csv, image_accuracy.csv, differences.csv,
     learning_speeds.csv, learning_speed_ratios.csv, initial_order.csv, mean_field.csv and
     comparisons.csv.
"""


rule tabulate:
    input:
        histories=expand(
            "results/runs/{network.experiment}/{network.name}/history.csv",
            network=plan.networks,
        ),
        gradients=expand(
            "results/runs/{network.experiment}/{network.name}/gradients.csv",
            network=plan.networks,
        ),
        data=rules.download.output,
        published=published,
        library=library["tables"] + library["theory"] + library["engine"] + library["data"],
    output:
        networks="results/tables/networks.csv",
        accuracy="results/tables/accuracy.csv",
        differences="results/tables/differences.csv",
        learning_speeds="results/tables/learning_speeds.csv",
        learning_speed_ratios="results/tables/learning_speed_ratios.csv",
        initial_order="results/tables/initial_order.csv",
        mean_field="results/tables/mean_field.csv",
        comparisons="results/tables/comparisons.csv",
    log:
        "results/logs/tabulate.log",
    benchmark:
        "results/benchmarks/tabulate.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=plan.rows(study.data.name),
        margin=study.equivalence_margin,
    script:
        "../scripts/tabulate.py"


rule tabulate_images:
    input:
        trained=expand(
            "results/runs/{network.experiment}/{network.name}/network.npz",
            network=plan.networks,
        ),
        data=rules.download.output,
        library=library["tables"] + library["measures"] + library["engine"] + library["data"],
    output:
        "results/tables/image_accuracy.csv",
    log:
        "results/logs/tabulate_images.log",
    benchmark:
        "results/benchmarks/tabulate_images.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=plan.rows(study.data.name),
    script:
        "../scripts/tabulate_images.py"
