"""The table of activation levels: how active, and how saturated, is each hidden layer?"""

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY

LEVEL_KEY = [*NETWORK_KEY, "epoch", "layer"]
SPREAD = ["sd", "p02", "p98", "saturated_fraction"]


def activation_level_table(networks: pd.DataFrame, activations: pd.DataFrame) -> pd.DataFrame:
    """Activations of each hidden layer during training, averaged over replicates.

    The curves of Glorot & Bengio 2010, figures 2 and 3. Diverged replicates count until they
    diverge.

    Args:
        networks: One row a network: experiment, network.
        activations: The `activations.csv` of every network, stacked, experiment and network in
            front.

    Returns:
        One row for each network (in the order of `networks`), epoch and hidden layer: experiment,
        network, epoch, layer, replicates, mean (of the activations), ci_low, ci_high (95%, of that
        mean over replicates), sd, p02, p98 (standard deviation and percentiles of the activations
        of one replicate, averaged), saturated_fraction (averaged), saturated_low, saturated_high
        (its 95% interval).
    """
    # Rows without numbers, of weights about to overflow, are dropped: a single NaN anywhere changes
    # how pandas sums every group.
    levels = activations.dropna().sort_values([*LEVEL_KEY, "replicate"]).groupby(LEVEL_KEY)
    summary = pd.concat(
        [
            levels["mean"].agg(replicates="size", mean="mean"),
            intervals_of_groups(levels["mean"], interval_of_mean),
            levels[SPREAD].mean(),
            intervals_of_groups(levels["saturated_fraction"], interval_of_mean).set_axis(
                ["saturated_low", "saturated_high"], axis="columns"
            ),
        ],
        axis="columns",
    )
    return networks[NETWORK_KEY].merge(summary.reset_index(), on=NETWORK_KEY)
