"""Cost, accuracy and L2 term against the textbook, replicate by replicate."""

import numpy as np
import pytest

from hardtotrain.engine.costs import COSTS
from hardtotrain.measures import monitors
from hardtotrain.measures.monitors import cost_and_accuracy, monitor, weight_penalty

LAYERS = (6, 5, 3)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("images_at_once", [1000, 7, 5])
def test_cost_and_accuracy_are_those_of_the_textbook(
    monkeypatch,
    random_network,
    random_examples,
    textbook_copy,
    textbook_examples,
    images_at_once,
    cost,
):
    # 21 images make three full blocks of 7, or four of 5 and a rest.
    monkeypatch.setattr(monitors, "MONITORED_IMAGES", images_at_once)
    network = random_network(LAYERS, "softsign", cost, replicates=3)
    images, labels = random_examples(21, LAYERS[0], LAYERS[-1])
    examples = textbook_examples(images, labels, LAYERS[-1])
    costs, accuracies = cost_and_accuracy(network, images, labels)
    for replicate in range(3):
        textbook = textbook_copy(network, replicate)
        expected = np.mean([textbook.example_cost(x, y) for x, y in examples])
        right = [np.argmax(textbook.feedforward(x)[1][-1]) == np.argmax(y) for x, y in examples]
        assert costs[replicate] == pytest.approx(expected)
        assert accuracies[replicate] == pytest.approx(np.mean(right))


def test_the_weight_penalty_is_what_the_decay_descends(random_network, textbook_copy):
    decay, nudge = 0.03, 1e-5
    network = random_network(LAYERS, replicates=2)
    textbook = textbook_copy(network, 1)
    expected = decay / 2 * sum((W**2).sum() for W in textbook.weights)
    assert weight_penalty(network, decay)[1] == pytest.approx(expected)
    weight = network.weights[1][1, 2, 0]
    network.weights[1][1, 2, 0] = weight + nudge
    slope = (weight_penalty(network, decay)[1] - expected) / nudge
    assert slope == pytest.approx(decay * weight, abs=decay * nudge)


def test_monitors_are_named_after_their_splits(random_network, random_examples):
    network = random_network(LAYERS, replicates=2)
    splits = {
        "training": random_examples(9, LAYERS[0], LAYERS[-1], seed=1),
        "test": random_examples(4, LAYERS[0], LAYERS[-1], seed=2),
    }
    measured = monitor(network, splits, decay=0.1)
    assert list(measured) == [
        "training_cost",
        "training_accuracy",
        "test_cost",
        "test_accuracy",
        "weight_penalty",
    ]
    for name, (images, labels) in splits.items():
        costs, accuracies = cost_and_accuracy(network, images, labels)
        np.testing.assert_array_equal(measured[f"{name}_cost"], costs)
        np.testing.assert_array_equal(measured[f"{name}_accuracy"], accuracies)
    np.testing.assert_array_equal(measured["weight_penalty"], weight_penalty(network, 0.1))
