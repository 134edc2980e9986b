"""Every kind of layer: its gradients, training and evaluation."""

import re

import numpy as np
import pytest
from textbook_layers import KINDS, TextbookLayers

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import ARRAYS, initialise
from hardtotrain.engine.optimisers import OPTIMISERS
from hardtotrain.engine.random_streams import shuffling_stream
from hardtotrain.engine.storage import load_network, save_network
from hardtotrain.engine.training import train
from hardtotrain.results import ResultError

LAYERS = (6, 5, 5, 4, 4, 3)
LEARNED = [name for name in ARRAYS if name != "running"]
NUDGE = 1e-6
KINK = 1e-4  # no weighted input may be closer to a kink: there the derivative jumps


@pytest.fixture(params=KINDS, ids=lambda kind: "-".join(map(str, kind.values())))
def kind(request):
    return request.param


def textbook(network, replicate):
    """One replicate as the textbook has it."""
    columns = {
        name: [array[replicate].T.copy() for array in getattr(network, name)] for name in LEARNED
    }
    running = [[row[:, np.newaxis].copy() for row in array[replicate]] for array in network.running]
    return TextbookLayers(**columns, running=running, **network.kind)


def column_by_column(array):
    """The same numbers as BLAS changes them in place."""
    return array.transpose(0, 2, 1).copy().transpose(0, 2, 1)


