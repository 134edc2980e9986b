"""The table of backward factors: is it the weights or σ′ that makes the errors shrink?"""

import numpy as np
import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.speeds import BACKWARD_FACTORS

LAYER_KEY = [*NETWORK_KEY, "epoch", "layer"]
FACTORS = ["weight_factor", "slope_factor"]
SPREADS = ["delta_sd", "mean_singular_value"]


def backward_factor_table(networks: pd.DataFrame, propagation: pd.DataFrame) -> pd.DataFrame:
    """The two parts of what each hidden layer does to the errors on their way back.

    δ^l = δ^{l+1} (W^{l+1})ᵀ ⊙ σ′(z^l), so that the root mean square of ‖δ^l‖ is that of ‖δ^{l+1}‖
    times a factor of the weights and one of the slopes. Both multiply from layer to layer, so they
    are averaged as logarithms, and over the same replicates: the product of the two averages is the
    average of the products. A replicate without both factors has no logarithms and is left out of
    the layer: its errors overflow or vanish to the last digit, as behind dead rectifiers.

    Args:
        networks: One row a network: experiment, network.
        propagation: The `propagation.csv` of every network, stacked, experiment and network in
            front.

    Returns:
        One row for each network (in the order of `networks`), epoch and hidden layer with any
        replicates that count: experiment, network, epoch, layer, replicates (those that count);
        weight_factor and slope_factor (geometric means), each with its 95% interval: weight_low,
        weight_high, slope_low, slope_high; delta_sd (of the errors of one replicate over units and
        images) and mean_singular_value (of ∂z^{l+1}/∂z^l), both averaged over replicates.
    """
    # Rows are dropped, not masked: a single NaN anywhere changes how pandas sums every group.
    finite = np.isfinite(propagation[[*FACTORS, *SPREADS]].astype(float)).all(axis="columns")
    positive = (propagation[FACTORS] > 0).all(axis="columns")
    counted = propagation[finite & positive].sort_values([*LAYER_KEY, "replicate"])
    layers = counted.groupby(LAYER_KEY)
    logarithms = counted.assign(**np.log(counted[FACTORS])).groupby(LAYER_KEY)[FACTORS]
    summary = pd.concat(
        [
            layers.size().rename("replicates"),
            np.exp(logarithms.mean()),
            *(_interval(layers, cause) for cause in ("weight", "slope")),
            layers[SPREADS].mean(),
        ],
        axis="columns",
    )
    return networks[NETWORK_KEY].merge(summary.reset_index(), on=NETWORK_KEY)[
        BACKWARD_FACTORS.names
    ]


def _interval(layers: pd.api.typing.DataFrameGroupBy, cause: str) -> pd.DataFrame:
    """The interval of one of the two factors of every layer."""
    interval = intervals_of_groups(layers[f"{cause}_factor"], interval_of_geometric_mean)
    return interval.rename(columns={"ci_low": f"{cause}_low", "ci_high": f"{cause}_high"})
