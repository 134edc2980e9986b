"""The table of saturation, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.saturation import saturation_table
from hardtotrain.tables.schemas.activations import SATURATION


def planned(*networks: str) -> pd.DataFrame:
    return pd.DataFrame({"experiment": "levels", "network": list(networks)})


def recorded(network: str, shares, means, layer: int = 1) -> pd.DataFrame:
    """Saturated shares and mean activations of every replicate (rows) and epoch (columns)."""
    replicate, epoch = np.indices(np.shape(shares))
    return pd.DataFrame(
        {
            "experiment": "levels",
            "network": network,
            "replicate": replicate.ravel(),
            "epoch": 5 * epoch.ravel(),
            "layer": layer,
            "mean": np.ravel(means),
            "saturated_fraction": np.ravel(shares),
        }
    )


def test_each_replicate_counts_with_its_own_extremes():
    shares = [[0.0, 0.3, 0.1], [0.2, 0.0, 0.5], [0.0, 0.1, 0.0]]
    means = [[0.5, 0.1, 0.4], [0.5, 0.4, 0.2], [0.5, 0.3, 0.4]]
    table = saturation_table(planned("a"), recorded("a", shares, means))
    assert table.columns.tolist() == SATURATION.names
    [row] = table.itertuples()
    assert (row.epochs, row.replicates) == (3, 3)
    assert row.largest_share == pytest.approx((0.3 + 0.5 + 0.1) / 3)
    assert (row.share_low, row.share_high) == pytest.approx(interval_of_mean([0.3, 0.5, 0.1]))
    assert row.smallest_mean == pytest.approx((0.1 + 0.2 + 0.3) / 3)
    assert (row.mean_low, row.mean_high) == pytest.approx(interval_of_mean([0.1, 0.2, 0.3]))


def test_layers_and_networks_keep_apart_and_in_order():
    activations = pd.concat(
        recorded(network, [[share]], [[share]], layer)
        for network, layer, share in [("a", 2, 0.4), ("a", 1, 0.3), ("z", 2, 0.2), ("z", 1, 0.1)]
    )
    table = saturation_table(planned("z", "a"), activations)
    assert table[["network", "layer", "largest_share"]].to_numpy().tolist() == [
        ["z", 1, 0.1],
        ["z", 2, 0.2],
        ["a", 1, 0.3],
        ["a", 2, 0.4],
    ]
    assert np.isnan(table[["share_low", "mean_high"]]).all(axis=None)  # of one replicate


def test_diverged_replicates_count_until_they_diverge_and_change_no_others():
    shares, means = [[0.0, 0.3], [0.2, 0.1]], [[0.5, 0.2], [0.4, 0.5]]
    alone = saturation_table(planned("a"), recorded("a", shares, means))
    diverging = recorded("b", [[0.7, np.nan]], [[0.6, np.nan]])
    table = saturation_table(
        planned("a", "b"), pd.concat([diverging, recorded("a", shares, means)])
    )
    pd.testing.assert_frame_equal(table[:1], alone, check_exact=True)
    assert table.loc[1, ["replicates", "largest_share", "smallest_mean"]].tolist() == [1, 0.7, 0.6]


def test_without_hidden_layers_the_table_is_empty_and_has_its_columns():
    table = saturation_table(planned("a"), recorded("a", [[]], [[]]))
    assert table.empty and table.columns.tolist() == SATURATION.names