def backpropagated(network, images, targets):
    """The pass of a mini-batch, and the gradients of its summed cost in the order of `trained`."""
    batch = Backpropagation(network, len(images))
    batch.activations[0][:] = images
    batch.feedforward()
    batch.backpropagate(targets)
    gradients = [column_by_column(np.zeros_like(p.value)) for p in batch.trained]
    for parameter, gradient in zip(batch.trained, gradients, strict=True):
        parameter.subtract_gradient(gradient, 1)
    return batch, [-gradient for gradient in gradients]


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_agree_with_central_differences(random_network, kind, activation, cost):
    random = np.random.default_rng(3)
    layers = (4, 3, 3, 3, 2)
    images, targets = random.random((5, 4)), random.dirichlet(np.ones(2), size=5)

    def total_cost(network):
        batch = Backpropagation(network, len(images))
        batch.activations[0][:] = images
        batch.feedforward()
        return network.cost.value(batch.weighted_inputs[-1], targets).sum(axis=1)

    for seed in range(100):
        network = random_network(layers, activation, cost, 2, seed, **kind)
        batch, gradients = backpropagated(network, images, targets)
        if min(np.abs(z).min() for z in batch.weighted_inputs) > KINK:
            break
    for parameter, gradient in zip(batch.trained, gradients, strict=True):
        for place in np.ndindex(parameter.value.shape[1:]):
            theta = parameter.value[:, *place]  # of both replicates, which it changes
            theta += NUDGE
            above = total_cost(network)
            theta -= 2 * NUDGE
            below = total_cost(network)
            theta += NUDGE
            expected = (above - below) / (2 * NUDGE)
            np.testing.assert_allclose(gradient[:, *place], expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("cost", COSTS)
def test_errors_and_gradients_are_those_of_the_textbook(random_network, kind, cost):
    network = random_network(LAYERS, "gelu", cost, replicates=2, **kind)
    random = np.random.default_rng(1)
    images, targets = random.random((7, LAYERS[0])), random.dirichlet(np.ones(3), size=7)
    batch, gradients = backpropagated(network, images, targets)
    for replicate in range(2):
        expected = textbook(network, replicate)
        deltas, weight_errors = expected.errors(images.T, targets.T)
        for found, same in zip(
            [*batch.deltas, *batch.weight_errors], [*deltas, *weight_errors], strict=True
        ):
            np.testing.assert_allclose(found[replicate].T, same, rtol=1e-9, atol=1e-12)
        by_value = {id(p.value): g for p, g in zip(batch.trained, gradients, strict=True)}
        found = [by_value[id(array)] for name in LEARNED for array in getattr(network, name)]
        for gradient, same in zip(found, expected.gradients(images.T, targets.T), strict=True):
            np.testing.assert_allclose(gradient[replicate].T / 7, same, rtol=1e-9, atol=1e-12)


def trained(settings, replicates, images, labels):
    network = initialise(settings, replicates, float)
    for _ in train(network, images, np.eye(LAYERS[-1])[labels], settings, replicates):
        pass
    return network


def train_textbook(network, images, labels, settings, replicate):
    """The textbook's training, meeting the examples in the order of the replicate's stream."""
    optimiser, size = settings["optimiser"], settings["batch_size"]
    decay, rate = settings["regularisation"] / len(images), optimiser["learning_rate"]
    mu = optimiser["momentum"]
    stream, t = shuffling_stream(settings["seed"], replicate), 0
    velocities, firsts, seconds = (
        [np.zeros_like(theta) for theta in network.parameters] for _ in range(3)
    )
    pixels, targets = images.T / 256, np.eye(LAYERS[-1])[labels].T
    for _ in range(settings["epochs"]):
        order = stream.permutation(len(images))
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            x, y, t = pixels[:, chosen], targets[:, chosen], t + 1
            if optimiser["method"] == "nesterov":
                for theta, v in zip(network.parameters, velocities, strict=True):
                    theta += mu * v
            gradients = network.gradients(x, y, decay)
            network.remember(x)
            for theta, g, v, m, s in zip(
                network.parameters, gradients, velocities, firsts, seconds, strict=True
            ):
                if optimiser["method"] == "sgd":
                    theta -= rate * g
                elif optimiser["method"] == "adam":
                    m[:] = 0.9 * m + 0.1 * g
                    s[:] = 0.999 * s + 0.001 * g**2
                    theta -= rate * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
                else:
                    if optimiser["method"] == "nesterov":
                        theta -= mu * v
                    v[:] = mu * v - rate * g
                    theta += v


@pytest.mark.parametrize("method", OPTIMISERS)
def test_training_agrees_with_the_textbook(settings_for, random_examples, kind, method):
    # 23 images in mini-batches of 5: the last one has 3.
    settings = settings_for(
        LAYERS,
        optimiser={"method": method, "learning_rate": 0.02},
        activation="tanh",
        regularisation=0.4,
        batch_size=5,
        epochs=4,
        **kind,
    )
    images, labels = random_examples(23, LAYERS[0], LAYERS[-1])
    network, start = trained(settings, [0, 3], images, labels), initialise(settings, [0, 3], float)
    for index, replicate in enumerate([0, 3]):
        expected = textbook(start, index)
        train_textbook(expected, images, labels, settings, replicate)
        running = [np.hstack(pair) for pair in expected.running]
        learned = [array for name in LEARNED for array in getattr(network, name)]
        for found, same in zip(
            [*learned, *network.running], [*expected.parameters, *running], strict=True
        ):
            np.testing.assert_allclose(found[index].T, same, rtol=0, atol=1e-9)


def test_evaluation_uses_what_was_remembered(random_network, kind):
    network = random_network(LAYERS, "selu", replicates=2, **kind)
    images = np.random.default_rng(2).random((9, LAYERS[0]))
    found = network.weighted_output(images)
    for replicate in range(2):
        *_, z, _ = textbook(network, replicate).feedforward(images.T, evaluating=True)
        np.testing.assert_allclose(found[replicate].T, z, rtol=1e-10)
    # An image's answer hangs on no other image.
    np.testing.assert_allclose(network.weighted_output(images[:1])[:, 0], found[:, 0], rtol=1e-10)


def test_a_network_starts_with_the_weights_that_it_would_have_without(settings_for, kind):
    plain = initialise(settings_for(LAYERS), [0, 1])
    network = initialise(settings_for(LAYERS, **kind), [0, 1])
    for W, expected in zip(network.weights, plain.weights, strict=True):
        np.testing.assert_array_equal(W, expected)
    normalised = kind["normalisation"] != "none"
    for b, expected in zip(network.biases[:-1], plain.biases[:-1], strict=True):
        np.testing.assert_array_equal(b, 0 if normalised else expected)
    np.testing.assert_array_equal(network.biases[-1], plain.biases[-1])
    assert all((scales == 1).all() for scales in network.scales)


@pytest.mark.parametrize("frozen", [[1], [2, 4]])
def test_frozen_layers_keep_their_parameters_and_the_others_learn(
    settings_for, random_examples, kind, frozen
):
    settings = settings_for(LAYERS, frozen_layers=frozen, epochs=1, batch_size=5, **kind)
    images, labels = random_examples(23, LAYERS[0], LAYERS[-1])
    before, after = initialise(settings, [0], float), trained(settings, [0], images, labels)
    for name in LEARNED:
        pairs = zip(getattr(before, name), getattr(after, name), strict=True)
        for layer, (old, new) in enumerate(pairs, start=1):
            assert (old == new).all() == (layer in frozen)


def test_only_hidden_layers_of_one_width_are_skipped(random_network):
    network = random_network(LAYERS, skip_connections=True)
    assert [network.skips(index) for index in range(4)] == [False, True, False, True]
    assert not any(random_network(LAYERS).skips(index) for index in range(4))


def test_a_saved_network_comes_back(random_network, tmp_path, kind):
    network = random_network(LAYERS, replicates=3, **kind)
    path = tmp_path / "network.npz"
    save_network(network, path)
    loaded = load_network(path)
    assert loaded.kind == network.kind
    for array, expected in zip(loaded.arrays, network.arrays, strict=True):
        np.testing.assert_array_equal(array, expected)


@pytest.mark.parametrize("name", ["scales_2", "running_1"])
def test_a_file_whose_normalisation_does_not_fit_its_layers_is_refused(
    random_network, tmp_path, name
):
    path = tmp_path / "network.npz"
    save_network(random_network(LAYERS, normalisation="batch"), path)
    with np.load(path) as arrays:
        np.savez(path, **{**arrays, name: np.ones((1, 1, 9))})
    with pytest.raises(ResultError, match=re.escape(str(path))):
        load_network(path)
