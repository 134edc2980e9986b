"""A chain of single neurons: the book's product, backpropagation and a complex step agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.theory.chain import (
    Chain,
    chain_gradient_by_backpropagation,
    chain_gradient_by_complex_step,
    chain_gradient_by_product,
    exploding_chain,
    feedforward,
)


@st.composite
def chains(draw):
    neurons = draw(st.integers(1, 12))
    # The engine's σ′ = a (1 − a) loses a digit for every ten-fold that 1 − a is below 1.
    parameter = st.floats(-3, 3)
    parameters = st.lists(parameter, min_size=neurons, max_size=neurons).map(np.array)
    return Chain(
        draw(parameters), draw(parameters), draw(st.floats(0, 1)), draw(st.sampled_from([0.0, 1.0]))
    )


@given(chains())
def test_product_backpropagation_and_complex_step_agree(chain):
    product = chain_gradient_by_product(chain)
    assert product.shape == chain.weights.shape
    for other in (chain_gradient_by_backpropagation, chain_gradient_by_complex_step):
        np.testing.assert_allclose(other(chain), product, rtol=1e-12, atol=1e-280)


@given(chains())
def test_the_complex_step_is_the_limit_of_central_differences(chain):
    def cost(biases):
        _, a = feedforward(chain, biases)
        return 0.5 * (a[-1] - chain.target) ** 2

    steps = 1e-5 * np.eye(len(chain.biases))
    differences = [(cost(chain.biases + h) - cost(chain.biases - h)) / 2e-5 for h in steps]
    np.testing.assert_allclose(chain_gradient_by_complex_step(chain), differences, atol=1e-9)


def test_the_product_of_four_neurons_by_hand():
    chain = Chain(np.array([0.5, 2.0, -1.0, 3.0]), np.array([0.1, -0.2, 0.3, -0.4]), 0.7, 1.0)
    z, a = feedforward(chain, chain.biases)
    s = np.exp(-z) / (1 + np.exp(-z)) ** 2
    by_hand = s[0] * 2 * s[1] * -1 * s[2] * 3 * s[3] * (a[3] - 1)
    assert chain_gradient_by_product(chain)[0] == pytest.approx(by_hand, rel=1e-14)


def test_the_first_weight_is_in_no_factor_once_its_z_is_given():
    chain = Chain(np.array([2.0, 1.5]), np.array([-1.0, 0.2]), 0.5, 0.0)
    other = Chain(np.array([-4.0, 1.5]), np.array([2.0, 0.2]), 0.5, 0.0)  # z_1 = 0 in both
    np.testing.assert_array_equal(
        chain_gradient_by_product(chain), chain_gradient_by_product(other)
    )


@pytest.mark.parametrize(("weight", "factor"), [(100, 25), (4, 1), (1, 0.25), (-100, -25)])
def test_each_layer_of_the_exploding_chain_multiplies_by_a_quarter_of_the_weight(weight, factor):
    chain = exploding_chain(weight, neurons=6)
    z, _ = feedforward(chain, chain.biases)
    np.testing.assert_array_equal(z, 0)
    gradient = chain_gradient_by_product(chain)
    np.testing.assert_allclose(gradient[:-1] / gradient[1:], factor, rtol=1e-12)
    np.testing.assert_allclose(chain_gradient_by_backpropagation(chain), gradient, rtol=1e-12)


def test_with_ordinary_weights_the_gradient_vanishes():
    gradient = chain_gradient_by_product(Chain(np.ones(10), np.zeros(10), 0.5, 0.0))
    assert np.all(gradient[:-1] < gradient[1:] / 4)
