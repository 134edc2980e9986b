"""The table of Jacobians: networks whose decay and singular values are known beforehand."""

import warnings

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.config.amounts import DECOMPOSED_IMAGES
from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import Network
from hardtotrain.inspections import jacobians
from hardtotrain.inspections.jacobians import (
    IMAGES,
    PRODUCT_IMAGES,
    REPLICATES,
    jacobian_table,
)
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.schemas.weights import JACOBIANS

WIDTH = 4
PRODUCT = ["product_singular_value_mean", "product_singular_value_largest"]


def planned(*names: str, hidden_layers: int = 3) -> pd.DataFrame:
    row = book_row(experiment="start", hidden_layers=hidden_layers)
    return pd.DataFrame([{**row, "network": name} for name in names])


@pytest.fixture(scope="module")
def images(random_examples) -> Dataset:
    return Dataset(*random_examples(IMAGES + 5, WIDTH, WIDTH - 1))


def rectifiers(*gains: float, hidden_layers: int = 3, bias: float = 0.1) -> Network:
    """Replicates that multiply errors by their gain in each layer: rectifiers that are all on."""
    weights = np.reshape(gains, (-1, 1, 1)) * np.eye(WIDTH)
    biases = np.full((len(gains), 1, WIDTH), bias)
    return Network(
        ACTIVATIONS["relu"],
        COSTS["quadratic"],
        [weights.astype(np.float32)] * (hidden_layers + 1),
        [biases.astype(np.float32)] * hidden_layers + [np.zeros_like(biases, np.float32)],
    )


@pytest.mark.parametrize("gain", [0.25, 0.5, 1.5])
@pytest.mark.parametrize("hidden_layers", [3, 6])
def test_errors_decay_by_the_gain_of_the_layers(images, gain, hidden_layers):
    network = rectifiers(gain, gain, hidden_layers=hidden_layers)
    networks = planned("a", hidden_layers=hidden_layers)
    [row] = jacobian_table(networks, lambda _: network, images).itertuples()
    assert row.decay_per_layer == pytest.approx(-np.log10(gain))
    assert (row.ci_low, row.ci_high) == pytest.approx((row.decay_per_layer,) * 2)
    assert row.r_squared == pytest.approx(1)
    straight = [row.decay_change, row.decay_change_low, row.decay_change_high]
    assert straight == pytest.approx([0 if hidden_layers > 3 else np.nan] * 3, nan_ok=True)
    assert row.factor_per_layer == pytest.approx(1 / gain)
    assert row.layer_singular_value_mean == pytest.approx(gain)
    assert row.layer_singular_value_largest == pytest.approx(gain)
    for of_product in ("mean", "largest", "smallest"):
        value = getattr(row, f"product_singular_value_{of_product}")
        assert value == pytest.approx(gain ** (hidden_layers - 1))
    assert row.largest_error < 1e-12


def test_singular_values_of_layers_and_of_their_product(images):
    network = rectifiers(1.0, 1.0)
    network.weights[1] = np.array([np.diag([1.0, 2, 3, 4])] * 2)
    network.weights[2] = np.array([np.diag([4.0, 3, 2, 1])] * 2)
    [row] = jacobian_table(planned("a"), lambda _: network, images).itertuples()
    assert row.layer_singular_value_mean == pytest.approx(2.5)
    assert row.layer_singular_value_largest == pytest.approx(4)
    assert row.product_singular_value_mean == pytest.approx((4 + 6 + 6 + 4) / 4)
    assert row.product_singular_value_largest == pytest.approx(6)
    assert row.product_singular_value_smallest == pytest.approx(4)


def test_everything_is_a_mean_over_replicates(images):
    network = rectifiers(0.5, 0.1)
    table = jacobian_table(planned("a"), lambda _: network, images)
    assert table.columns.tolist() == JACOBIANS.names
    [row] = table.itertuples()
    decays = [np.log10(2), 1]
    assert row.replicates == 2
    assert row.decay_per_layer == pytest.approx(np.mean(decays))
    assert (row.ci_low, row.ci_high) == pytest.approx(interval_of_mean(decays))
    assert row.factor_per_layer == pytest.approx(np.sqrt(2 * 10))
    assert row.layer_singular_value_mean == pytest.approx((0.5 + 0.1) / 2)
    assert row.product_singular_value_smallest == pytest.approx((0.25 + 0.01) / 2)


def test_gains_that_change_from_layer_to_layer_change_the_decay(images):
    network = rectifiers(1.0, 1.0, hidden_layers=5)
    for layer, gains in enumerate([(0.1, 0.2), (0.2, 0.4), (0.4, 0.8), (0.8, 1.6)], start=1):
        network.weights[layer] = np.reshape(gains, (2, 1, 1)) * np.eye(WIDTH)
    [row] = jacobian_table(planned("a", hidden_layers=5), lambda _: network, images).itertuples()
    # Both replicates have gains that double from step to step, 8-fold from the first to the last.
    assert row.decay_change == pytest.approx(-np.log10(8))
    assert (row.decay_change_low, row.decay_change_high) == pytest.approx((row.decay_change,) * 2)


