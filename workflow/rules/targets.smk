"""What a user may ask for by name: data, train, tables, figures, report, or one experiment.

In: everything that the other rules make. Out: nothing of its own.
"""


localrules:
    data,
    train,
    tables,
    figures,
    report,


rule data:
    input:
        rules.download.output,


rule train:
    input:
        expand(
            "results/runs/{network.experiment}/{network.name}/network.npz",
            network=plan.networks,
        ),


rule tables:
    input:
        rules.tabulate.output,
        rules.tabulate_networks.output,
        rules.judge.output,


rule figures:
    input:
        study_figures,


rule report:
    input:
        rules.render.output,


for experiment in study.experiments:

    rule:
        name:
            experiment
        input:
            expand(
                "results/runs/{experiment}/{network}/network.npz",
                experiment=experiment,
                network=plan.names_in(experiment),
            ),
        localrule: True
