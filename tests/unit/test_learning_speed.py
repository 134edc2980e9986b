"""The speeds of every layer, each from its definition with the textbook's gradients."""

import numpy as np
import pytest

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.measures.learning_speed import COLUMNS, learning_speeds

LEARNING_RATES = [0.1, 0.0, 0.1]  # the second layer is frozen


def speeds(probe):
    return [dict(zip(COLUMNS, row, strict=True)) for row in learning_speeds(probe)]


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_speeds_are_those_of_the_textbook(probed, activation, cost):
    probe, textbook, examples = probed(
        activation=activation, cost=cost, learning_rates=LEARNING_RATES
    )
    weight_gradients, bias_gradients = textbook.mean_gradients(examples)
    errors = [textbook.errors(x, y) for x, y in examples]
    rows = speeds(probe)
    assert len(rows) == 3
    for index, row in enumerate(rows):
        squares = [np.sum(deltas[index] ** 2) for deltas in errors]
        weight_gradient_norm = np.linalg.norm(weight_gradients[index])
        assert row["bias_gradient_norm"] == pytest.approx(np.linalg.norm(bias_gradients[index]))
        assert row["bias_gradient_rms"] == pytest.approx(np.sqrt(np.mean(squares)))
        assert row["weight_gradient_norm"] == pytest.approx(weight_gradient_norm)
        assert row["relative_update"] == pytest.approx(
            LEARNING_RATES[index] * weight_gradient_norm / np.linalg.norm(textbook.weights[index])
        )


def test_layers_count_from_the_first_hidden_to_the_output(probed):
    probe, _, _ = probed(layers=(6, 5, 4, 4, 3))
    assert [(row["layer"], row["kind"]) for row in speeds(probe)] == [
        (1, "hidden"),
        (2, "hidden"),
        (3, "hidden"),
        (4, "output"),
    ]


def test_relative_update_is_how_far_a_step_of_the_textbook_goes(probed):
    probe, textbook, examples = probed()
    before = [W.copy() for W in textbook.weights]
    textbook.update_mini_batch(examples, learning_rate=0.1, decay=0)
    for row, old, new in zip(speeds(probe), before, textbook.weights, strict=True):
        moved = np.linalg.norm(new - old) / np.linalg.norm(old)
        assert row["relative_update"] == pytest.approx(moved)


def test_the_norm_of_the_mean_cancels_between_images_and_the_rms_does_not(probed):
    probe, _, _ = probed(count=2)
    probe.deltas[-1][1] = -probe.deltas[-1][0]
    output = speeds(probe)[-1]
    assert output["bias_gradient_norm"] == 0
    assert output["bias_gradient_rms"] == pytest.approx(np.linalg.norm(probe.deltas[-1][0]))


def test_the_gradient_of_the_l2_term_is_the_decay_times_the_weights(probed):
    probe, textbook, _ = probed(decay=0.005)
    for row, W in zip(speeds(probe), textbook.weights, strict=True):
        assert row["decay_gradient_norm"] == pytest.approx(0.005 * np.linalg.norm(W))
