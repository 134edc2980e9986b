"""Mean field: its integrals in closed form and by Monte Carlo, its predictions in networks."""

from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.network import Network, initialise
from hardtotrain.theory.mean_field import (
    MeanField,
    critical_weight_scale,
    gaussian_mean,
    mean_field,
    mean_square,
    mean_square_slope,
    network_mean_field,
    output_error_square,
    softmax_mean_square,
    weight_sd,
)

SIGMOID, TANH, SOFTSIGN, RELU = (ACTIVATIONS[a] for a in ("sigmoid", "tanh", "softsign", "relu"))
BOOK = [784, 30, 30, 30, 30, 10]
REPLICATES = 200
IMAGES = 200


@given(st.floats(1e-6, 1e6))
def test_gaussian_moments(q):
    assert gaussian_mean(np.ones_like, q) == pytest.approx(1, rel=1e-12)
    assert gaussian_mean(lambda z: z**2, q) == pytest.approx(q, rel=1e-12)
    assert gaussian_mean(lambda z: z**4, q) == pytest.approx(3 * q**2, rel=1e-12)
    assert gaussian_mean(np.abs, q) == pytest.approx(np.sqrt(2 * q / np.pi), rel=1e-12)


@given(st.floats(0, 30))
def test_the_mean_of_a_cosine_is_its_characteristic_function(q):
    assert gaussian_mean(np.cos, q) == pytest.approx(np.exp(-q / 2), abs=1e-12)


@given(q=st.floats(1e-6, 1e6), sigma_w=st.floats(0.1, 5), sigma_b=st.floats(0, 3))
def test_relu_is_exact(q, sigma_w, sigma_b):
    assert mean_square(RELU, q) == pytest.approx(q / 2, rel=1e-12)
    field = mean_field(RELU, [1, sigma_w, sigma_w], sigma_b, q)
    q_1 = q + sigma_b**2
    q_2 = sigma_w**2 * q_1 / 2 + sigma_b**2
    assert field.q == pytest.approx([q_1, q_2, sigma_w**2 * q_2 / 2 + sigma_b**2], rel=1e-12)
    assert field.chi == pytest.approx([sigma_w**2 / 2] * 2, rel=1e-12)


@pytest.mark.parametrize(
    ("activation", "square", "square_slope"),
    [  # the first terms of φ² and φ′² around 0, where E|√q z| = √(2q/π)
        (SIGMOID, lambda q: 1 / 4 + q / 16, lambda q: 1 / 16 - q / 32),
        (TANH, lambda q: q - 2 * q**2, lambda q: 1 - 2 * q),
        (
            SOFTSIGN,
            lambda q: q - 4 * q * np.sqrt(2 * q / np.pi),
            lambda q: 1 - 4 * np.sqrt(2 * q / np.pi),
        ),
    ],
)
def test_small_q(activation, square, square_slope):
    q = 1e-6
    assert mean_square(activation, q) == pytest.approx(square(q), rel=20 * q)
    assert mean_square_slope(activation, q) == pytest.approx(square_slope(q), rel=20 * q)


@pytest.mark.parametrize("q", [0.1, 1.3, 85.0])
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_expectations_by_monte_carlo(activation, q):
    z = np.sqrt(q) * np.random.default_rng(0).standard_normal(400_000)
    a, slope = np.empty_like(z), np.empty_like(z)
    activation.apply(z, a)
    activation.derivative(z, a, slope)
    for exact, sample in (
        (mean_square(activation, q), a**2),
        (mean_square_slope(activation, q), slope**2),
    ):
        standard_error = sample.std() / np.sqrt(len(sample))
        assert exact == pytest.approx(sample.mean(), abs=4 * standard_error)


@pytest.mark.parametrize(("q", "tolerance"), [(0.01, 1e-12), (1.3, 1e-8)])
@pytest.mark.parametrize("activation", [SIGMOID, TANH], ids=lambda activation: activation.name)
def test_expectations_by_gauss_hermite(activation, q, tolerance):
    nodes, weights = np.polynomial.hermite_e.hermegauss(150)
    weights /= weights.sum()
    z = np.sqrt(q) * nodes
    a, slope = np.empty_like(z), np.empty_like(z)
    activation.apply(z, a)
    activation.derivative(z, a, slope)
    assert mean_square(activation, q) == pytest.approx(weights @ a**2, rel=tolerance)
    assert mean_square_slope(activation, q) == pytest.approx(weights @ slope**2, rel=tolerance)


