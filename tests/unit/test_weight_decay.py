"""The table of weight decay, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_median_ratio
from hardtotrain.tables.schemas.weights import WEIGHT_DECAY
from hardtotrain.tables.weight_decay import weight_decay_table

RATIOS = [0.5, 4, 1, 2, 0.25]


def planned(*networks: str, experiment="speed", regularisation=5.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "experiment": experiment,
            "network": list(networks),
            "regularisation": regularisation,
        }
    )


def recorded(
    network: str, ratios=RATIOS, experiment="speed", epoch=0, layer=1, kind="hidden", data=0.01
) -> pd.DataFrame:
    """One replicate for each ratio of the two gradients."""
    return pd.DataFrame(
        {
            "experiment": experiment,
            "network": network,
            "replicate": range(len(ratios)),
            "epoch": epoch,
            "layer": layer,
            "kind": kind,
            "weight_gradient_norm": data,
            "decay_gradient_norm": np.array(ratios, dtype=float) * data,
        }
    )


def test_regularised_networks_have_rows_for_their_first_and_last_epoch():
    networks = pd.concat([planned("z"), planned("free", regularisation=0.0), planned("a")])
    gradients = pd.concat(
        recorded(network, epoch=epoch, layer=layer, kind=kind)
        for network, epochs in (("a", (30, 0, 15)), ("free", (0, 30)), ("z", (0, 20, 10)))
        for epoch in epochs
        for layer, kind in ((2, "output"), (1, "hidden"))
    )
    table = weight_decay_table(networks, gradients)
    assert table.columns.tolist() == WEIGHT_DECAY.names
    assert table[["network", "epoch", "layer", "kind"]].to_numpy().tolist() == [
        [network, epoch, layer, kind]
        for network, last in (("z", 20), ("a", 30))
        for epoch in (0, last)
        for layer, kind in ((1, "hidden"), (2, "output"))
    ]


def test_an_untrained_network_has_its_rows_once():
    table = weight_decay_table(planned("a"), recorded("a"))
    assert table[["epoch", "replicates"]].to_numpy().tolist() == [[0, 5]]


def test_the_ratio_is_the_median_over_replicates_with_its_interval():
    [row] = weight_decay_table(planned("a"), recorded("a")).itertuples()
    assert (row.replicates, row.ratio) == (5, pytest.approx(1))
    assert (row.ci_low, row.ci_high) == pytest.approx(interval_of_median_ratio(RATIOS))
    assert row.ci_low < row.ratio < row.ci_high


@pytest.mark.parametrize("factor", [0.01, 100])
def test_the_stronger_the_decay_the_larger_the_ratio(factor):
    [row] = weight_decay_table(
        planned("a"), recorded("a", np.multiply(RATIOS, factor))
    ).itertuples()
    assert row.ratio == pytest.approx(factor)


def test_ratios_are_taken_within_a_replicate():
    gradients = recorded("a", [1, 1, 1], data=np.array([1.0, 10.0, 1000.0]))
    [row] = weight_decay_table(planned("a"), gradients).itertuples()
    assert (row.ratio, row.ci_low, row.ci_high) == (1, 1, 1)


def test_a_layer_without_any_gradient_of_the_data_has_an_infinite_ratio():
    gradients = recorded("a", [1, 2, 3])
    gradients.loc[gradients["replicate"] == 0, "weight_gradient_norm"] = 0.0
    [row] = weight_decay_table(planned("a"), gradients).itertuples()
    assert (row.replicates, row.ratio, row.ci_high) == (3, pytest.approx(3), np.inf)


@pytest.mark.parametrize(("data", "decay"), [(0, 0), (np.inf, 0.01), (np.nan, 0.01)])
def test_a_replicate_without_a_ratio_is_left_out(data, decay):
    gradients = recorded("a", [1, 2, 3, 100])
    lost = gradients["replicate"] == 3
    gradients.loc[lost, ["weight_gradient_norm", "decay_gradient_norm"]] = [data, decay]
    [row] = weight_decay_table(planned("a"), gradients).itertuples()
    assert (row.replicates, row.ratio) == (3, pytest.approx(2))


def test_diverged_replicates_count_until_they_diverge():
    gradients = pd.concat(
        [
            recorded("a", [1, 2, 9]),
            recorded("a", [1, 2, 9], epoch=1),
            recorded("a", [3, 5], epoch=2),
        ]
    )
    table = weight_decay_table(planned("a"), gradients)
    assert table[["epoch", "replicates"]].to_numpy().tolist() == [[0, 3], [2, 2]]
    assert table["ratio"].tolist() == pytest.approx([2, 4])


def test_one_replicate_has_a_ratio_and_no_interval():
    [row] = weight_decay_table(planned("a"), recorded("a", [0.5])).itertuples()
    assert (row.replicates, row.ratio) == (1, 0.5)
    assert np.isnan([row.ci_low, row.ci_high]).all()


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    random = np.random.default_rng(0)
    gradients = pd.concat(
        recorded("a", random.lognormal(size=7), epoch=epoch, layer=layer)
        for epoch in (0, 1, 2)
        for layer in (1, 2)
    )
    others = pd.concat(
        [
            recorded("0", [1, np.nan, np.inf], epoch=9),
            recorded("a", random.lognormal(size=5), experiment="again", epoch=5),
        ]
    )
    alone = weight_decay_table(planned("a"), gradients)
    among = weight_decay_table(
        pd.concat([planned("0", "a"), planned("a", experiment="again")]),
        pd.concat([others, gradients]).sample(frac=1, random_state=0),
    )
    among = among[(among["network"] == "a") & (among["experiment"] == "speed")]
    assert alone["epoch"].unique().tolist() == [0, 2]
    pd.testing.assert_frame_equal(among.reset_index(drop=True), alone, check_exact=True)


def test_without_regularisation_the_table_is_empty_and_has_its_columns():
    table = weight_decay_table(planned("a", regularisation=0.0), recorded("a"))
    assert table.empty and table.columns.tolist() == WEIGHT_DECAY.names
