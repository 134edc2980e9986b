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
            "results/runs/{network.experiment}/{network.name}/{file}",
            network=plan.networks,
            file=recorded,
        ),


rule tables:
    input:
        rules.tabulate.output,
        rules.tabulate_networks.output,
        rules.judge.output,


rule figures:
    input:
        rules.draw.output,


rule report:
    input:
        rules.gather.output,
        rules.chart.output,
        rules.render.output,


for experiment in study.experiments:

    rule:
        name:
            experiment
        input:
            expand(
                "results/runs/{experiment}/{network}/{file}",
                experiment=experiment,
                network=plan.names_in(experiment),
                file=recorded,
            ),
        localrule: True
