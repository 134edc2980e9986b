"""Gathers learning speeds and their ratios."""

import numpy as np
import pandas as pd

from hardtotrain.report.gathering.cells import Tables, estimate, number
from hardtotrain.report.numbers import (
    Estimate,
    InitialSpeed,
    LayerSpeed,
    LearningSpeed,
    NeuronOrder,
    Ratio,
    SameNetwork,
)
from hardtotrain.tables.learning_speed_ratios import last_over_first
from hardtotrain.tables.replicates import trained_to_the_end


def initial_speed(tables: Tables, experiment: str | None) -> InitialSpeed | None:
    """Learning speeds before training, or None where no network has layers to compare."""
    if experiment is None:
        return None
    start = tables["learning_speeds"].query(
        "experiment == @experiment and epoch == 0 and kind == 'hidden' "
        "and measure == 'bias_gradient_norm'"
    )
    return InitialSpeed(
        experiment=experiment,
        speeds=[
            LayerSpeed(
                network=row["network"],
                layer=row["layer"],
                speed=estimate(row, "median"),
                book=number(row["published"]),
            )
            for _, row in start[np.isfinite(start["median"])].iterrows()
        ],
        ratios=ratios(tables, experiment, [0]),
        ordered=tables["initial_order"]
        .query("experiment == @experiment")
        .set_index("network")["ordered"]
        .to_dict(),
        neuron_order=[
            NeuronOrder(network=row["network"], layer=row["to_layer"], share=share)
            for _, row in tables["neuron_order"].query("experiment == @experiment").iterrows()
            if (share := estimate(row, "share"))
        ],
    )


def learning_speed(tables: Tables, experiment: str) -> LearningSpeed:
    """Ratios at the start, a tenth of the way and the end of each network's own training."""
    recorded = tables["learning_speeds"].query("experiment == @experiment")["epoch"]
    epochs = np.sort(recorded.unique())
    chosen = {}
    for network in tables["networks"].query("experiment == @experiment").itertuples():
        own = epochs[epochs <= network.epochs]
        chosen[network.network] = {0, int(own[round(0.1 * (len(own) - 1))]), network.epochs}
    found = ratios(tables, experiment, sorted(set().union(*chosen.values())))
    return LearningSpeed(
        experiment=experiment, ratios=[row for row in found if row.epoch in chosen[row.network]]
    )


def ratios(tables: Tables, experiment: str, epochs: list[int]) -> list[Ratio]:
    """Ratios of the last to the first hidden layer at some epochs, by every measure."""
    of_experiment = tables["learning_speed_ratios"].query("experiment == @experiment")
    rows = last_over_first(of_experiment, tables["networks"])
    found = rows[rows["epoch"].isin(epochs) & np.isfinite(rows["median"].astype(float))]
    return [
        Ratio(
            network=row["network"],
            hidden_layers=row["hidden_layers"],
            epoch=row["epoch"],
            measure=row["measure"],
            ratio=estimate(row, "median"),
            book=number(row["published"]),
        )
        for _, row in found.iterrows()
    ]


def same_network(tables: Tables, initial: str | None) -> list[SameNetwork]:
    """The deepest network of the initial speeds in every experiment that trains it.

    Args:
        tables: Of the whole study.
        initial: The experiment of the initial speeds, or None.
    """
    networks = tables["networks"]
    start = networks[networks["experiment"] == initial]
    if start.empty:
        return []
    deepest = start.loc[start["hidden_layers"].idxmax()]
    alike = ["layers", "activation", "initialiser", "cost", "frozen_layers"]
    same = networks[(networks[alike] == deepest[alike]).all(axis="columns")]
    found = []
    for _, network in trained_to_the_end(same).iterrows():
        name = (network["experiment"], network["network"])
        at_end = {
            row.measure: row.ratio
            for row in ratios(tables, network["experiment"], [network["epochs"]])
            if row.network == network["network"]
        }
        if at_end:
            found.append(
                SameNetwork(
                    experiment=name[0],
                    network=name[1],
                    hidden_layers=network["hidden_layers"],
                    epoch=network["epochs"],
                    images=network["images"],
                    decay=network["regularisation"] / network["images"],
                    ratios=at_end,
                    accuracy=final_accuracy(tables["accuracy"], *name),
                    decay_share=decay_share(tables["weight_decay"], *name, network["epochs"]),
                )
            )
    return found


def final_accuracy(table: pd.DataFrame, experiment: str, network: str) -> Estimate | None:
    """Validation accuracy of a network after the last epoch; None if it does not classify."""
    rows = table.query(
        "experiment == @experiment and network == @network "
        "and split == 'validation' and statistic == 'last_epoch'"
    )
    return None if rows.empty else estimate(rows.iloc[0], "mean")


def decay_share(table: pd.DataFrame, experiment: str, network: str, epoch: int) -> Estimate | None:
    """How large the gradient of the L2 term is beside that of the data, in the first layer."""
    rows = table.query(
        "experiment == @experiment and network == @network and epoch == @epoch and layer == 1"
    )
    return None if rows.empty else estimate(rows.iloc[0], "ratio")