def test_the_square_of_a_sigmoid_follows_from_its_slope():
    # σ² = σ − σ′ and E[σ] = 1/2.
    slope_mean = gaussian_mean(lambda z: 1 / (4 * np.cosh(z / 2) ** 2), 2.0)
    assert mean_square(SIGMOID, 2.0) == pytest.approx(0.5 - slope_mean, rel=1e-12)


@pytest.mark.parametrize("shape", [(40, 40), (784, 30), (30, 10), (10, 30)])
@pytest.mark.parametrize("scheme", INITIALISERS)
def test_weight_variances_are_those_of_the_draws(scheme, shape):
    random = np.random.default_rng(0)
    draws = np.stack([INITIALISERS[scheme].weights(random, *shape) for _ in range(100)])
    assert draws.var() == pytest.approx(INITIALISERS[scheme].variance(*shape), rel=0.05)
    assert weight_sd(scheme, *shape) == pytest.approx(draws.std() * np.sqrt(shape[0]), rel=0.025)


def test_the_default_initialiser_attenuates_almost_five_times_a_layer(field_of):
    field = field_of(BOOK, "sigmoid", "scaled_gaussian", 1.0, None, 0.1087)
    assert field.chi[-1] == pytest.approx(0.042, abs=5e-4)
    assert 1 / np.sqrt(field.chi[-1]) == pytest.approx(4.9, abs=0.05)
    assert len(field.q) == 5 and len(field.chi) == 4


def test_without_biases_and_with_unit_weights_chi_is_a_little_larger(field_of):
    field = field_of(BOOK, "sigmoid", "scaled_gaussian", 1.0, 0.0, 0.1087)
    assert field.chi[-1] == pytest.approx(0.056, abs=5e-4)


def test_the_first_layer_takes_the_images_and_the_scale(field_of):
    field = field_of([784, 30, 10], "tanh", "he", 3.0, 0.5, 0.2)
    assert field.q[0] == pytest.approx(3**2 * 2 * 0.2 + 0.5**2)
    assert field.q[1] == pytest.approx(18 * mean_square(TANH, field.q[0]) + 0.25)
    assert field.chi == pytest.approx([18 * mean_square_slope(TANH, field.q[0])])


def test_chi_takes_the_weights_of_the_next_layer(field_of):
    field = field_of([784, 30, 10], "relu", "glorot_uniform", 1.0, None, 0.1)
    assert field.chi == pytest.approx([30 * 2 / (30 + 10) / 2])


@given(st.lists(st.floats(1e-4, 10), max_size=6), st.floats(0.01, 10))
def test_error_norms_multiply_chi_from_the_output_down(chi, output):
    norms = MeanField([1.0] * (len(chi) + 1), chi).error_norms(output)
    assert norms[-1] == pytest.approx(np.sqrt(output))
    for layer in range(len(chi)):
        assert norms[layer] == pytest.approx(np.sqrt(chi[layer]) * norms[layer + 1])


@pytest.mark.parametrize("widths", [(40, 40), (60, 20), (20, 60)])
def test_the_width_factor_is_in_the_neuron_and_not_in_the_norm(widths):
    # δ^l = φ′(z^l) ⊙ W^{l+1} δ^{l+1}, W with variance σ_w²/n_l
    n, next_n = widths
    random = np.random.default_rng(0)
    sigma_w, q, draws = 1.5, 0.8, 4_000
    a = np.sqrt(q) * random.standard_normal((draws, n))
    TANH.apply(a, a)
    W = sigma_w / np.sqrt(n) * random.standard_normal((draws, n, next_n))
    next_delta = random.standard_normal((draws, next_n, 1))
    delta = (1 - a**2) * (W @ next_delta)[..., 0]
    chi = sigma_w**2 * mean_square_slope(TANH, q)
    kept = np.mean(np.sum(delta**2, axis=1)) / np.mean(np.sum(next_delta**2, axis=(1, 2)))
    assert kept == pytest.approx(chi, rel=0.03)
    assert np.mean(delta**2) / np.mean(next_delta**2) == pytest.approx(chi * next_n / n, rel=0.03)


