"""The table of weight shares: do the weights lie between 0 and 1, as the note says they do?"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from hardtotrain.engine.network import Network
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.weights import WEIGHT_SHARES


def weight_share_table(
    networks: pd.DataFrame, finished_of: Callable[[tuple[str, str]], Network]
) -> pd.DataFrame:
    """Shares of the weights of each layer, mean over replicates.

    Args:
        networks: One row a network: experiment, network.
        finished_of: Gives for a pair of experiment and network its finished replicates, trained or,
            with `epochs: 0`, as they start. A network without any has no rows.

    Returns:
        One row for each network (in the order of `networks`) and layer: experiment, network, layer,
        replicates; between_0_and_1 (share of 0 < w < 1) with ci_low and ci_high, its 95% bootstrap
        interval; below_1 (share of |w| < 1) and sd, the standard deviation of the weights. All are
        means over replicates.
    """
    rows = []
    for key in networks[NETWORK_KEY].itertuples(index=False, name=None):
        finished = finished_of(key)
        if not finished.replicates:
            continue
        for layer, W in enumerate(finished.weights, start=1):
            between_0_and_1 = ((W > 0) & (W < 1)).mean(axis=(1, 2))
            rows.append(
                [
                    *key,
                    layer,
                    finished.replicates,
                    between_0_and_1.mean(),
                    *interval_of_mean(between_0_and_1),
                    (np.abs(W) < 1).mean(),
                    W.std(axis=(1, 2), dtype=float).mean(),
                ]
            )
    return pd.DataFrame(rows, columns=WEIGHT_SHARES.names)
