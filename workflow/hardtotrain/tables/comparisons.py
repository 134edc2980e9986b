"""The table of comparisons: does a published single run lie where one more of ours would?"""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from hardtotrain.tables.published import NETWORK_KEY, published_accuracy, published_speeds

VALUE_KEY = [*NETWORK_KEY, "quantity", "layer", "epoch"]
COLUMNS = [*VALUE_KEY, "source", "published", "replicates", "centre", "low", "high", "agrees"]

# Epochs of the published curves that are compared: their start, early in training, and their end.
COMPARED_EPOCHS = (0, 50, 499)


def comparison_table(
    networks: pd.DataFrame, histories: pd.DataFrame, gradients: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Every published value of a network of the study, beside our 95% prediction interval.

    The published numbers are single runs. So the question is not whether they equal our mean, but
    whether they would surprise as one more replicate: x̄ ± t·s·√(1 + 1/n) for normal values.
    Speeds and ratios of speeds are compared as logarithms, where they spread evenly.

    Args:
        networks: One row a network, with the settings that the published values were made with.
        histories: The `history.csv` of every network, stacked, experiment and network in front.
        gradients: The `gradients.csv` of every network, stacked likewise.
        published: The folder of reference data.

    Returns:
        One row a published value, in the order of `networks`: experiment, network, quantity
        (validation_accuracy, bias_gradient_norm, or last_to_first_ratio, the ratio of that norm
        between the last and the first hidden layer), layer (0: the whole network), epoch, source
        (note or book), published, replicates, centre (arithmetic or geometric mean), low, high, and
        agrees (the published value lies between low and high). Empty without published values.
    """
    reference = pd.concat(
        [published_accuracies(networks, published), published_norms_and_ratios(networks, published)]
    )
    measured = pd.concat(
        [
            measured_accuracies(networks, histories),
            norms_and_ratios(networks, gradients, "replicate"),
        ]
    )
    measured["value"] = on_scale(measured, "value")
    summary = measured.groupby(VALUE_KEY)["value"].agg(["count", "mean", "std"]).reset_index()
    table = networks[NETWORK_KEY].merge(reference, on=NETWORK_KEY).merge(summary, on=VALUE_KEY)
    freedom = (table["count"] - 1).where(table["count"] > 1)
    reach = stats.t.ppf(0.975, freedom) * table["std"] * np.sqrt(1 + 1 / table["count"])
    value = on_scale(table, "published")
    table["agrees"] = (value - table["mean"]).abs() <= reach
    for column, ends in (("centre", 0), ("low", -reach), ("high", reach)):
        table[column] = table["mean"] + ends
        table[column] = np.where(is_speed(table), np.exp(table[column]), table[column])
    return table.rename(columns={"count": "replicates"})[COLUMNS]


def is_speed(table: pd.DataFrame) -> pd.Series:
    """Which rows hold speeds or their ratios."""
    return table["quantity"] != "validation_accuracy"


def on_scale(table: pd.DataFrame, column: str) -> pd.Series:
    """A column on the scale of its comparison: the logarithm for speeds and ratios."""
    with np.errstate(divide="ignore"):
        return table[column].mask(is_speed(table), np.log(table[column]))


def published_accuracies(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The note's and the book's accuracy after the last epoch, in long form."""
    return (
        published_accuracy(networks, published)
        .rename(columns={"published_note": "note", "published_book": "book"})
        .melt(NETWORK_KEY, ["note", "book"], "source", "published")
        .merge(networks[[*NETWORK_KEY, "epochs"]], on=NETWORK_KEY)
        .rename(columns={"epochs": "epoch"})
        .assign(quantity="validation_accuracy", layer=0)
    )


def measured_accuracies(networks: pd.DataFrame, histories: pd.DataFrame) -> pd.DataFrame:
    """Validation accuracy of every finished replicate after the last epoch, in long form."""
    last = networks[[*NETWORK_KEY, "epochs"]].rename(columns={"epochs": "epoch"})
    return (
        histories[histories["status"] == "ok"]
        .merge(last, on=[*NETWORK_KEY, "epoch"])
        .rename(columns={"validation_accuracy": "value"})
        .assign(quantity="validation_accuracy", layer=0)
    )


def published_norms_and_ratios(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The book's learning speeds and their ratios at the compared epochs, in long form."""
    speeds = published_speeds(networks, published)
    speeds["kind"] = "hidden"
    values = norms_and_ratios(networks, speeds)
    return values.rename(columns={"value": "published"}).assign(source="book")


def norms_and_ratios(networks: pd.DataFrame, speeds: pd.DataFrame, *within: str) -> pd.DataFrame:
    """Norms of the hidden layers, and of the last over that of the first, in long form.

    Args:
        networks: One row a network.
        speeds: Columns experiment, network, epoch, layer, kind, bias_gradient_norm and `within`.
        within: Columns besides network and epoch that tell one network's speeds apart.
    """
    norms = speeds[speeds["epoch"].isin(COMPARED_EPOCHS) & (speeds["kind"] == "hidden")]
    norms = norms.rename(columns={"bias_gradient_norm": "value"})
    first = norms[norms["layer"] == 1]
    last = norms.merge(
        networks[[*NETWORK_KEY, "hidden_layers"]].rename(columns={"hidden_layers": "layer"}),
        on=[*NETWORK_KEY, "layer"],
    )
    key = [*NETWORK_KEY, "epoch", *within]
    ratios = last[last["layer"] > 1].merge(first, on=key, suffixes=("", "_first"))
    ratios["value"] /= ratios["value_first"]
    return pd.concat(
        [
            norms.assign(quantity="bias_gradient_norm"),
            ratios.assign(quantity="last_to_first_ratio", layer=0),
        ]
    )[[*VALUE_KEY, *within, "value"]]