@pytest.mark.parametrize("q", [0.05, 1.3, 30.0])
@pytest.mark.parametrize("shares", [np.full(10, 0.1), np.eye(10)[4], np.arange(10) / 45])
@pytest.mark.parametrize("cost", COSTS)
def test_output_errors_by_monte_carlo(cost, shares, q):
    a = np.sqrt(q) * np.random.default_rng(1).standard_normal((100_000, 10))
    COSTS[cost].apply_output(a, a)
    delta = np.empty_like(a)
    COSTS[cost].output_error(a, shares, delta)
    squares = np.sum(delta**2, axis=1)
    found = output_error_square(COSTS[cost], q, 10, shares @ shares)
    assert found == pytest.approx(squares.mean(), abs=4 * squares.std() / np.sqrt(len(squares)))


def test_a_single_example_under_the_cross_entropy_has_n_times_the_mean_square():
    expected = 10 * mean_square(SIGMOID, 1.3)
    assert output_error_square(COSTS["cross_entropy"], 1.3, 10, 1) == pytest.approx(
        expected, rel=1e-12
    )


@pytest.mark.parametrize("outputs", [2, 10])
def test_softmax_in_its_limits(outputs):
    assert softmax_mean_square(1e-6, outputs) == pytest.approx(outputs**-2, rel=1e-5)
    assert softmax_mean_square(1e5, outputs) == pytest.approx(1 / outputs, rel=0.03)


@pytest.mark.parametrize("q", [1e-3, 0.4, 7.0, 200.0])
def test_softmax_of_two_is_a_sigmoid_of_the_difference(q):
    assert softmax_mean_square(q, 2) == pytest.approx(mean_square(SIGMOID, 2 * q), rel=1e-9)


@pytest.mark.parametrize("outputs", [2, 10, 47])
def test_softmax_is_of_one_piece(outputs):
    # Its two ways of summing meet at q = 1.
    below, at, above = (softmax_mean_square(q, outputs) for q in (1 - 1e-6, 1, 1 + 1e-6))
    assert above - at == pytest.approx(at - below, rel=1e-4)


@pytest.mark.parametrize("q", [1e6, 1e9, 1e12, 1e30])
@pytest.mark.parametrize(("outputs", "density"), [(2, 1 / 2), (3, 3 / 4)])
def test_a_large_softmax_is_sure_but_where_its_two_largest_inputs_meet(outputs, density, q):
    # 1 − Σ a² = 2σ(1 − σ) there, which has the integral 2 over their difference. Density of the
    # difference at 0, in 1/√(πq): of n(n − 1)/2 pairs each has 1/2, if the others are smaller.
    unsure = 2 * density / np.sqrt(np.pi * q)
    expected = (1 - unsure) / outputs
    assert softmax_mean_square(q, outputs) == pytest.approx(expected, abs=q**-1.5 + 1e-14)


@pytest.mark.parametrize("q", [0, 1e-300, 1e-12, 1e5, 1e12, 1e300])
def test_a_softmax_takes_no_longer_whatever_its_inputs(q):
    start = process_time()
    assert 0.01 * (1 - 1e-9) < softmax_mean_square(q, 10) < 0.1 * (1 + 1e-9)
    assert process_time() - start < 0.1


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("weight_scale", [1e-300, 1e6, 1e200])
@pytest.mark.parametrize(("normalisation", "skips"), [("none", False), ("batch", True)])
def test_any_network_has_a_mean_field_even_one_that_overflows(
    field_of, activation, weight_scale, normalisation, skips
):
    layers = [784, *[30] * 60, 10]
    kinds = {"normalisation": normalisation, "skip_connections": skips}
    field = field_of(layers, activation, "he", weight_scale, None, 0.1, **kinds)
    for cost in COSTS:
        error = output_error_square(COSTS[cost], field.q[-1], 10, 1)
        assert field.error_norms(error).shape == (61,)


def test_the_field_of_a_network_that_explodes_is_no_number_from_where_it_overflows(field_of):
    field = field_of([784, *[30] * 60, 10], "relu", "he", 1e6, None, 0.1)
    assert field.q[1] == pytest.approx(1e24 * 0.2, rel=1e-9)
    assert not np.isfinite(field.q[-1])
    assert np.isnan(output_error_square(COSTS["log_likelihood"], field.q[-1], 10, 1))


@pytest.mark.parametrize("sigma_b", [0.3, 1.0])
@pytest.mark.parametrize("activation", [SIGMOID, TANH, SOFTSIGN], ids=lambda a: a.name)
def test_at_the_critical_scale_errors_neither_vanish_nor_explode(activation, sigma_b):
    critical = critical_weight_scale(activation, sigma_b)
    below, at, above = (
        mean_field(activation, [scale * critical] * 40, sigma_b, 1.0).chi[-1]
        for scale in (0.95, 1, 1.05)
    )
    assert at == pytest.approx(1, abs=1e-4)
    assert below < 0.99 and above > 1.01


