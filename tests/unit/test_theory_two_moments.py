"""Gradient descent on two moments: exact where it must be, and close on MNIST."""

import numpy as np
import pytest

from hardtotrain.data.dataset import Dataset, Splits, open_dataset
from hardtotrain.engine.activations import Activation
from hardtotrain.engine.costs import COSTS, Cost
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.engine.network import Network, initialise
from hardtotrain.measures.plateau import LEFT_BELOW, plateau_cost
from hardtotrain.measures.recorded_training import record_training
from hardtotrain.theory.moments import moments_of
from hardtotrain.theory.two_moments import TwoMomentDescent, updates_to_leave_from_start

LAYERS = (6, 5, 4, 3)
LINEAR = Activation(
    "linear",
    apply=lambda z, out: np.copyto(out, z),
    derivative=lambda z, a, out: out.fill(1),
    curvature=lambda z, a, out: out.fill(0),
    steepest=1.0,
    span=(-1, 1),
)
LINEAR_QUADRATIC = Cost(
    "linear_quadratic",
    apply_output=lambda z, out: np.copyto(out, z),
    weighted_input=lambda a: a,
    output_error=lambda a, y, out: np.subtract(a, y, out=out),
    value=lambda z, y: ((z - y) ** 2).sum(axis=-1) / 2,
    output_slopes=lambda a: np.eye(len(a)),
    gradient=np.subtract,
    curvature=lambda z, T: (T, np.zeros_like(z)),
)
PREDICTED = [name for name, cost in COSTS.items() if cost.curvature]


def descend_on_images(weights, biases, x, y, learning_rate, decay):
    """One step of a deep linear network on all images, W^l of shape (n_{l−1}, n_l)."""
    activations = [x]
    for W, b in zip(weights, biases, strict=True):
        activations.append(activations[-1] @ W + b)
    delta = (activations[-1] - y) / len(x)
    for index in reversed(range(len(weights))):
        W, error = weights[index], delta
        delta = error @ W.T
        weights[index] = W - learning_rate * (activations[index].T @ error + decay * W)
        biases[index] = biases[index] - learning_rate * error.sum(axis=0)


def test_it_is_exact_for_a_deep_linear_network(random_network, random_examples):
    images, labels = random_examples(40, LAYERS[0], LAYERS[-1])
    moments = moments_of(images, labels, LAYERS[-1], PIXEL_SCALE)
    start = random_network(LAYERS, replicates=3)
    network = Network(LINEAR, LINEAR_QUADRATIC, start.weights, start.biases)
    descent = TwoMomentDescent(network, moments)
    basis, _ = np.linalg.qr(np.vstack([moments.mean_image, moments.directions]).T)
    expected = [([W[r] for W in start.weights], [b[r] for b in start.biases]) for r in range(3)]
    x, y = PIXEL_SCALE * images, np.eye(LAYERS[-1])[labels]
    for _ in range(200):
        descent.feedforward()
        descent.step(0.1, decay=0.01)
        for weights, biases in expected:
            descend_on_images(weights, biases, x, y, 0.1, 0.01)
    for replicate, (weights, biases) in enumerate(expected):
        weights[0] = basis.T @ weights[0]
        for W, expected_W in zip(descent.weights, weights, strict=True):
            np.testing.assert_allclose(W[replicate], expected_W, rtol=0, atol=1e-9)
        for b, expected_b in zip(descent.biases, biases, strict=True):
            np.testing.assert_allclose(b[replicate], expected_b, rtol=0, atol=1e-9)
        assert np.abs(weights[1] - start.weights[1][replicate]).max() > 0.05


@pytest.fixture
def descent(random_network, random_examples):
    """Two-moment descent of replicates with random weights, on random images."""

    def make(activation="sigmoid", cost="cross_entropy", chosen=slice(None), **kinds):
        layers = kinds.pop("layers", LAYERS)
        images, labels = random_examples(40, layers[0], layers[-1])
        network = random_network(layers, activation, cost, replicates=3, **kinds).select(chosen)
        moments = moments_of(images, labels, layers[-1], PIXEL_SCALE)
        return TwoMomentDescent(network, moments)

    return make


