"""The table of learning speeds: how fast does each layer learn, by every measure?"""

from pathlib import Path

import pandas as pd

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.statistics.bootstrap import interval_of_median_ratio, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.published import published_speeds
from hardtotrain.tables.schemas.speeds import LEARNING_SPEEDS

SPEED_KEY = [*NETWORK_KEY, "epoch", "layer", "kind", "measure"]


def learning_speed_table(
    networks: pd.DataFrame, gradients: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Median speed of each layer over replicates, with its 95% interval, beside the book's.

    Args:
        networks: One row a network, with the settings that the published values were made with.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.
        published: The folder of reference data.

    Returns:
        One row for each network (in the order of `networks`), epoch, layer and measure: experiment,
        network, epoch, layer, kind, measure, median, ci_low, ci_high, published (the book's one
        network), replicates. Intervals are taken on the log scale.
    """
    speeds = gradients.melt([*SPEED_KEY[:-1], "replicate"], SPEEDS, "measure", "speed")
    groups = speeds.groupby(SPEED_KEY)["speed"]
    summary = groups.agg(median="median", replicates="count")
    summary = summary.join(intervals_of_groups(groups, interval_of_median_ratio)).reset_index()
    book = published_speeds(networks, published).melt(
        [*NETWORK_KEY, "epoch", "layer"], ["bias_gradient_norm"], "measure", "published"
    )
    table = (
        networks[NETWORK_KEY]
        .merge(summary, on=NETWORK_KEY)
        .merge(book, how="left", on=[*NETWORK_KEY, "epoch", "layer", "measure"])
    )
    return table[LEARNING_SPEEDS.names]