def test_critical_scales_without_biases():
    assert critical_weight_scale(TANH, 0.0) == pytest.approx(1, rel=1e-12)
    assert critical_weight_scale(SOFTSIGN, 0.0) == pytest.approx(1, rel=1e-12)
    assert critical_weight_scale(RELU, 0.0) == pytest.approx(np.sqrt(2), rel=1e-12)
    assert critical_weight_scale(SIGMOID, 0.0) == pytest.approx(10.15, abs=0.01)


def test_relu_with_biases_has_no_critical_scale():
    with pytest.raises(ValueError):
        critical_weight_scale(RELU, 0.5)


@pytest.fixture(scope="module")
def field_of(settings_for):
    """The mean field of a network with settings that are not the book's."""

    def field(layers, activation, scheme, weight_scale, bias_sd, mean_square_pixel, **settings):
        start = initialiser(scheme, weight_scale, bias_sd)
        settings = settings_for(layers, activation=activation, initialiser=start, **settings)
        return network_mean_field(settings, mean_square_pixel)

    return field


@pytest.fixture(scope="module")
def mnist(mnist_folder):
    training = open_dataset(mnist_folder).training
    return training.images[:IMAGES] / 256, np.eye(10)[training.labels[:IMAGES]]


@pytest.fixture(scope="module")
def measure(mnist):
    """Root mean squares over replicates of bias_gradient_rms and bias_gradient_norm, by layer."""

    def measure(network: Network):
        images, targets = mnist
        per_example, mean = [], []
        for replicate in map(network.replicate, range(network.replicates)):
            batch = Backpropagation(replicate, IMAGES)
            batch.activations[0][:] = images
            batch.feedforward()
            batch.backpropagate(targets)
            per_example.append([np.sum(delta**2) / IMAGES for delta in batch.deltas])
            mean.append([np.sum(delta.mean(axis=1) ** 2) for delta in batch.deltas])
        return np.sqrt(np.mean(per_example, axis=0)), np.sqrt(np.mean(mean, axis=0))

    return measure


@pytest.fixture(scope="module")
def predict(settings_for, mnist):
    """The same two, from the theory."""

    def predict(layers, activation, cost, initialiser, **kinds):
        images, targets = mnist
        settings = settings_for(layers, activation=activation, initialiser=initialiser, **kinds)
        field = network_mean_field(settings, np.mean(images**2))
        return [
            field.error_norms(
                output_error_square(COSTS[cost], field.q[-1], layers[-1], squared_shares)
            )
            for squared_shares in (1, np.sum(targets.mean(axis=0) ** 2))
        ]

    return predict


@pytest.fixture(scope="module")
def start_of(settings_for):
    """Replicates as they start, in float64."""

    def start(layers, activation, cost, initialiser, replicates, **kinds):
        names = {"activation": activation, "cost": cost, "initialiser": initialiser}
        settings = settings_for(layers, **names, **kinds)
        return initialise(settings, range(replicates), float)

    return start


def initialiser(scheme, weight_scale=1.0, bias_sd=None):
    return {"scheme": scheme, "weight_scale": weight_scale, "bias_sd": bias_sd}


@pytest.mark.parametrize("hidden_layers", [2, 3, 4])
def test_the_book_s_networks_are_predicted(start_of, measure, predict, hidden_layers):
    layers = [784, *[30] * hidden_layers, 10]
    settings = (layers, "sigmoid", "cross_entropy", initialiser("scaled_gaussian"))
    measured = measure(start_of(*settings, REPLICATES))
    for found, expected in zip(measured, predict(*settings), strict=True):
        np.testing.assert_allclose(found, expected, rtol=0.15)


