"""Turns what was recorded of each network into the tables of the study.

In:  results/runs/{experiment}/{network}/, results/theory/{experiment}/, results/data/{name}/,
     workflow/published/.
Out: results/tables/: from what was recorded networks.csv, accuracy.csv, differences.csv,
     training_costs.csv, learning_speeds.csv, learning_speed_ratios.csv, speed_order.csv,
     initial_order.csv, neuron_order.csv, activation_levels.csv, saturation.csv,
     backward_factors.csv, weight_decay.csv, plateau.csv, plateau_lengths.csv, plateau_fates.csv,
     mean_field.csv, comparisons.csv and published_errors.csv; from the networks themselves
     image_accuracy.csv, slope_factors.csv, slope_points.csv, weight_shares.csv and jacobians.csv;
     from the equations alone theory_checks.csv.
"""


rule tabulate:
    input:
        history=expand(
            "results/runs/{network.experiment}/{network.name}/history.csv",
            network=plan.networks,
        ),
        gradients=expand(
            "results/runs/{network.experiment}/{network.name}/gradients.csv",
            network=plan.networks,
        ),
        neurons=expand(
            "results/runs/{network.experiment}/{network.name}/neurons.csv",
            network=plan.networks,
        ),
        activations=expand(
            "results/runs/{network.experiment}/{network.name}/activations.csv",
            network=plan.networks,
        ),
        propagation=expand(
            "results/runs/{network.experiment}/{network.name}/propagation.csv",
            network=plan.networks,
        ),
        updates=expand(
            "results/runs/{network.experiment}/{network.name}/updates.csv",
            network=plan.networks,
        ),
        predictions=collect("results/theory/{experiment}/plateau.csv", experiment=watched),
        data=rules.download.output,
        published=published,
    output:
        networks="results/tables/networks.csv",
        accuracy="results/tables/accuracy.csv",
        differences="results/tables/differences.csv",
        training_costs="results/tables/training_costs.csv",
        learning_speeds="results/tables/learning_speeds.csv",
        learning_speed_ratios="results/tables/learning_speed_ratios.csv",
        speed_order="results/tables/speed_order.csv",
        initial_order="results/tables/initial_order.csv",
        neuron_order="results/tables/neuron_order.csv",
        activation_levels="results/tables/activation_levels.csv",
        saturation="results/tables/saturation.csv",
        backward_factors="results/tables/backward_factors.csv",
        weight_decay="results/tables/weight_decay.csv",
        plateau="results/tables/plateau.csv",
        plateau_lengths="results/tables/plateau_lengths.csv",
        plateau_fates="results/tables/plateau_fates.csv",
        mean_field="results/tables/mean_field.csv",
        comparisons="results/tables/comparisons.csv",
        published_errors="results/tables/published_errors.csv",
        theory_checks="results/tables/theory_checks.csv",
    log:
        "results/logs/tabulate.log",
    benchmark:
        "results/benchmarks/tabulate.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=networks,
        margin=study.equivalence_margin,
        library=[
            library["tables"],
            library["theory"],
            library["engine"],
            library["data"],
        ],
    message:
        "Summing up what was recorded of all networks"
    script:
        "../scripts/tabulate.py"


rule tabulate_networks:
    input:
        trained=expand(
            "results/runs/{network.experiment}/{network.name}/network.npz",
            network=plan.networks,
        ),
        data=rules.download.output,
    output:
        image_accuracy="results/tables/image_accuracy.csv",
        slope_factors="results/tables/slope_factors.csv",
        slope_points="results/tables/slope_points.csv",
        weight_shares="results/tables/weight_shares.csv",
        jacobians="results/tables/jacobians.csv",
    log:
        "results/logs/tabulate_networks.log",
    benchmark:
        "results/benchmarks/tabulate_networks.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        networks=networks,
        library=[
            library["tables"],
            library["theory"],
            library["measures"],
            library["engine"],
            library["data"],
        ],
    message:
        "Measuring the networks themselves"
    script:
        "../scripts/tabulate_networks.py"
