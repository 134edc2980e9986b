"""The table of weight decay: how large is the L2 term beside the gradient of the data?"""

import numpy as np
import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_median_ratio, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY

LAYER_KEY = [*NETWORK_KEY, "epoch", "layer", "kind"]


def weight_decay_table(networks: pd.DataFrame, gradients: pd.DataFrame) -> pd.DataFrame:
    """Norm of the gradient of the L2 term over that of the cost, before and after training.

    The two parts of a step along the weights are (λ/n) W^l and ∂C/∂W^l; where their norms are
    equal, a layer is pulled towards 0 as strongly as it learns from the images. Frozen layers have
    both gradients, though neither moves them.

    Without any gradient of the data the ratio is infinite, and it counts: a median needs only the
    order. Where both gradients are 0, or that of the data is not finite, there is no ratio.

    Args:
        networks: One row a network: experiment, network, regularisation. Those without
            regularisation are left out.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.

    Returns:
        One row for each regularised network (in the order of `networks`), first and last recorded
        epoch, and layer: experiment, network, epoch, layer, kind, replicates (with a ratio), ratio
        (decay_gradient_norm over weight_gradient_norm, median over replicates), ci_low, ci_high
        (95%, on the log scale). Without a ratio they are NaN.
    """
    regularised = networks.loc[networks["regularisation"] > 0, NETWORK_KEY]
    recorded = regularised.merge(gradients, on=NETWORK_KEY)
    epochs = recorded.groupby(NETWORK_KEY)["epoch"]
    ends = recorded[
        (recorded["epoch"] == epochs.transform("min"))
        | (recorded["epoch"] == epochs.transform("max"))
    ]
    of_data = ends["weight_gradient_norm"].where(np.isfinite(ends["weight_gradient_norm"]))
    groups = ends.assign(ratio=ends["decay_gradient_norm"] / of_data).groupby(LAYER_KEY)["ratio"]
    summary = groups.agg(replicates="count", ratio="median").join(
        intervals_of_groups(groups, interval_of_median_ratio)
    )
    return regularised.merge(summary.reset_index(), on=NETWORK_KEY)