@pytest.mark.parametrize(
    ("layers", "activation", "cost", "start"),
    [
        (BOOK, "sigmoid", "quadratic", initialiser("scaled_gaussian", bias_sd=0.0)),
        (BOOK, "sigmoid", "cross_entropy", initialiser("large_gaussian")),
        (BOOK, "sigmoid", "cross_entropy", initialiser("sparse")),
        (BOOK, "sigmoid", "cross_entropy", initialiser("scaled_gaussian", 15.0, 0.0)),
        (BOOK, "tanh", "log_likelihood", initialiser("glorot_uniform")),
        (BOOK, "softsign", "log_likelihood", initialiser("standard_uniform")),
        (BOOK, "relu", "log_likelihood", initialiser("he")),
        (BOOK, "tanh", "cross_entropy", initialiser("orthogonal")),
        ([784, 60, 20, 40, 10], "tanh", "cross_entropy", initialiser("glorot_uniform")),
    ],
)
def test_per_example_errors_are_predicted_everywhere(
    start_of, measure, predict, layers, activation, cost, start
):
    settings = (layers, activation, cost, start)
    found, _ = measure(start_of(*settings, REPLICATES // 2))
    expected, _ = predict(*settings)
    np.testing.assert_allclose(found, expected, rtol=0.15)


def test_the_mean_gradient_is_smaller_where_images_share_little(start_of, measure, predict):
    settings = (BOOK, "sigmoid", "cross_entropy", initialiser("scaled_gaussian", 15.0, 0.0))
    _, found = measure(start_of(*settings, 50))
    _, expected = predict(*settings)
    assert np.all(expected[:4] > 1.4 * found[:4])


def test_large_weights_without_biases_turn_the_order_of_the_layers_round(start_of, measure):
    start = initialiser("scaled_gaussian", 15.0, 0.0)
    per_example, _ = measure(start_of(BOOK, "sigmoid", "cross_entropy", start, 50))
    assert all(earlier > later for earlier, later in pairwise(per_example))


@pytest.mark.parametrize(
    ("normalisation", "skip_connections"),
    [("none", True), ("batch", False), ("layer", False), ("layer", True)],
)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_errors_through_normalisation_and_skip_connections_are_predicted(
    start_of, measure, predict, normalisation, activation, skip_connections
):
    # Wide, as theory is about: of 30 neurons a few errors of a hundred are lost to the mean.
    kinds = {"normalisation": normalisation, "skip_connections": skip_connections}
    settings = ([784, *[100] * 5, 10], activation, "cross_entropy", initialiser("glorot_uniform"))
    found, _ = measure(start_of(*settings, 20, **kinds))
    expected, _ = predict(*settings, **kinds)
    if normalisation == "batch":  # what all images share is lost once, on the way to layer 4
        np.testing.assert_allclose(found[:4] / found[3], expected[:4] / expected[3], rtol=0.2)
        found, expected = found[4:], expected[4:]
    np.testing.assert_allclose(found, expected, rtol=0.2)


@pytest.mark.parametrize(
    ("activation", "normalisation", "factor"),
    [
        ("sigmoid", "batch", 1.017),
        ("tanh", "batch", 1.085),
        ("relu", "batch", np.sqrt(np.pi / (np.pi - 1))),
        ("relu", "layer", 1.0),
        ("sigmoid", "layer", 0.391),
    ],
)
def test_factors_of_normalisation(field_of, activation, normalisation, factor):
    field = field_of(
        [784, *[30] * 4, 10], activation, "he", 3.0, 1.0, 0.1, normalisation=normalisation
    )
    np.testing.assert_allclose(np.sqrt(field.chi[:-1]), factor, rtol=1e-3)
    assert field.q[:-1] == [1.0] * 4


def test_skip_connections_follow_yang_and_schoenholz(field_of):
    sigma_w, sigma_b = 1.3, 0.4
    layers = [784, *[30] * 4, 10]
    field = field_of(
        layers, "sigmoid", "scaled_gaussian", sigma_w, sigma_b, 0.1, skip_connections=True
    )
    q = sigma_w**2 * 0.1 + sigma_b**2
    p, m = mean_square(SIGMOID, q), 0.5
    slopes = [mean_square_slope(SIGMOID, q)]
    for _ in range(3):
        q = sigma_w**2 * p + sigma_b**2
        slopes.append(mean_square_slope(SIGMOID, q))
        p, m = p + mean_square(SIGMOID, q) + 2 * m * 0.5, m + 0.5
    assert field.q[-1] == pytest.approx(sigma_w**2 * p + sigma_b**2)
    # E‖∂C/∂a^l‖² = E‖δ^l‖² / E[φ′²] grows by 1 + σ_w² E[φ′²] a layer.
    for slope, next_slope, chi in zip(slopes, slopes[1:], field.chi, strict=False):
        assert chi * next_slope / slope == pytest.approx(1 + sigma_w**2 * next_slope)