def test_errors_are_of_many_images_and_what_takes_long_is_of_few(random_network, images):
    network = random_network((WIDTH, 6, 5, 5, 3, WIDTH), replicates=2)
    [alone] = jacobian_table(planned("a"), lambda _: network, images).to_dict("records")
    errors = {"decay_per_layer", "ci_low", "ci_high", "r_squared", "factor_per_layer"}
    errors |= {"decay_change", "decay_change_low", "decay_change_high"}
    for last, changed in (
        (IMAGES + 1, set()),
        (IMAGES, errors),
        (DECOMPOSED_IMAGES, errors | set(jacobians.SINGULAR_VALUES)),
    ):
        other = Dataset(images.images.copy(), images.labels)
        other.images[last - 1] = 255 - other.images[last - 1]
        [row] = jacobian_table(planned("a"), lambda _: network, other).to_dict("records")
        assert {column for column, value in row.items() if value != alone[column]} == changed


def test_two_hidden_layers_have_a_decay_and_no_line(images):
    network = rectifiers(0.5, 0.5, hidden_layers=2)
    [row] = jacobian_table(planned("a", hidden_layers=2), lambda _: network, images).itertuples()
    assert row.decay_per_layer == pytest.approx(np.log10(2))
    assert np.isnan(row.r_squared)
    assert row.product_singular_value_mean == row.layer_singular_value_mean == pytest.approx(0.5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("cost", COSTS)
def test_the_product_is_backpropagation_in_float64(random_network, images, activation, cost):
    layers = (WIDTH, 6, 5, 3, WIDTH - 1)
    network = random_network(layers, activation, cost, replicates=3, dtype=np.float32)
    [row] = jacobian_table(planned("a"), lambda _: network, images).itertuples()
    assert 0 < row.largest_error < 1e-11


def test_an_error_of_one_image_in_one_layer_is_told(random_network, images, monkeypatch):
    right, calls = jacobians.deltas_by_product, []

    def wrong(*example):
        deltas = right(*example)
        calls.append(example)
        if len(calls) == PRODUCT_IMAGES + 3:
            deltas[1] *= 1 + 1e-3
        return deltas

    monkeypatch.setattr(jacobians, "deltas_by_product", wrong)
    network = random_network((WIDTH, 6, 5, 3, WIDTH), replicates=2)
    [row] = jacobian_table(planned("a"), lambda _: network, images).itertuples()
    assert row.largest_error == pytest.approx(1e-3)


def test_dead_rectifiers_have_singular_values_of_zero_and_no_decay(images):
    dead = rectifiers(0.5, 0.5, bias=-9.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [row] = jacobian_table(planned("a"), lambda _: dead, images).itertuples()
    assert np.isnan([row.decay_per_layer, row.ci_low, row.r_squared, row.factor_per_layer]).all()
    assert row.product_singular_value_largest == row.layer_singular_value_mean == 0
    assert row.largest_error < 1e-12  # of the output layer


def test_a_dead_replicate_is_left_out_of_the_decay_of_the_others(images):
    network = rectifiers(0.1, 0.5, 0.5)
    for b in network.biases:
        b[0] = -9
    [row] = jacobian_table(planned("a"), lambda _: network, images).itertuples()
    assert row.replicates == 3
    assert row.decay_per_layer == pytest.approx(np.log10(2))


def test_overflowing_networks_do_not_crash(images):
    network = rectifiers(*[1e38] * 2, hidden_layers=9)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [row] = jacobian_table(
            planned("a", hidden_layers=9), lambda _: network, images
        ).itertuples()
    assert np.isnan(row.decay_per_layer)


def test_saturated_outputs_leave_what_can_be_compared(random_network, images):
    network = random_network((WIDTH, 5, 5, 5, WIDTH), replicates=2)
    network.biases[-1][0] = 800  # outputs are 1 to the last digit: ∇_a C is 0/0 where y is 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [row] = jacobian_table(planned("a"), lambda _: network, images).itertuples()
    assert 0 < row.largest_error < 1e-12


def test_the_first_images_and_replicates_are_used(random_network, images):
    many = random_network((WIDTH, 5, 5, 5, WIDTH), replicates=REPLICATES + 2)
    table = jacobian_table(planned("a"), lambda _: many, images)
    few = many.select(slice(REPLICATES))
    first = Dataset(images.images[:IMAGES], images.labels[:IMAGES])
    pd.testing.assert_frame_equal(jacobian_table(planned("a"), lambda _: few, first), table)
    assert table["replicates"].tolist() == [REPLICATES]


def test_networks_keep_their_order_and_never_touch_each_other(random_network, images):
    finished = {
        ("start", "b"): rectifiers(0.5, 0.3, bias=-9.0),
        ("start", "diverged"): rectifiers(),
        ("start", "a"): random_network((WIDTH, 5, 5, 5, WIDTH), replicates=3),
    }
    networks = pd.concat(
        [planned("b", "diverged"), planned("shallow", hidden_layers=1), planned("a")]
    )
    table = jacobian_table(networks, finished.__getitem__, images)
    assert table["network"].tolist() == ["b", "a"]
    alone = jacobian_table(planned("a"), finished.__getitem__, images)
    pd.testing.assert_frame_equal(table[1:].reset_index(drop=True), alone, check_exact=True)


def test_without_deep_networks_the_table_is_empty_and_has_its_columns(images):
    table = jacobian_table(planned("a", hidden_layers=1), lambda _: None, images)
    assert table.empty and table.columns.tolist() == JACOBIANS.names
