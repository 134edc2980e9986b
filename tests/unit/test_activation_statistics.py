"""The distribution of the hidden layers' activations."""

import numpy as np
import pytest

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.measures.activation_statistics import COLUMNS, activation_statistics
from hardtotrain.measures.probe import Prober


def statistics(probe):
    return [dict(zip(COLUMNS, row, strict=True)) for row in activation_statistics(probe)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_moments_and_percentiles_are_those_of_the_textbook_s_activations(probed, activation):
    probe, textbook, examples = probed(layers=(6, 5, 4, 3), activation=activation)
    activations = [textbook.feedforward(x)[1] for x, _ in examples]
    rows = statistics(probe)
    assert [row["layer"] for row in rows] == [1, 2]
    for row in rows:
        values = np.sort(np.concatenate([a[row["layer"]][:, 0] for a in activations]))
        ranks = np.arange(len(values)) / (len(values) - 1)
        assert row["mean"] == pytest.approx(values.sum() / len(values))
        assert row["sd"] == pytest.approx(np.sqrt(np.mean((values - values.mean()) ** 2)))
        assert row["p02"] == pytest.approx(np.interp(0.02, ranks, values))
        assert row["p98"] == pytest.approx(np.interp(0.98, ranks, values))


@pytest.mark.parametrize(
    ("activation", "flat", "steep"),
    [
        # Slopes of 0.048 and 0.052 times the steepest, on both sides of 0.05.
        ("sigmoid", [-4.39, 4.39], [-4.31, 4.31, 0.0]),
        ("tanh", [-2.20, 2.20], [-2.16, 2.16, 0.0]),
        ("softsign", [-3.56, 3.56], [-3.38, 3.38, 0.0]),
        ("relu", [-1.0], [1e-6, 3.0]),
        ("gelu", [-0.7, -4.0], [-0.6, -1.5, 3.0]),  # its slope is negative below −0.75
    ],
)
def test_a_unit_is_saturated_where_its_slope_is_below_5_percent_of_the_steepest(
    random_network, activation, flat, steep
):
    network = random_network((6, 10, 3), activation)
    network.weights[0][:] = 0  # so that z = b, whatever the images
    network.biases[0][:] = [*flat, *steep, *[steep[0]] * (10 - len(flat) - len(steep))]
    probe = Prober(network, np.zeros((2, 6)), np.eye(3)[:2], [0.1] * 2, 0.0).take(network)
    (row,) = statistics(probe)
    assert row["saturated_fraction"] == pytest.approx(len(flat) / 10)


def test_a_network_without_hidden_layers_has_no_rows(probed):
    probe, _, _ = probed(layers=(6, 3))
    assert statistics(probe) == []
