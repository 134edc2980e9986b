"""The table of activation levels, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.activation_levels import activation_level_table
from hardtotrain.tables.schemas.activations import ACTIVATION_LEVELS


def planned(*networks: str, experiment: str = "levels") -> pd.DataFrame:
    return pd.DataFrame({"experiment": experiment, "network": list(networks)})


def recorded(network: str, means, experiment="levels", epoch=0, layer=1) -> pd.DataFrame:
    """One replicate for each mean, whose other statistics follow from it, each in its own way."""
    mean = np.array(means, dtype=float)
    return pd.DataFrame(
        {
            "experiment": experiment,
            "network": network,
            "replicate": range(len(mean)),
            "epoch": epoch,
            "layer": layer,
            "mean": mean,
            "sd": mean / 2,
            "p02": mean - 0.1,
            "p98": mean + 0.2,
            "saturated_fraction": mean**2,
        }
    )


def test_every_epoch_and_layer_has_a_row_in_the_order_of_the_networks():
    networks = planned("z", "a")
    activations = pd.concat(
        recorded(network, [0.5, 0.6], epoch=epoch, layer=layer)
        for network in "az"
        for epoch in (10, 0, 5)
        for layer in (2, 1)
    )
    table = activation_level_table(networks, activations)
    assert table.columns.tolist() == ACTIVATION_LEVELS.names
    assert table[["network", "epoch", "layer"]].to_numpy().tolist() == [
        [network, epoch, layer] for network in "za" for epoch in (0, 5, 10) for layer in (1, 2)
    ]


def test_levels_are_means_over_replicates_with_the_interval_of_the_mean():
    means = [0.1, 0.2, 0.4, 0.5]
    [row] = activation_level_table(planned("a"), recorded("a", means)).itertuples()
    assert (row.replicates, row.mean) == (4, pytest.approx(0.3))
    assert (row.ci_low, row.ci_high) == interval_of_mean(means)
    assert row.ci_low < row.mean < row.ci_high
    assert (row.sd, row.p02, row.p98) == pytest.approx((0.15, 0.2, 0.5))
    # The mean of the squares, not the square of the mean.
    squares = [0.01, 0.04, 0.16, 0.25]
    assert row.saturated_fraction == pytest.approx(np.mean(squares))
    interval = (row.saturated_low, row.saturated_high)
    assert interval == pytest.approx(interval_of_mean(squares))


def test_a_layer_that_falls_towards_zero_is_seen_in_its_own_rows_alone():
    falling = [
        recorded("a", np.full(3, level), epoch=epoch, layer=4)
        for epoch, level in ((0, 0.5), (1, 0.02), (2, 0.3))
    ]
    steady = [recorded("a", [0.5] * 3, epoch=epoch, layer=3) for epoch in (0, 1, 2)]
    table = activation_level_table(planned("a"), pd.concat([*falling, *steady]))
    by_layer = table.groupby("layer")["mean"].agg(list)
    assert by_layer[4] == pytest.approx([0.5, 0.02, 0.3])
    assert by_layer[3] == pytest.approx([0.5] * 3)


def test_diverged_replicates_count_until_they_diverge():
    activations = pd.concat(
        [
            recorded("a", [0.2, 0.4, 0.9], epoch=0),
            recorded("a", [0.2, 0.4, np.nan], epoch=1),
            recorded("a", [0.2, 0.4], epoch=2),
        ]
    )
    table = activation_level_table(planned("a"), activations)
    assert table["replicates"].tolist() == [3, 2, 2]
    assert table["mean"].tolist() == pytest.approx([0.5, 0.3, 0.3])


def test_one_replicate_has_no_interval():
    [row] = activation_level_table(planned("a"), recorded("a", [0.4])).itertuples()
    assert (row.replicates, row.mean) == (1, 0.4)
    assert np.isnan([row.ci_low, row.ci_high]).all()


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    random = np.random.default_rng(0)
    activations = pd.concat(
        recorded("a", random.uniform(size=7), epoch=epoch) for epoch in range(20)
    )
    others = pd.concat(
        [
            recorded("0", [0.3, np.nan, np.inf]),
            recorded("a", random.uniform(size=5), experiment="again"),
        ]
    )
    alone = activation_level_table(planned("a"), activations)
    among = activation_level_table(
        pd.concat([planned("0", "a"), planned("a", experiment="again")]),
        pd.concat([others, activations]).sample(frac=1, random_state=0),
    )
    among = among[(among["network"] == "a") & (among["experiment"] == "levels")]
    pd.testing.assert_frame_equal(among.reset_index(drop=True), alone, check_exact=True)


def test_without_hidden_layers_the_table_is_empty_and_has_its_columns():
    table = activation_level_table(planned("a"), recorded("a", []))
    assert table.empty and table.columns.tolist() == ACTIVATION_LEVELS.names
