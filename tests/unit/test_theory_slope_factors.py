"""The factor w σ′(z): its bound, its distribution, and when it is 1 or more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erf
from scipy.stats import norm

from hardtotrain.theory import slope_factors
from hardtotrain.theory.slope_factors import (
    QUANTILES,
    escape_width,
    factor_distribution,
    factors_of_network,
    gaussian_weight_shares,
    sigma_prime,
    simulated_factors,
    widest_escape,
)


@given(st.floats(-700, 700))
def test_sigma_prime_is_even_and_at_most_a_quarter(z):
    assert 0 < sigma_prime(z) <= 0.25 * (1 + 1e-15)  # but for rounding
    assert sigma_prime(z) == sigma_prime(-z)


def test_the_curve_of_sigma_prime():
    z = np.arange(-4, 4, 0.1)
    exact = np.exp(-z) / (1 + np.exp(-z)) ** 2
    np.testing.assert_allclose(sigma_prime(z), exact, rtol=1e-14)
    assert z[sigma_prime(z).argmax()] == pytest.approx(0)
    assert sigma_prime(0.0) == 0.25
    assert sigma_prime(40.0) == pytest.approx(np.exp(-40), rel=1e-12)


def test_shares_of_standard_gaussian_weights():
    in_unit_interval, below_1 = gaussian_weight_shares(1)
    assert in_unit_interval == pytest.approx(0.3413, abs=5e-5)
    assert below_1 == pytest.approx(0.6827, abs=5e-5)


@pytest.mark.parametrize("sd", [0.18, 1.0, 3.0])
def test_shares_of_gaussian_weights_by_simulation(sd):
    w = np.random.default_rng(0).normal(scale=sd, size=200_000)
    in_unit_interval, below_1 = gaussian_weight_shares(sd)
    assert in_unit_interval == pytest.approx(np.mean((w > 0) & (w < 1)), abs=0.005)
    assert below_1 == pytest.approx(np.mean(np.abs(w) < 1), abs=0.005)


@pytest.mark.parametrize("q", [0.26, 1.3, 15.0])
def test_simulated_shares_are_those_of_the_integral(q):
    def share_below(bound):
        def given_z(z):
            return erf(bound / sigma_prime(np.sqrt(q) * z) / np.sqrt(2)) * norm.pdf(z)

        return quad(given_z, -10, 10)[0]

    found = factor_distribution(simulated_factors(q, 400_000, seed=1))
    assert found.below_quarter == pytest.approx(share_below(0.25), abs=0.003)
    assert found.at_least_one == pytest.approx(1 - share_below(1), abs=0.0003)
    median = brentq(lambda bound: share_below(bound) - 0.5, 0, 1)
    assert found.quantiles[QUANTILES.index(0.5)] == pytest.approx(median, rel=0.01)


def test_the_same_seed_simulates_the_same_factors():
    np.testing.assert_array_equal(simulated_factors(1, 9, seed=3), simulated_factors(1, 9, seed=3))
    assert np.all(simulated_factors(1, 9, seed=3) != simulated_factors(1, 9, seed=4))


def test_distribution_by_hand():
    distribution = factor_distribution(np.array([[0.1, 0.2, 0.25], [0.9, 1.0, 3.0]]))
    assert distribution.below_quarter == pytest.approx(2 / 6)
    assert distribution.at_least_one == pytest.approx(2 / 6)
    assert distribution.largest == 3
    assert distribution.quantiles[QUANTILES.index(0.5)] == pytest.approx((0.25 + 0.9) / 2)


@pytest.mark.parametrize(
    ("cost", "layers"), [("cross_entropy", 2), ("quadratic", 2), ("log_likelihood", 1)]
)
def test_factors_of_a_network_one_by_one(random_network, cost, layers):
    network = random_network((4, 3, 5, 2), cost=cost, seed=1)
    for W in network.weights[1:]:
        W *= 8  # for some factors of 1 or more
    images = np.random.default_rng(0).random((7, 4))
    found = factors_of_network(network, images)
    assert len(found) == layers
    a = images
    for index in range(layers + 1):
        W = network.weights[index][0]
        a = 1 / (1 + np.exp(-(a @ W + network.biases[index][0])))
        if index == 0:
            continue
        factors = np.array(
            [
                abs(W[j, k]) * a[x, k] * (1 - a[x, k])
                for x in range(7)
                for j in range(W.shape[0])
                for k in range(W.shape[1])
            ]
        )
        distribution = found[index - 1]
        np.testing.assert_allclose(distribution.quantiles, np.quantile(factors, QUANTILES))
        assert distribution.below_quarter == np.mean(factors < 0.25) < 1
        assert distribution.at_least_one == np.mean(factors >= 1) > 0
        assert distribution.largest == pytest.approx(factors.max(), rel=1e-12)


def test_large_layers_use_a_spread_of_images(random_network, monkeypatch):
    network = random_network((4, 3, 5, 2))  # whose layer 2 has 15 weights
    images = np.random.default_rng(0).random((7, 4))
    [all_images, _] = factors_of_network(network, images)
    monkeypatch.setattr(slope_factors, "FACTORS_PER_LAYER", 3 * 15)
    [few, _] = factors_of_network(network, images)
    [every_third, _] = factors_of_network(network, images[::3])
    np.testing.assert_array_equal(few.quantiles, every_third.quantiles)
    assert few.largest != all_images.largest


def test_factors_of_saturated_neurons_are_small_and_not_zero(random_network):
    network = random_network((4, 3, 5, 2), dtype=np.float32)
    network.biases[1][:] = 60  # σ of which is 1 to the last digit
    [saturated, _] = factors_of_network(network, np.random.default_rng(0).random((7, 4)))
    assert 0 < saturated.largest < np.exp(-55)


@given(st.floats(4.0001, 1e4))
def test_escape_width_is_the_width_of_the_interval(w):
    def excess(a):  # the neuron's input a, with a bias that puts the middle at a = 0
        return w * sigma_prime(w * a) - 1

    edge = brentq(excess, 0, 1, xtol=1e-15)
    assert escape_width(w) == pytest.approx(2 * edge, rel=1e-7)
    assert escape_width(-w) == escape_width(w)


@given(st.floats(-4, 4))
def test_small_weights_do_not_escape(w):
    assert escape_width(w) == 0
    assert np.all(np.abs(w) * sigma_prime(np.linspace(-9, 9, 101)) <= 1)


def test_the_widest_escape_is_the_book_s():
    w, width = widest_escape()
    assert w == pytest.approx(6.9, abs=0.05)
    assert width == pytest.approx(0.45, abs=0.005)
    assert width >= escape_width(np.linspace(4, 100, 10_000)).max() - 1e-12
