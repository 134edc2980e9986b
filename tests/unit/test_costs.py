"""Costs from the weighted input of the output layer, and the output layers that go with them."""

import numpy as np
import pytest

from hardtotrain.engine.costs import COSTS


def output(name, z):
    a = np.array(z)
    with np.errstate(over="ignore"):
        COSTS[name].apply_output(a, a)
    return a


def output_error(name, a, y):
    out = np.full_like(a, np.nan)
    COSTS[name].output_error(a, y, out)
    return out


@pytest.mark.parametrize("name", COSTS)
def test_value_is_that_of_the_textbook(
    random_network, random_examples, textbook_copy, textbook_examples, name
):
    network = random_network((6, 5, 4), "tanh", name, replicates=2)
    images, labels = random_examples(9, 6, 4)
    values = network.cost.value(network.weighted_output(images / 256), np.eye(4)[labels])
    assert values.shape == (2, 9)
    examples = textbook_examples(images, labels, 4)
    for replicate in range(2):
        textbook = textbook_copy(network, replicate)
        expected = [textbook.example_cost(x, y) for x, y in examples]
        np.testing.assert_allclose(values[replicate], expected, rtol=1e-12)


@pytest.mark.parametrize("name", COSTS)
def test_output_error_is_the_derivative_of_the_value(name):
    random = np.random.default_rng(0)
    z, y = 3 * random.standard_normal(7), random.dirichlet(np.ones(7))
    nudges = 1e-5 * np.eye(7)
    value = COSTS[name].value
    expected = (value(z + nudges, y) - value(z - nudges, y)) / 2e-5
    np.testing.assert_allclose(output_error(name, output(name, z), y), expected, atol=1e-9)


@pytest.mark.parametrize("name", COSTS)
def test_weighted_input_is_the_inverse_of_the_output_layer(name):
    a = np.random.default_rng(0).dirichlet(np.ones(7), size=5)
    np.testing.assert_allclose(output(name, COSTS[name].weighted_input(a)), a, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("cross_entropy", 0, 400),  # two outputs, each off by ln e^200
        ("quadratic", 0, 1),  # two outputs, each off by 1, halved
        ("log_likelihood", 0, 400),  # ln of e^200 / e^−200
    ],
)
def test_certain_answers_have_finite_costs_in_float32(name, right, wrong):
    # An activation of exactly 0 or 1, as float32 makes it here, would cost an infinite logarithm.
    z = np.array([200, -200], np.float32)
    with np.errstate(over="ignore"):
        assert COSTS[name].value(z, np.array([1, 0], np.float32)) == pytest.approx(right)
        assert COSTS[name].value(z, np.array([0, 1], np.float32)) == pytest.approx(wrong)


def test_softmax_is_a_distribution_that_a_shift_does_not_change():
    z = np.random.default_rng(0).standard_normal((3, 4, 10))
    a = output("log_likelihood", z)
    np.testing.assert_allclose(a.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(output("log_likelihood", z + 1000), a, rtol=1e-11)
    np.testing.assert_allclose(np.log(a[..., 0] / a[..., 1]), z[..., 0] - z[..., 1], rtol=1e-10)


def test_softmax_of_extreme_inputs_is_certain():
    z = np.array([[1e4, 0, -1e4], [-1e4, -1e4, 0]], np.float32)
    np.testing.assert_array_equal(output("log_likelihood", z), [[1, 0, 0], [0, 0, 1]])


@pytest.mark.parametrize("name", COSTS)
def test_value_leaves_its_arguments_as_they_are(name):
    z, y = np.random.default_rng(0).random((2, 5, 3))
    before = z.copy(), y.copy()
    COSTS[name].value(z, y)
    np.testing.assert_array_equal((z, y), before)
