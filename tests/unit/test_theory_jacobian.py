"""The product of matrices against backpropagation, and what the matrices do to an error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import Network
from hardtotrain.theory.jacobian import (
    change_of_decay,
    decay_per_layer,
    deltas_by_product,
    fed_forward,
    layer_jacobians,
    product_of_jacobians,
    singular_values,
)


def backpropagated(network, images, targets):
    backpropagation = Backpropagation(network, len(images))
    backpropagation.activations[0][:] = images
    backpropagation.feedforward()
    backpropagation.backpropagate(targets)
    return backpropagation


@given(
    hidden=st.lists(st.integers(1, 7), min_size=0, max_size=6),
    activation=st.sampled_from(list(ACTIVATIONS)),
    cost=st.sampled_from(list(COSTS)),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_product_is_backpropagation(random_network, hidden, activation, cost, seed):
    network = random_network((5, *hidden, 4), activation=activation, cost=cost, seed=seed)
    random = np.random.default_rng(seed)
    image, target = random.random(5), np.eye(4)[random.integers(4)]
    expected = backpropagated(network, image[np.newaxis], target).deltas
    deltas = deltas_by_product(network, image, target)
    assert len(deltas) == len(expected) == len(hidden) + 1
    for delta, same in zip(deltas, expected, strict=True):
        assert np.linalg.norm(delta - same[0, 0]) <= 1e-12 * np.linalg.norm(same)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_layer_jacobians_are_derivatives(random_network, activation):
    network = random_network((6, 5, 4, 3, 2), activation=activation, seed=1)
    image = np.random.default_rng(0).random((1, 6))
    before, *later = (a[0] for a in fed_forward(network, image).activations[1:-1])
    jacobians = layer_jacobians(network, image)
    assert [J.shape for J in jacobians] == [(1, 5, 4), (1, 4, 3)]
    for layer, (a, J) in enumerate(zip(later, jacobians, strict=True), start=1):

        def forward(a, layer=layer):
            a = a @ network.weights[layer][0] + network.biases[layer][0]
            network.activation.apply(a, a)
            return a

        steps = 1e-6 * np.eye(before.shape[1])
        differences = (forward(before + steps) - forward(before - steps)) / 2e-6
        np.testing.assert_allclose(J[0], differences, atol=1e-9)
        before = a


def test_the_product_of_jacobians_carries_errors_back(random_network):
    network = random_network((6, 5, 4, 3, 2), seed=2)
    images = np.random.default_rng(0).random((3, 6))
    backpropagation = backpropagated(network, images, np.eye(2)[[0, 1, 1]])
    output_error = backpropagation.deltas[-1][0] @ network.weights[-1][0].T  # ∂C/∂a^3
    product = product_of_jacobians(layer_jacobians(network, images))
    a = backpropagation.activations[1][0]
    delta = np.einsum("xij,xj->xi", product, output_error) * a * (1 - a)
    np.testing.assert_allclose(delta, backpropagation.deltas[0][0], rtol=1e-12)


def test_singular_values_of_known_matrices():
    diagonal = np.stack([np.diag([1.0, -3.0, 2.0]), np.diag([0.5, 0.0, 0.1])])
    np.testing.assert_allclose(singular_values(diagonal), [[3, 2, 1], [0.5, 0.1, 0]], atol=1e-15)
    wide = np.array([[[3.0, 4.0]]])
    np.testing.assert_allclose(singular_values(wide), [[5]])


def test_singular_values_that_rounding_hides_are_zero():
    random = np.random.default_rng(0)
    left, _ = np.linalg.qr(random.normal(size=(3, 3)))
    values = singular_values((left @ np.diag([1e6, 1.0, 1e-12]))[np.newaxis])
    assert values[0] == pytest.approx([1e6, 1, 0])
    assert values[0, 2] == 0


def test_what_overflows_has_no_singular_values_and_leaves_other_images_theirs():
    stack = np.stack([np.full((2, 2), np.inf), np.diag([1.0, 2.0]), np.full((2, 2), np.nan)])
    np.testing.assert_array_equal(singular_values(stack), [[np.nan] * 2, [2, 1], [np.nan] * 2])


def test_a_sigmoid_layer_shrinks_by_a_quarter_of_its_largest_singular_value(random_network):
    network = random_network((6, 30, 30, 30, 10), seed=3)
    images = np.random.default_rng(0).random((20, 6))
    jacobians = layer_jacobians(network, images)
    for W, J in zip(network.weights[1:-1], jacobians, strict=True):
        assert np.all(singular_values(J)[:, 0] <= singular_values(W)[0, 0] / 4)
    largest = [singular_values(J)[:, 0] for J in jacobians]
    product = singular_values(product_of_jacobians(jacobians))
    assert np.all(product[:, 0] <= np.prod(largest, axis=0) * (1 + 1e-12))


def test_linear_rectifiers_have_the_singular_values_of_their_weights():
    random = np.random.default_rng(0)
    weights = [random.normal(size=(1, 4, 4)) for _ in range(4)]
    biases = [np.full((1, 1, 4), 100.0**layer) for layer in range(4)]  # keep every rectifier on
    network = Network(ACTIVATIONS["relu"], COSTS["quadratic"], weights, biases)
    images = random.random((2, 4)) / 100
    for W, J in zip(weights[1:-1], layer_jacobians(network, images), strict=True):
        np.testing.assert_allclose(singular_values(J), singular_values(W)[[0, 0]])


@given(st.floats(0.1, 3), st.sampled_from([-1, 1]), st.floats(1e-3, 1e3), st.integers(3, 20))
def test_an_exponential_decay_has_its_rate(rate, sign, first, layers):
    norms = first * 10 ** (sign * rate * np.arange(layers))
    assert decay_per_layer(norms) == pytest.approx((sign * rate, 1), abs=1e-9)


def test_decay_is_a_least_squares_fit():
    # Logarithms 0, 1, 1: their mean is 2/3, and the line leaves 1/6 of 2/3.
    assert decay_per_layer([1, 10, 10]) == pytest.approx((1 / 2, 3 / 4))


def test_two_layers_have_a_decay_and_no_line():
    decay, r_squared = decay_per_layer([3.0, 0.3])
    assert decay == pytest.approx(-1)
    assert np.isnan(r_squared)


@pytest.mark.parametrize("bad", [0.0, np.inf, np.nan])
def test_norms_without_a_logarithm_have_no_decay(bad):
    assert np.isnan(decay_per_layer([0.1, bad, 0.3])).all()
    assert np.isnan(change_of_decay([0.1, 0.2, bad, 0.3]))


@given(st.floats(-1, 1), st.floats(-0.05, 0.05), st.floats(1e-3, 1e3), st.integers(4, 20))
def test_the_change_of_a_decay_is_its_last_step_minus_its_first(rate, bend, first, layers):
    steps = rate + bend * np.arange(layers - 1)
    norms = first * 10 ** np.concatenate([[0], np.cumsum(steps)])
    assert change_of_decay(norms) == pytest.approx(steps[-1] - steps[0], abs=1e-9)


def test_the_parabola_of_the_change_is_a_least_squares_fit():
    logarithms = np.array([0.3, -0.2, 0.5, 0.1, 0.9, -0.4])
    curvature = np.polyfit(np.arange(6), logarithms, 2)[0]
    assert change_of_decay(10**logarithms) == pytest.approx(2 * curvature * 4)


def test_three_layers_leave_a_parabola_no_freedom():
    assert np.isnan(change_of_decay([1, 10, 20]))


@pytest.mark.parametrize("hidden_layers", [2, 5, 10, 19])
def test_sigmoid_networks_lose_a_factor_of_about_five_a_layer(random_network, hidden_layers):
    network = random_network((784, *[30] * hidden_layers, 10), seed=hidden_layers)
    deltas = deltas_by_product(network, np.random.default_rng(0).random(784), np.eye(10)[3])
    rate, _ = decay_per_layer([np.linalg.norm(delta) for delta in deltas])
    assert rate == pytest.approx(np.log10(1 / np.sqrt(0.042)), abs=0.1)
