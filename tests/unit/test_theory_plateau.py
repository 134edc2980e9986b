"""The scalar law of the plateau: against its differential equation, and on MNIST."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.theory.mean_field import MeanField, network_mean_field
from hardtotrain.theory.moments import Moments, moments_of
from hardtotrain.theory.plateau import growth_rate, signal, updates_to_leave

LEARNING_RATE = 0.1
growths = st.floats(1e-6, 10)


def updates_until(size, growth, hidden_layers, decay, sigma_w):
    """Updates until the weights of ẇ = η (s d^k w^k − μ w) are `size` times what they start at."""
    strength = growth * sigma_w / sigma_w**hidden_layers  # s d^k, of A_k = g σ_w

    def change(_, w):
        return LEARNING_RATE * (strength * w**hidden_layers - decay * w)

    def arrived(_, w):
        return w[0] - size * sigma_w

    arrived.terminal = True
    longest = 1e3 / (LEARNING_RATE * growth)
    solved = solve_ivp(
        change, (0, longest), [sigma_w], events=arrived, rtol=1e-9, atol=1e-12, method="LSODA"
    )
    return solved.t_events[0][0] if len(solved.t_events[0]) else np.inf


@pytest.mark.parametrize("sigma_w", [1.0, 4.0])
@pytest.mark.parametrize("share", [0, 0.1, 0.7, 0.99])
@pytest.mark.parametrize("hidden_layers", [2, 3, 5, 10])
def test_it_solves_its_differential_equation(hidden_layers, share, sigma_w):
    growth, size = 0.02, 10 ** (5 / (hidden_layers - 1))  # from there to ∞ 1e-5 of T at most
    expected = updates_until(size, growth, hidden_layers, share * growth, sigma_w)
    found = updates_to_leave(growth, hidden_layers, LEARNING_RATE, share * growth)
    assert found == pytest.approx(expected, rel=3e-5)


@pytest.mark.parametrize("hidden_layers", [2, 5])
def test_past_the_wall_weights_never_grow(hidden_layers):
    growth, decay = 0.02, 0.0204
    assert updates_until(1.01, growth, hidden_layers, decay, 1.0) == np.inf
    assert updates_to_leave(growth, hidden_layers, LEARNING_RATE, decay) == np.inf


@given(growths, st.integers(2, 50))
def test_no_decay_is_the_limit_of_little(growth, hidden_layers):
    without = updates_to_leave(growth, hidden_layers, LEARNING_RATE, 0.0)
    assert without == pytest.approx(1 / ((hidden_layers - 1) * LEARNING_RATE * growth))
    for share in (1e-15, 1e-9, 1e-6):
        little = updates_to_leave(growth, hidden_layers, LEARNING_RATE, share * growth)
        assert little == pytest.approx(without, rel=share + 1e-12)


@given(growths, st.integers(2, 50))
def test_the_plateau_grows_without_bound_towards_the_wall(growth, hidden_layers):
    shares = (0.5, 0.9, 1 - 1e-6, 1 - 1e-12, 1)
    updates = [
        updates_to_leave(growth, hidden_layers, LEARNING_RATE, share * growth) for share in shares
    ]
    assert updates == sorted(updates)
    assert updates[-2] > 25 / ((hidden_layers - 1) * LEARNING_RATE * growth)
    assert updates[-1] == np.inf


@pytest.mark.parametrize("hidden_layers", [0, 1])
def test_with_fewer_than_two_hidden_layers_there_is_no_end_of_growth(hidden_layers):
    assert np.isnan(updates_to_leave(0.1, hidden_layers, LEARNING_RATE, 0.0))


def test_the_signal_is_the_largest_response_to_the_images():
    covariance = np.array([[0.3, 0.0], [0.0, 0.1], [0.0, 0.0]])
    data = Moments(np.zeros(2), np.array([0.5, 0.3, 0.2]), 0.1, covariance, *[np.empty((0, 0))] * 2)
    assert signal(data, COSTS["cross_entropy"]) == pytest.approx(0.3)
    assert signal(data, COSTS["log_likelihood"]) == pytest.approx(0.3)
    assert signal(data, COSTS["quadratic"]) == pytest.approx(0.3 * 0.25)


def test_growth_multiplies_the_factors_of_the_layers():
    field = MeanField([1.0] * 3, [0.25, 0.04])
    assert growth_rate(0.5, field) == pytest.approx(0.5 * 0.5 * 0.2)
    assert growth_rate(0.5, MeanField([1.0], [])) == 0.5


@pytest.fixture(scope="module")
def mnist(mnist_folder):
    training = open_dataset(mnist_folder).training
    return moments_of(training.images, training.labels, 10, PIXEL_SCALE)


@pytest.fixture(scope="module")
def growth_on_mnist(settings_for, mnist):
    """A_k of the book's start."""

    def growth(hidden_layers):
        layers = [784, *[30] * hidden_layers, 10]
        field = network_mean_field(settings_for(layers), mnist.mean_square_pixel)
        return growth_rate(signal(mnist, COSTS["cross_entropy"]), field)

    return growth


def test_the_signal_of_mnist(mnist):
    assert signal(mnist, COSTS["cross_entropy"]) == pytest.approx(0.573, abs=5e-4)


def test_growth_of_the_book_s_networks(growth_on_mnist):
    expected = [0.0245, 0.00503, 0.00103, 2.11e-4, 4.32e-5]
    np.testing.assert_allclose([growth_on_mnist(k) for k in range(2, 7)], expected, rtol=0.01)


@pytest.mark.parametrize(("decay", "deepest"), [(1e-4, 5), (0.0051, 2), (0.0049, 3)])
def test_the_wall_of_the_book_s_networks(growth_on_mnist, decay, deepest):
    leaving = [
        np.isfinite(updates_to_leave(growth_on_mnist(k), k, LEARNING_RATE, decay))
        for k in range(2, 8)
    ]
    assert leaving == [k <= deepest for k in range(2, 8)]
