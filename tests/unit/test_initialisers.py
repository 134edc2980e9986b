"""The distributions of initial weights and biases against what their papers say."""

import numpy as np
import pytest
from scipy import stats

from hardtotrain.config.settings import Settings
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.network import initialise

N_IN, N_OUT = 400, 250

# The seed is fixed, so a sound scheme passes always; a 1-in-10,000 threshold makes it likely that
# it would with another seed, and an error of some per cent in a scale still fails by far.
LEAST_P_VALUE = 1e-4

DISTRIBUTIONS = {
    "scaled_gaussian": stats.norm(0, 1 / 20),
    "large_gaussian": stats.norm(0, 1),
    "standard_uniform": stats.uniform(-1 / 20, 1 / 10),
    "glorot_uniform": stats.uniform(-np.sqrt(6 / 650), 2 * np.sqrt(6 / 650)),
    "he": stats.norm(0, np.sqrt(2) / 20),
}
BIAS_SD_OF_THE_SCHEME = {
    "scaled_gaussian": 1,
    "large_gaussian": 1,
    "standard_uniform": 0,
    "glorot_uniform": 0,
    "he": 0,
    "sparse": 0,
    "orthogonal": 0,
}


def drawn(scheme, weight_scale=1.0, bias_sd=None, layers=(N_IN, N_OUT), replicates=(0,)):
    initialiser = {"scheme": scheme, "weight_scale": weight_scale, "bias_sd": bias_sd}
    settings = {**Settings().model_dump(), "seed": 0, "layers": layers, "initialiser": initialiser}
    return initialise(settings, replicates, float)


def agree(sample, distribution):
    return stats.kstest(sample.ravel(), distribution.cdf).pvalue > LEAST_P_VALUE


@pytest.mark.parametrize(("scheme", "distribution"), DISTRIBUTIONS.items())
def test_weights_have_the_distribution_of_their_scheme(scheme, distribution):
    weights = drawn(scheme).weights[0]
    assert agree(weights, distribution)
    # Standard errors of a mean and of a variance, four of them.
    mean_error = distribution.std() / np.sqrt(weights.size)
    assert abs(weights.mean()) < 4 * mean_error
    kurtosis = distribution.stats("k") + 2
    assert weights.var() == pytest.approx(
        distribution.var(), rel=4 * np.sqrt(kurtosis / weights.size)
    )
    low, high = distribution.support()
    assert low <= weights.min() and weights.max() <= high


def test_every_scheme_is_tested():
    assert (
        {*DISTRIBUTIONS, "sparse", "orthogonal"} == set(BIAS_SD_OF_THE_SCHEME) == set(INITIALISERS)
    )


def test_sparse_units_have_15_gaussian_inputs_each():
    weights = drawn("sparse").weights[0][0]
    connected = weights != 0
    assert (connected.sum(axis=0) == 15).all()
    assert agree(weights[connected], stats.norm(0, 1))
    # Every input is as likely as any other, so the counts are nearly binomial; the sum of squared
    # deviations over the variance follows χ² with one degree less than there are inputs.
    share = 15 / N_IN
    deviations = connected.sum(axis=1) - N_OUT * share
    chi_squared = (deviations**2).sum() / (N_OUT * share * (1 - share)) * (N_IN - 1) / N_IN
    assert stats.chi2(N_IN - 1).cdf(chi_squared) == pytest.approx(0.5, abs=0.5 - LEAST_P_VALUE)


def test_sparse_units_with_few_inputs_use_them_all():
    assert (drawn("sparse", layers=(9, 20)).weights[0] != 0).all()


@pytest.mark.parametrize("scheme", INITIALISERS)
def test_weight_scale_multiplies_the_weights_and_nothing_else(scheme):
    plain, scaled = drawn(scheme, bias_sd=1.0), drawn(scheme, weight_scale=2.5, bias_sd=1.0)
    np.testing.assert_allclose(scaled.weights[0], 2.5 * plain.weights[0], rtol=1e-15)
    np.testing.assert_array_equal(scaled.biases[0], plain.biases[0])


@pytest.mark.parametrize(("scheme", "expected"), BIAS_SD_OF_THE_SCHEME.items())
def test_biases_without_a_setting_follow_the_scheme(scheme, expected):
    biases = drawn(scheme, layers=(4, 5000)).biases[0]
    if expected == 0:
        assert not biases.any()
    else:
        assert agree(biases, stats.norm(0, expected))


@pytest.mark.parametrize("scheme", INITIALISERS)
def test_bias_sd_replaces_the_scheme_s_own_and_leaves_the_weights(scheme):
    network = drawn(scheme, bias_sd=0.5, layers=(16, 5000, 3))
    assert agree(network.biases[0], stats.norm(0, 0.5))
    unbiased = drawn(scheme, bias_sd=0.0, layers=(16, 5000, 3))
    assert not any(b.any() for b in unbiased.biases)
    for W, expected in zip(network.weights, unbiased.weights, strict=True):
        np.testing.assert_array_equal(W, expected)


def test_float32_networks_are_rounded_float64_networks(settings_for):
    settings = settings_for((30, 20, 10), initialiser={"scheme": "he", "bias_sd": 1.0})
    single, double = (initialise(settings, [0, 1], dtype) for dtype in (np.float32, np.float64))
    for part, exact in zip(
        single.weights + single.biases, double.weights + double.biases, strict=True
    ):
        assert part.dtype == np.float32
        np.testing.assert_array_equal(part, exact.astype(np.float32))


@pytest.mark.parametrize("shape", [(40, 25), (25, 40), (30, 30)])
def test_orthogonal_weights_have_orthonormal_rows_or_columns(shape):
    weights = drawn("orthogonal", layers=shape).weights[0][0]
    singular_values = np.linalg.svd(weights, compute_uv=False)
    np.testing.assert_allclose(singular_values, 1, rtol=1e-12)


def test_orthogonal_weights_are_uniformly_distributed():
    # Any entry of a uniform orthogonal matrix of size n has mean 0 and variance 1/n; without the
    # signs of the decomposition the diagonal would be one-sided.
    diagonals = [
        drawn("orthogonal", layers=(4, 4), replicates=(r,)).weights[0][0] for r in range(500)
    ]
    corner = np.array([matrix[0, 0] for matrix in diagonals])
    assert abs(corner.mean()) < 4 * 0.5 / np.sqrt(500)
    assert abs(corner.var() - 0.25) < 4 * np.sqrt(2 / 500) * 0.25
