"""Gathers accuracies and training costs."""

import pandas as pd

from hardtotrain.config.layer_sizes import read_layers
from hardtotrain.report.gathering.cells import Tables, estimate, number
from hardtotrain.report.numbers import (
    Accuracy,
    AccuracyOfExperiment,
    Difference,
    PublishedError,
    TrainingCost,
)
from hardtotrain.tables.replicates import trained_classifiers


def accuracies(tables: Tables, experiment: str) -> AccuracyOfExperiment:
    """The accuracies of an experiment's networks that classify, in the order of the config."""
    networks = trained_classifiers(tables["networks"]).query("experiment == @experiment")
    table = (
        tables["accuracy"]
        .query("experiment == @experiment")
        .set_index(["network", "split", "statistic"])
    )
    differences = (
        tables["differences"]
        .query("experiment == @experiment and split == 'validation' and statistic == 'last_epoch'")
        .query("against_first")
        .set_index("network")
    )
    over_images = tables["image_accuracy"].query("experiment == @experiment").set_index("network")
    rows = []
    for network in networks.itertuples():
        last = table.loc[(network.network, "validation", "last_epoch")]
        rows.append(
            Accuracy(
                network=network.network,
                layers=read_layers(network.layers),
                validation=estimate(last, "mean"),
                validation_last_five=estimate(
                    table.loc[(network.network, "validation", "last_five")], "mean"
                ),
                test=estimate(table.loc[(network.network, "test", "last_epoch")], "mean"),
                over_images=estimate(over_images.loc[network.network], "mean"),
                sd=number(last["sd"]),
                note=number(last["published_note"]),
                book=number(last["published_book"]),
                diverged=last["diverged"],
                difference=difference(differences.loc[network.network])
                if network.network in differences.index
                else None,
            )
        )
    return AccuracyOfExperiment(
        experiment=experiment, rows=rows, depth_series=depth_series(networks)
    )


def depth_series(networks: pd.DataFrame) -> list[str]:
    """The networks that differ from the first in depth alone: all hidden layers are as wide.

    Empty where the first of them that has hidden layers has them of different widths.
    """
    settings = networks.drop(columns=["network", "layers", "hidden_layers", "replicates"])
    # An empty cell, as where biases are the initialiser's own, is like another.
    settings = settings.astype(object).where(settings.notna(), "")
    alike = networks[(settings == settings.iloc[0]).all(axis="columns")]
    widths = alike["layers"].map(lambda layers: set(read_layers(layers)[1:-1]))
    width = next((found for found in widths if found), set())
    return alike.loc[widths.map(width.issuperset), "network"].to_list() if len(width) < 2 else []


def difference(row: pd.Series) -> Difference | None:
    """A row of the table of differences, or None where no pair of replicates finished."""
    paired = estimate(row, "difference")
    return paired and Difference(
        **dict(paired),
        p_holm=number(row["p_holm"]),
        probability_better=number(row["probability_better"]),
        margin=row["margin"],
        equivalent=row["equivalent"],
    )


def training_costs(tables: Tables) -> list[TrainingCost]:
    """The costs that training came to, and their ratios to the experiment's first."""
    return [
        TrainingCost(
            experiment=row["experiment"],
            network=row["network"],
            cost=estimate(row, "training_cost"),
            ratio=estimate(row, "ratio", "ratio_low", "ratio_high"),
        )
        for _, row in tables["training_costs"].iterrows()
    ]


def published_errors(tables: Tables) -> list[PublishedError]:
    """Test errors beside those of wider networks of a paper."""
    return [
        PublishedError(
            error=estimate(row, "test_error"),
            **row[
                [
                    "experiment",
                    "network",
                    "activation",
                    "initialiser",
                    "width",
                    "published",
                    "published_width",
                ]
            ],
        )
        for _, row in tables["published_errors"].iterrows()
        if pd.notna(row["test_error"])
    ]
