"""The table of comparisons: does a published single run lie where one more of ours would?"""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from hardtotrain.statistics.paired import LEVEL
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.published import published_accuracy, published_speeds
from hardtotrain.tables.replicates import (
    replicate_accuracies,
    trained_classifiers,
    training_runs,
)
from hardtotrain.tables.schemas.accuracies import COMPARISONS

VALUE_KEY = [*NETWORK_KEY, "quantity", "layer", "epoch"]
FAMILY = ["experiment", "quantity"]

# Epochs of the published curves that are compared: their start, early in training, and their end.
COMPARED_EPOCHS = (0, 50, 499)


def comparison_table(
    networks: pd.DataFrame, histories: pd.DataFrame, gradients: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Every published value of a network of the study, beside our 95% prediction interval.

    The published numbers are single runs. So the question is not whether they equal our mean, but
    whether they would surprise as one more replicate: x̄ ± t·s·√(1 + 1/n) for normal values.
    Speeds and ratios of speeds are compared as logarithms, where they spread evenly.

    Each interval misses one value in twenty by chance, so among many values some are expected
    outside. The family's interval is the wider one that holds for all k published values of an
    experiment and quantity together, whatever their dependence: that of level 1 − 0.05/k after
    Bonferroni. A single value outside it is a surprise.

    Args:
        networks: One row a network, with the settings that the published values were made with.
        histories: The `history.csv` of every network, stacked, experiment and network in front.
        gradients: The `gradients.csv` of every network, stacked likewise.
        published: The folder of reference data.

    Returns:
        One row a published value, in the order of `networks`: experiment, network, quantity
        (validation_accuracy, bias_gradient_norm, or last_to_first_ratio, the ratio of that norm
        between the last and the first hidden layer), layer (0: the whole network), epoch, source
        (note or book), published, replicates, centre (arithmetic or geometric mean), low, high,
        agrees (the published value lies between low and high), family_low, family_high and
        family_agrees (the same for the family's interval). Empty without published values.
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
    # In one order and without gaps: both decide about the last bit of every group's mean.
    measured = measured.dropna(subset="value").sort_values([*VALUE_KEY, "replicate"])
    measured["value"] = on_scale(measured, "value")
    summary = measured.groupby(VALUE_KEY)["value"].agg(["count", "mean", "std"]).reset_index()
    table = networks[NETWORK_KEY].merge(reference, on=NETWORK_KEY).merge(summary, on=VALUE_KEY)
    freedom = (table["count"] - 1).where(table["count"] > 1)
    spread = table["std"] * np.sqrt(1 + 1 / table["count"])
    value = on_scale(table, "published")
    table["centre"] = off_scale(table, table["mean"])
    family_size = table.groupby(FAMILY)["published"].transform("size")
    for prefix, level in (("", LEVEL), ("family_", LEVEL / family_size)):
        reach = stdtrit(freedom, 1 - level / 2) * spread
        table[f"{prefix}low"] = off_scale(table, table["mean"] - reach)
        table[f"{prefix}high"] = off_scale(table, table["mean"] + reach)
        table[f"{prefix}agrees"] = (value - table["mean"]).abs() <= reach
    return table.rename(columns={"count": "replicates"})[COMPARISONS.names]


def compared_networks(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The networks that have any published value: in a sweep few, or none.

    Args:
        networks: As in `comparison_table`.
        published: The folder of reference data.

    Returns:
        Their rows, all columns, in their order.
    """
    known = pd.concat(
        [published_accuracy(networks, published), published_speeds(networks, published)]
    )
    return networks.merge(known[NETWORK_KEY].drop_duplicates(), on=NETWORK_KEY)


def is_speed(table: pd.DataFrame) -> pd.Series:
    """Which rows hold speeds or their ratios."""
    return table["quantity"] != "validation_accuracy"


def on_scale(table: pd.DataFrame, column: str) -> pd.Series:
    """A column on the scale of its comparison: the logarithm for speeds and ratios."""
    with np.errstate(divide="ignore"):
        return table[column].mask(is_speed(table), np.log(table[column]))


def off_scale(table: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Values on the scale of their comparison, back in the unit of the quantity."""
    return values.mask(is_speed(table), np.exp(values))


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
    runs = training_runs(trained_classifiers(networks), histories)
    accuracies = replicate_accuracies(runs).rename("value")
    return (
        accuracies.reset_index()
        .query("split == 'validation' and statistic == 'last_epoch'")
        .merge(networks[[*NETWORK_KEY, "epochs"]], on=NETWORK_KEY)
        .rename(columns={"epochs": "epoch"})
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
