"""The table of slope factors: is |w σ′(z)| below 1/4 in the networks of the study?"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.engine.network import Network
from hardtotrain.roles.factor_experiment import has_factors
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.schemas.weights import SLOPE_FACTORS
from hardtotrain.theory.slope_factors import factors_of_network

REPLICATES = 20  # they are alike enough for a narrow interval


def slope_factor_table(
    networks: pd.DataFrame, finished_of: Callable[[tuple[str, str]], Network], images: Dataset
) -> pd.DataFrame:
    """How |w σ′(z)| is distributed in each layer whose weights carry errors back.

    Between δ^l of neighbouring layers stands σ′(z^l) W^{l+1}, so that a gradient is a product of
    factors w^l σ′(z^l) (Nielsen, chapter 5). That of the output layer is one of them under the
    quadratic cost alone: the cross-entropy cancels σ′(z^L) and leaves w^L. Its row says what the
    factor is, in the product or not.

    Args:
        networks: One row a network: experiment, network, hidden_layers, probe_images and the
            settings of hidden layers. Those that have no such factors are left out.
        finished_of: Gives for a pair of experiment and network its finished replicates, trained or,
            with `epochs: 0`, as they start. The first REPLICATES are used; a network without any
            has no rows.
        images: The training examples, of which each network is probed on the first.

    Returns:
        One row for each network (in the order of `networks`) and layer from the second on, but for
        softmax outputs: experiment, network, layer, kind (hidden or output), replicates;
        below_quarter (share of factors < 1/4) with ci_low and ci_high, its 95% bootstrap interval;
        at_least_one (share ≥ 1), largest, and the quantiles q02, q25, q50, q75 and q98. All are
        means over replicates.
    """
    rows = []
    with_factors = [has_factors(row) for row in networks.to_dict("records")]
    for network in networks.loc[with_factors].itertuples():
        finished = finished_of((network.experiment, network.network)).select(slice(REPLICATES))
        pixels = images.images[: network.probe_images] * PIXEL_SCALE
        of_replicates = [
            factors_of_network(finished.replicate(index), pixels)
            for index in range(finished.replicates)
        ]
        for layer, factors in enumerate(zip(*of_replicates, strict=True), start=2):
            below_quarter = [f.below_quarter for f in factors]
            rows.append(
                [
                    network.experiment,
                    network.network,
                    layer,
                    "output" if layer > network.hidden_layers else "hidden",
                    finished.replicates,
                    np.mean(below_quarter),
                    *interval_of_mean(below_quarter),
                    np.mean([f.at_least_one for f in factors]),
                    np.mean([f.largest for f in factors]),
                    *np.mean([f.quantiles for f in factors], axis=0),
                ]
            )
    return pd.DataFrame(rows, columns=SLOPE_FACTORS.names)
