"""What a user may ask for by name: data, train, tables, figures, report, or one experiment, which
ends with its tables and figures.

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
        data_files,


rule train:
    input:
        expand(
            "results/runs/{network.experiment}/{network.name}/{file}",
            network=plan.networks,
            file=recorded,
        ),


rule tables:
    input:
        expand(rules.join_predictions.output, experiment=watched),
        rules.join_tables.output,
        rules.judge.output,


rule figures:
    input:
        drawings,


rule report:
    input:
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
            expand(rules.join_predictions.output, experiment={experiment}.intersection(watched)),
            expand(rules.tabulate.output, experiment=experiment),
            [
                path
                for path in drawings
                if path.startswith(f"results/figures/{experiment}/") and path not in drawn_across
            ],
        localrule: True
