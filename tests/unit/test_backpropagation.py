"""The gradients of stacked backpropagation against central differences of the cost."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import Network

NUDGE = 1e-5

# Nearer to 0 than this, a nudge could push a weighted input across the kink of relu or softsign.
KINK = 1e-3


def parameters_of(network, replicate):
    """All weights and biases of one replicate as one vector."""
    arrays = [*network.weights, *network.biases]
    return np.concatenate([array[replicate].ravel() for array in arrays])


def network_with(parameters, like):
    """A network of the same shape, a replicate for each row of parameters."""
    shapes = [array.shape[1:] for array in (*like.weights, *like.biases)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    arrays = [
        part.reshape(-1, *shape)
        for part, shape in zip(np.split(parameters, ends[:-1], axis=1), shapes, strict=True)
    ]
    layers = len(like.weights)
    return Network(like.activation, like.cost, arrays[:layers], arrays[layers:])


def central_differences(network, replicate, images, targets):
    """∂C/∂θ of the summed cost: each nudged parameter is a replicate of its own."""
    parameters = parameters_of(network, replicate)
    nudges = NUDGE * np.eye(len(parameters))
    above, below = (
        network.cost.value(
            network_with(parameters + sign * nudges, network).weighted_output(images), targets
        ).sum(axis=1)
        for sign in (1, -1)
    )
    return (above - below) / (2 * NUDGE)


def backpropagated(network, images, targets):
    """∂C/∂θ of the summed cost of every replicate, and the pass that gave it."""
    batch = Backpropagation(network, len(images))
    batch.activations[0][:] = images
    batch.feedforward()
    batch.backpropagate(targets)
    weight_gradients = [
        a.transpose(0, 2, 1) @ delta
        for a, delta in zip(batch.activations, batch.deltas, strict=False)
    ]
    bias_gradients = [delta.sum(axis=1) for delta in batch.deltas]
    rows = [array.reshape(network.replicates, -1) for array in weight_gradients + bias_gradients]
    return np.concatenate(rows, axis=1), batch


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(
    layers=st.lists(st.integers(1, 5), min_size=2, max_size=6),
    replicates=st.integers(1, 3),
    images=st.integers(1, 4),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=15, deadline=None)
def test_gradients_agree_with_central_differences(
    random_network, activation, cost, layers, replicates, images, seed
):
    network = random_network(layers, activation, cost, replicates, seed)
    random = np.random.default_rng(seed)
    pixels = random.random((images, layers[0]))
    # Softmax with log likelihood asks for targets that sum to 1; the other costs take them as well.
    targets = random.dirichlet(np.ones(layers[-1]), size=images)
    gradients, batch = backpropagated(network, pixels, targets)
    inputs = zip(batch.activations[:-2], network.weights, network.biases, strict=False)
    assume(all(np.abs(a @ W + b).min() > KINK for a, W, b in inputs))
    for replicate, gradient in enumerate(gradients):
        expected = central_differences(network, replicate, pixels, targets)
        # The floor is where rounding of the cost itself, some 1e-16 / NUDGE, becomes visible.
        scale = max(np.linalg.norm(expected), 1e-3)
        assert np.linalg.norm(gradient - expected) < 1e-6 * scale


@pytest.mark.parametrize("cost", COSTS)
def test_errors_are_those_of_each_example_by_itself(
    random_network, random_examples, textbook_copy, textbook_examples, cost
):
    network = random_network((6, 5, 4, 3), "tanh", cost, replicates=2)
    images, labels = random_examples(7, 6, 3)
    _, batch = backpropagated(network, images / 256, np.eye(3)[labels])
    for replicate in range(2):
        textbook = textbook_copy(network, replicate)
        for index, (x, y) in enumerate(textbook_examples(images, labels, 3)):
            errors = [delta[replicate, index] for delta in batch.deltas]
            for error, expected in zip(errors, textbook.errors(x, y), strict=True):
                np.testing.assert_allclose(error, expected[:, 0], rtol=1e-11)


def test_a_second_pass_starts_from_scratch(random_network):
    network = random_network((4, 3, 2), "softsign")
    random = np.random.default_rng(0)
    first, second = random.random((2, 5, 4))
    targets = np.eye(2)[random.integers(2, size=5)]
    _, batch = backpropagated(network, first, targets)
    batch.activations[0][:] = second
    batch.feedforward()
    batch.backpropagate(targets)
    _, fresh = backpropagated(network, second, targets)
    for delta, expected in zip(batch.deltas, fresh.deltas, strict=True):
        np.testing.assert_array_equal(delta, expected)
