"""The table of learning speed ratios: how much faster does a later hidden layer learn?"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.statistics.bootstrap import interval_of_median_ratio, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.published import published_speeds
from hardtotrain.tables.schemas.speeds import LEARNING_SPEED_RATIOS

RATIO_KEY = [*NETWORK_KEY, "epoch", "measure", "from_layer", "to_layer"]


def learning_speed_ratio_table(
    networks: pd.DataFrame, gradients: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Median over replicates of speed(to_layer) / speed(from_layer), with its 95% interval.

    The ratio is taken within a replicate, for each pair of neighbouring hidden layers and from the
    first to the last. Where the earlier layer does not learn at all the ratio is infinite, and it
    counts: a median needs only the order, and to leave out the most extreme networks would make
    gradients seem to vanish less. Where neither layer learns (0/0), or a speed is not finite or was
    not recorded, there is no ratio; `replicates` counts those that are left, and with none of them
    median and interval are NaN.

    Args:
        networks: One row a network: experiment, network, hidden_layers, and the settings that the
            published values were made with.
        gradients: The `gradients.csv` of every network, one below the other, with the columns
            experiment and network in front.
        published: The folder of reference data.

    Returns:
        One row for each network with two or more hidden layers (in the order of `networks`), epoch,
        measure and pair of layers: experiment, network, epoch, measure, from_layer, to_layer,
        median, ci_low, ci_high, published (the ratio of the book's own speeds: bias_gradient_norm
        under its settings) and replicates. Ratios have no unit.
    """
    groups = speed_ratios(networks, gradients, [*NETWORK_KEY, "replicate", "epoch"]).groupby(
        RATIO_KEY
    )
    summary = groups["ratio"].agg(median="median", replicates="count")
    summary = summary.join(intervals_of_groups(groups["ratio"], interval_of_median_ratio))
    book = speed_ratios(networks, published_speeds(networks, published), [*NETWORK_KEY, "epoch"])
    table = (
        networks[NETWORK_KEY]
        .merge(summary.reset_index(), on=NETWORK_KEY)
        .merge(book.rename(columns={"ratio": "published"}), how="left", on=RATIO_KEY)
    )
    return table[LEARNING_SPEED_RATIOS.names]


def speed_ratios(networks: pd.DataFrame, speeds: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    """One ratio for each measure in `speeds`, pair of layers and combination of `within`.

    Args:
        networks: One row a network: experiment, network, hidden_layers.
        speeds: Columns `within` and layer, and one for each measure.
        within: Columns, experiment and network among them, that tell the speeds of a layer apart.

    Returns:
        The columns `within`, measure, from_layer, to_layer and ratio, which is NaN where there is
        none.
    """
    long = speeds.melt(
        id_vars=[*within, "layer"],
        value_vars=speeds.columns.intersection(SPEEDS),
        var_name="measure",
        value_name="speed",
    )
    long["speed"] = long["speed"].where(np.isfinite(long["speed"]))
    key = [*within, "measure"]
    pairs = _layer_pairs(networks)
    both = pairs.merge(long, left_on=[*NETWORK_KEY, "from_layer"], right_on=[*NETWORK_KEY, "layer"])
    both = both.merge(
        long, left_on=[*key, "to_layer"], right_on=[*key, "layer"], suffixes=("_from", "_to")
    )
    both["ratio"] = both["speed_to"] / both["speed_from"]
    return both[[*key, "from_layer", "to_layer", "ratio"]]


def last_over_first(ratios: pd.DataFrame, networks: pd.DataFrame) -> pd.DataFrame:
    """The ratios of the last hidden layer to the first.

    Args:
        ratios: One row a ratio: experiment, network, from_layer, to_layer.
        networks: One row a network: experiment, network, hidden_layers.

    Returns:
        Their rows, all columns and hidden_layers, in their order.
    """
    ratios = ratios.merge(networks[[*NETWORK_KEY, "hidden_layers"]], on=NETWORK_KEY)
    return ratios[(ratios["from_layer"] == 1) & (ratios["to_layer"] == ratios["hidden_layers"])]


def _layer_pairs(networks: pd.DataFrame) -> pd.DataFrame:
    """The pairs of hidden layers of each network: neighbours, and the first with the last."""
    pairs = pd.DataFrame(
        [
            (hidden_layers, *pair)
            for hidden_layers in networks["hidden_layers"].unique()
            for pair in sorted({*pairwise(range(1, hidden_layers + 1)), (1, hidden_layers)})
            if hidden_layers > 1
        ],
        columns=["hidden_layers", "from_layer", "to_layer"],
    )
    return networks[[*NETWORK_KEY, "hidden_layers"]].merge(pairs, on="hidden_layers")
