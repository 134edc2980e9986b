"""The table of neuron order: are the bars of a layer longer than those of the layer before it?"""

from collections.abc import Iterator

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.statistics.mann_whitney import probability_larger
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.speeds import NEURON_ORDER

PAIR_KEY = [*NETWORK_KEY, "from_layer", "to_layer"]


def neuron_order_table(networks: pd.DataFrame, neurons: pd.DataFrame) -> pd.DataFrame:
    """How often a neuron of the later layer has the longer bar, before any training.

    A bar is |∂C/∂b| of one neuron. Within a replicate every neuron of a hidden layer meets every
    neuron of the next, and the share is that of the pairs in which the later one's bar is longer,
    ties counting half: 1/2 where neither layer has the longer bars. The neurons of one replicate
    depend on each other, so replicates are resampled and not neurons.

    Args:
        networks: One row a network: experiment, network, hidden_layers.
        neurons: The `neurons.csv` of every network, stacked, experiment and network in front.

    Returns:
        One row for each network with two or more hidden layers (in the order of `networks`) and
        pair of neighbouring hidden layers: experiment, network, from_layer, to_layer, replicates,
        share (mean over replicates, in [0, 1]), ci_low, ci_high (95%).
    """
    start = neurons[neurons["epoch"] == 0].merge(
        networks[[*NETWORK_KEY, "hidden_layers"]], on=NETWORK_KEY
    )
    hidden = start[start["layer"] <= start["hidden_layers"]]
    of_replicates = pd.DataFrame(
        _shares_of_replicates(hidden), columns=[*PAIR_KEY, "replicate", "share"]
    )
    # Shares without a value, of weights that overflow, are dropped: a single NaN anywhere changes
    # how pandas sums every group.
    shares = of_replicates.dropna().groupby(PAIR_KEY)["share"]
    summary = shares.agg(replicates="size", share="mean").join(
        intervals_of_groups(shares, interval_of_mean)
    )
    return networks[NETWORK_KEY].merge(summary.reset_index(), on=NETWORK_KEY)[NEURON_ORDER.names]


def _shares_of_replicates(hidden: pd.DataFrame) -> Iterator[tuple]:
    """Key of the network, both layers, replicate and share, in ascending order."""
    bars = {
        key: rows.pivot(index="replicate", columns="neuron", values="bias_gradient").abs()
        for key, rows in hidden.groupby([*NETWORK_KEY, "layer"])
    }
    for (experiment, network, layer), earlier in bars.items():
        later = bars.get((experiment, network, layer + 1))
        if later is not None:
            shares = probability_larger(later, earlier)
            for replicate, share in zip(earlier.index, shares, strict=True):
                yield experiment, network, layer, layer + 1, replicate, share
