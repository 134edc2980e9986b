"""The table of saturation: how far did each hidden layer ever saturate in training?"""

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY

LAYER_KEY = [*NETWORK_KEY, "layer"]


def saturation_table(networks: pd.DataFrame, activations: pd.DataFrame) -> pd.DataFrame:
    """The extremes that each hidden layer came to over all recorded epochs, a number a replicate.

    Glorot & Bengio (2010, section 3) see sigmoid layers fall into saturation and stay there, or
    come back, at epochs that differ between networks. Nobody has to choose an epoch here, and as
    replicates are independent their intervals need no correction for the number of epochs.

    Args:
        networks: One row a network: experiment, network.
        activations: The `activations.csv` of every network, stacked, experiment and network in
            front. Diverged replicates count until they diverge.

    Returns:
        One row for each network (in the order of `networks`) and hidden layer: experiment, network,
        layer, epochs (recorded, with that before training), replicates, largest_share (the largest
        saturated_fraction of each replicate, averaged), share_low, share_high (95%), smallest_mean
        (the smallest mean activation of each replicate, averaged), mean_low and mean_high (95%).
    """
    # Rows without numbers, of weights about to overflow, say nothing.
    recorded = activations.dropna()
    extremes = recorded.groupby([*LAYER_KEY, "replicate"]).agg(
        largest_share=("saturated_fraction", "max"), smallest_mean=("mean", "min")
    )
    layers = extremes.groupby(LAYER_KEY)
    shares, means = layers["largest_share"], layers["smallest_mean"]
    summary = pd.concat(
        [
            recorded.groupby(LAYER_KEY)["epoch"].nunique().rename("epochs"),
            shares.agg(replicates="size", largest_share="mean"),
            intervals_of_groups(shares, interval_of_mean).set_axis(
                ["share_low", "share_high"], axis="columns"
            ),
            means.mean(),
            intervals_of_groups(means, interval_of_mean).set_axis(
                ["mean_low", "mean_high"], axis="columns"
            ),
        ],
        axis="columns",
    )
    return networks[NETWORK_KEY].merge(summary.reset_index(), on=NETWORK_KEY)
