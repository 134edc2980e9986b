"""The table of backward factors, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean
from hardtotrain.tables.backward_factors import backward_factor_table
from hardtotrain.tables.schemas.speeds import BACKWARD_FACTORS

WEIGHTS = [1.1, 0.9, 1.3, 0.8]
SLOPES = [0.20, 0.25, 0.16, 0.22]


def planned(*networks: str, experiment: str = "depth") -> pd.DataFrame:
    return pd.DataFrame({"experiment": experiment, "network": list(networks)})


def recorded(
    network: str, weights=WEIGHTS, slopes=SLOPES, experiment="depth", epoch=0, layer=1
) -> pd.DataFrame:
    """One replicate for each pair of factors, whose other measures follow from the slope."""
    slope = np.array(slopes, dtype=float)
    return pd.DataFrame(
        {
            "experiment": experiment,
            "network": network,
            "replicate": range(len(slope)),
            "epoch": epoch,
            "layer": layer,
            "weight_factor": np.array(weights, dtype=float),
            "slope_factor": slope,
            "delta_sd": slope / 10,
            "mean_singular_value": slope**2,
        }
    )


def geometric_mean(values) -> float:
    return np.prod(values) ** (1 / len(values))


def test_every_epoch_and_layer_has_a_row_in_the_order_of_the_networks():
    propagation = pd.concat(
        recorded(network, epoch=epoch, layer=layer)
        for network in "az"
        for epoch in (10, 0, 5)
        for layer in (2, 1)
    )
    table = backward_factor_table(planned("z", "a"), propagation)
    assert table.columns.tolist() == BACKWARD_FACTORS.names
    assert table[["network", "epoch", "layer"]].to_numpy().tolist() == [
        [network, epoch, layer] for network in "za" for epoch in (0, 5, 10) for layer in (1, 2)
    ]


def test_factors_are_geometric_means_with_their_intervals():
    [row] = backward_factor_table(planned("a"), recorded("a")).itertuples()
    assert row.replicates == 4
    assert row.weight_factor == pytest.approx(geometric_mean(WEIGHTS))
    assert (row.weight_low, row.weight_high) == interval_of_geometric_mean(WEIGHTS)
    assert row.slope_factor == pytest.approx(geometric_mean(SLOPES))
    assert (row.slope_low, row.slope_high) == interval_of_geometric_mean(SLOPES)
    assert row.weight_low < row.weight_factor < row.weight_high
    assert row.slope_low < row.slope_factor < row.slope_high
    assert row.delta_sd == pytest.approx(np.mean(SLOPES) / 10)
    # The mean of the squares, not the square of the mean.
    assert row.mean_singular_value == pytest.approx(np.mean(np.square(SLOPES)))


@pytest.mark.parametrize(("weights", "slopes"), [(WEIGHTS, SLOPES), (SLOPES, WEIGHTS)])
def test_the_table_tells_which_of_the_two_shrinks_the_errors(weights, slopes):
    [row] = backward_factor_table(planned("a"), recorded("a", weights, slopes)).itertuples()
    assert (row.weight_high < 0.5) == (weights is SLOPES)
    assert (row.slope_high < 0.5) == (slopes is SLOPES)
    product = geometric_mean(np.multiply(weights, slopes))
    assert row.weight_factor * row.slope_factor == pytest.approx(product)


@pytest.mark.parametrize("column", ["weight_factor", "slope_factor"])
@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_a_replicate_without_both_factors_is_left_out_of_its_layer(column, value):
    sound = recorded("a", layer=1)
    lost = recorded("a", layer=2)
    lost.loc[lost["replicate"] == 3, column] = value
    table = backward_factor_table(planned("a"), pd.concat([lost, sound]))
    of_three = recorded("a", WEIGHTS[:3], SLOPES[:3], layer=2)
    expected = backward_factor_table(planned("a"), pd.concat([of_three, sound]))
    assert expected["replicates"].tolist() == [4, 3]
    pd.testing.assert_frame_equal(table, expected, check_exact=True)


def test_a_layer_whose_errors_vanish_in_every_replicate_has_no_row():
    vanished = [recorded("a", [np.nan] * 4, [np.nan] * 4), recorded("a", WEIGHTS, [0] * 4, layer=2)]
    table = backward_factor_table(planned("a"), pd.concat([*vanished, recorded("a", layer=3)]))
    assert table[["layer", "replicates"]].to_numpy().tolist() == [[3, 4]]


def test_one_replicate_has_factors_and_no_intervals():
    [row] = backward_factor_table(planned("a"), recorded("a", [1.5], [0.2])).itertuples()
    assert (row.replicates, row.weight_factor, row.slope_factor) == pytest.approx((1, 1.5, 0.2))
    assert np.isnan([row.weight_low, row.weight_high, row.slope_low, row.slope_high]).all()


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    random = np.random.default_rng(0)
    propagation = pd.concat(
        recorded("a", *random.lognormal(size=(2, 7)), epoch=epoch) for epoch in range(20)
    )
    others = pd.concat(
        [
            recorded("0", [1, 0, np.nan, np.inf]),
            recorded("a", *random.lognormal(size=(2, 5)), experiment="again"),
        ]
    )
    alone = backward_factor_table(planned("a"), propagation)
    among = backward_factor_table(
        pd.concat([planned("0", "a"), planned("a", experiment="again")]),
        pd.concat([others, propagation]).sample(frac=1, random_state=0),
    )
    among = among[(among["network"] == "a") & (among["experiment"] == "depth")]
    pd.testing.assert_frame_equal(among.reset_index(drop=True), alone, check_exact=True)


def test_without_hidden_layers_the_table_is_empty_and_has_its_columns():
    table = backward_factor_table(planned("a"), recorded("a", [], []))
    assert table.empty and table.columns.tolist() == BACKWARD_FACTORS.names