@pytest.mark.parametrize("cost", PREDICTED)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softsign", "gelu"])
@pytest.mark.parametrize(
    "kinds",
    [{}, {"layers": (6, 4, 4, 3, 3, 3, 3), "skip_connections": True}],
    ids=["plain", "skips"],
)
def test_a_step_follows_the_slope_of_the_cost(descent, activation, cost, kinds):
    stepped = descent(activation, cost, **kinds)
    stepped.feedforward()
    stepped.step(1.0, decay=0.0)
    nudged, nudge = descent(activation, cost, **kinds), 1e-6

    def costs(parameter, position, change):
        before = parameter[:, *position].copy()
        parameter[:, *position] += change
        nudged.feedforward()
        parameter[:, *position] = before
        return nudged.cost()

    for parameter, after in zip(
        (*nudged.weights, *nudged.biases), (*stepped.weights, *stepped.biases), strict=True
    ):
        for position in np.ndindex(*parameter.shape[1:]):
            above, below = (costs(parameter, position, sign * nudge) for sign in (1, -1))
            step = after[:, *position] - parameter[:, *position]
            np.testing.assert_allclose(step, (below - above) / (2 * nudge), rtol=0, atol=1e-8)


def test_decay_takes_its_share_of_the_weights_alone(descent):
    with_decay, without = descent(), descent()
    before = [W.copy() for W in without.weights]
    for each, decay in ((with_decay, 0.3), (without, 0.0)):
        each.feedforward()
        each.step(0.5, decay)
    for W, W_without, W_before in zip(with_decay.weights, without.weights, before, strict=True):
        np.testing.assert_allclose(W, W_without - 0.5 * 0.3 * W_before, rtol=0, atol=1e-14)
    for b, b_without in zip(with_decay.biases, without.biases, strict=True):
        np.testing.assert_array_equal(b, b_without)


@pytest.mark.parametrize("cost", PREDICTED)
def test_a_replicate_descends_as_if_it_were_alone(descent, cost):
    stacked, alone = descent("tanh", cost), descent("tanh", cost, slice(1, 2))
    for each in (stacked, alone):
        for _ in range(20):
            each.feedforward()
            each.step(0.5, decay=0.01)
        each.feedforward()
    np.testing.assert_allclose(stacked.cost()[1], alone.cost()[0], rtol=1e-12)
    for W, W_alone in zip(stacked.weights, alone.weights, strict=True):
        np.testing.assert_allclose(W[1], W_alone[0], rtol=0, atol=1e-12)


def test_a_network_that_tells_images_apart_by_nothing_never_leaves(random_network):
    images, labels = np.full((40, 6), 128, np.uint8), np.arange(40) % 3
    moments = moments_of(images, labels, 3, PIXEL_SCALE)
    network = random_network(LAYERS, replicates=2)
    assert np.isinf(updates_to_leave_from_start(network, moments, 0.1, 0.0, 500)).all()


def test_each_replicate_leaves_as_if_it_were_alone(random_network, random_examples):
    moments = moments_of(*random_examples(40, LAYERS[0], LAYERS[-1]), LAYERS[-1], PIXEL_SCALE)
    network = random_network(LAYERS, "tanh", replicates=4)
    for W in network.weights:
        W[1] *= 1e-3
        W[2] *= 1e200  # explodes

    def leave(some):
        return updates_to_leave_from_start(some, moments, 0.5, 0.0, 600)

    together = leave(network)
    np.testing.assert_array_equal(together, [leave(network.replicate(r))[0] for r in range(4)])

    assert len(set(together)) > 2
    assert np.isinf(together[2])


REPLICATES = 4
UPDATES = 1000


@pytest.fixture(scope="module")
def training(mnist_folder):
    return open_dataset(mnist_folder).training


def test_the_book_s_network_leaves_its_plateau_when_it_says(settings_for, training):
    settings = settings_for(
        (784, 30, 30, 10),
        regularisation=0.0,
        images=10 * UPDATES,
        epochs=1,
        record={"updates": 50},
    )
    few = Dataset(training.images[:10], training.labels[:10])
    _, tables = record_training(
        settings, range(REPLICATES), Splits(training, few, few, (28, 28)), lambda line: None
    )
    targets = np.eye(10)[training.labels[: settings["probe_images"]]]
    network = initialise(settings, range(REPLICATES))
    updates = tables["updates"]
    below = updates[updates.probe_cost < LEFT_BELOW * plateau_cost(network.cost, targets)]
    measured = below.groupby("replicate")["update"].min()
    assert len(measured) == REPLICATES

    moments = moments_of(training.images, training.labels, 10, PIXEL_SCALE)
    predicted = updates_to_leave_from_start(network, moments, 0.1, 0.0, UPDATES)
    np.testing.assert_allclose(predicted, measured, rtol=0.4)
