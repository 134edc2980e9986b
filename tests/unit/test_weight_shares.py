"""The table of weight shares: by hand, and of Gaussians."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.inspections.weight_shares import weight_share_table
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.schemas.weights import WEIGHT_SHARES
from hardtotrain.theory.slope_factors import gaussian_weight_shares


def planned(*names: str) -> pd.DataFrame:
    return pd.DataFrame([("depth", name) for name in names], columns=["experiment", "network"])


def test_shares_by_hand(random_network):
    network = random_network((2, 2, 1), replicates=2)
    network.weights[0][:] = [[[0.0, 0.5], [-0.5, 1.0]], [[0.1, 0.2], [0.3, 3.0]]]
    network.weights[1][:] = [[[-2.0], [-0.9]], [[-0.1], [0.9]]]
    table = weight_share_table(planned("a"), {("depth", "a"): network}.__getitem__)
    assert table.columns.tolist() == WEIGHT_SHARES.names
    first, second = table.itertuples(index=False)
    # 0 and 1 are not between 0 and 1.
    assert first[:5] == ("depth", "a", 1, 2, (1 / 4 + 3 / 4) / 2)
    assert (first.ci_low, first.ci_high) == interval_of_mean([1 / 4, 3 / 4])
    assert first.below_1 == (3 / 4 + 3 / 4) / 2
    sds = [np.std([0, 0.5, -0.5, 1]), np.std([0.1, 0.2, 0.3, 3])]
    assert first.sd == pytest.approx(np.mean(sds))
    assert second[2:5] == (2, 2, (0 + 1 / 2) / 2)
    assert second.below_1 == (1 / 2 + 1) / 2


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("sd", [0.3, 1.0, 3.0])
def test_gaussian_weights_have_the_shares_of_theory(random_network, activation, sd):
    network = random_network((100, 100, 50), activation, replicates=8)
    for W in network.weights:
        W *= 10 * sd
    table = weight_share_table(planned("a"), lambda _: network)
    in_unit_interval, below_1 = gaussian_weight_shares(sd)
    np.testing.assert_allclose(table["between_0_and_1"], in_unit_interval, atol=0.01)
    np.testing.assert_allclose(table["below_1"], below_1, atol=0.01)
    np.testing.assert_allclose(table["sd"], sd, rtol=0.02)
    assert (table["ci_low"] < table["between_0_and_1"]).all()
    assert (table["between_0_and_1"] < table["ci_high"]).all()


def test_networks_keep_their_order_and_those_without_replicates_have_no_rows(random_network):
    finished = {
        ("depth", "b"): random_network((4, 3, 2), replicates=3, seed=1),
        ("depth", "diverged"): random_network((4, 3, 2), replicates=0),
        ("depth", "a"): random_network((4, 2), replicates=2, seed=2),
    }
    table = weight_share_table(planned("b", "diverged", "a"), finished.__getitem__)
    assert table[["network", "layer"]].to_numpy().tolist() == [["b", 1], ["b", 2], ["a", 1]]
    alone = weight_share_table(planned("a"), finished.__getitem__)
    pd.testing.assert_frame_equal(table[2:].reset_index(drop=True), alone, check_exact=True)


def test_without_networks_the_table_is_empty_and_has_its_columns():
    table = weight_share_table(planned(), lambda _: None)
    assert table.empty and table.columns.tolist() == WEIGHT_SHARES.names
