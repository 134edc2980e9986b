"""The table of initial order: in how many untrained networks does every layer beat the last one?"""

import numpy as np
import pandas as pd

from hardtotrain.statistics.share import share_with_interval
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.speeds import INITIAL_ORDER


def initial_order_table(networks: pd.DataFrame, gradients: pd.DataFrame) -> pd.DataFrame:
    """How often each hidden layer starts faster than the one before it.

    Args:
        networks: One row a network: experiment, network, hidden_layers.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.

    Returns:
        One row for each network with two or more hidden layers, in the order of `networks`:
        experiment, network, replicates, ordered (replicates whose bias_gradient_norm strictly rises
        from layer to layer at epoch 0), share, ci_low, ci_high (exact 95% interval).
    """
    start = gradients[(gradients["epoch"] == 0) & (gradients["kind"] == "hidden")]
    speeds = start.sort_values("layer").groupby([*NETWORK_KEY, "replicate"])["bias_gradient_norm"]
    rises = speeds.agg(lambda norms: bool((np.diff(norms) > 0).all()))
    counts = rises.groupby(NETWORK_KEY).agg(replicates="size", ordered="sum").reset_index()
    deep = networks.loc[networks["hidden_layers"] > 1, NETWORK_KEY]
    table = deep.merge(counts, on=NETWORK_KEY)
    shares = pd.DataFrame(
        [share_with_interval(row.ordered, row.replicates) for row in table.itertuples()],
        columns=["share", "ci_low", "ci_high"],
    )
    return table.join(shares)[INITIAL_ORDER.names]
