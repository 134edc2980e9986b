"""What the backward pass does to the errors, layer by layer, from the textbook's own errors."""

import numpy as np
import pytest

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.measures.propagation import COLUMNS, propagation


def rows_of(probe):
    return [dict(zip(COLUMNS, row, strict=True)) for row in propagation(probe)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_weight_and_slope_factor_multiply_to_the_ratio_of_the_errors(probed, activation):
    probe, textbook, examples = probed(activation=activation)
    errors = [textbook.errors(x, y) for x, y in examples]
    rms = [
        np.sqrt(np.mean([np.sum(deltas[index] ** 2) for deltas in errors])) for index in range(3)
    ]
    for index, row in enumerate(rows_of(probe)):
        assert row["weight_factor"] * row["slope_factor"] == pytest.approx(
            rms[index] / rms[index + 1]
        )
        carried = [textbook.weights[index + 1].T @ deltas[index + 1] for deltas in errors]
        carried_rms = np.sqrt(np.mean([np.sum(part**2) for part in carried]))
        assert row["weight_factor"] == pytest.approx(carried_rms / rms[index + 1])
        assert row["delta_sd"] == pytest.approx(np.std([deltas[index] for deltas in errors]))


def test_only_hidden_layers_pass_errors_back(probed):
    probe, _, _ = probed(layers=(6, 5, 4, 4, 3))
    assert [row["layer"] for row in rows_of(probe)] == [1, 2, 3]


def test_the_jacobian_of_a_linear_orthogonal_layer_has_singular_values_of_one(probed):
    probe, _, _ = probed(layers=(6, 4, 4, 3), activation="relu")
    probe.weights[1][:] = np.linalg.qr(np.random.default_rng(0).normal(size=(4, 4)))[0]
    probe.slopes[0][:] = 1.0  # every unit is on
    assert rows_of(probe)[0]["mean_singular_value"] == pytest.approx(1, rel=1e-6)


def test_the_slope_scales_the_singular_values(probed):
    probe, _, _ = probed(layers=(6, 4, 4, 3))
    probe.weights[1][:] = 2 * np.eye(4)
    probe.slopes[0][:] = 0.25  # of a sigmoid at a = 1/2
    assert rows_of(probe)[0]["mean_singular_value"] == pytest.approx(0.5, rel=1e-6)


def test_an_overflowing_network_has_no_singular_values_and_stops_nothing(probed):
    probe, _, _ = probed(layers=(6, 4, 4, 3))
    probe.weights[1][0, 0] = np.inf
    assert [np.isnan(row["mean_singular_value"]) for row in rows_of(probe)] == [True, False]
