"""Values, slopes and curvatures of the activation functions."""

import numpy as np
import pytest
from textbook_network import ACTIVATIONS as TEXTBOOK

from hardtotrain.engine.activations import ACTIVATIONS

# 0 itself is left out: there relu has no derivative.
GRID = np.linspace(-8, 8, 1000)

FORMULAS = {name: value for name, (value, _) in TEXTBOOK.items()}


def applied(name, z):
    z = np.array(z)
    a = np.empty_like(z)
    ACTIVATIONS[name].apply(z, a)
    return a


def slope(name, z):
    out = np.full_like(z, np.nan)
    ACTIVATIONS[name].derivative(np.array(z), applied(name, z), out)
    return out


def curvature(name, z):
    out = np.full_like(z, np.nan)
    ACTIVATIONS[name].curvature(np.array(z), applied(name, z), out)
    return out


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_follows_the_formula(name):
    np.testing.assert_allclose(applied(name, GRID), FORMULAS[name](GRID), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_agrees_with_central_differences(name):
    nudge = 1e-6
    expected = (FORMULAS[name](GRID + nudge) - FORMULAS[name](GRID - nudge)) / (2 * nudge)
    np.testing.assert_allclose(slope(name, GRID), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_curvature_agrees_with_central_differences_of_the_slope(name):
    nudge = 1e-6
    above, below = (slope(name, GRID + sign * nudge) for sign in (1, -1))
    expected = (above - below) / (2 * nudge)
    np.testing.assert_allclose(curvature(name, GRID), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("derivative", ["derivative", "curvature"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivatives_leave_input_and_activation_as_they_are(name, derivative):
    z, a = GRID.copy(), applied(name, GRID)
    getattr(ACTIVATIONS[name], derivative)(z, a, np.empty_like(z))
    np.testing.assert_array_equal(z, GRID)
    np.testing.assert_array_equal(a, applied(name, GRID))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_steepest_is_the_largest_slope(name):
    slopes = slope(name, np.linspace(-20, 20, 200_001))
    assert slopes.max() == pytest.approx(ACTIVATIONS[name].steepest, rel=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_those_with_a_bound_on_either_side_saturate(name):
    low, high = FORMULAS[name](np.array([-100, 100]))
    assert ACTIVATIONS[name].saturates() == (high - low < 10)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("softsign", -1, 1), ("relu", 0, 3e38), ("gelu", 0, 3e38)],
)
def test_extreme_inputs_reach_the_limits_in_float32(name, low, high):
    extremes = np.array([-3e38, 3e38], np.float32)
    with np.errstate(over="ignore"):
        a, slopes = applied(name, extremes), slope(name, extremes)
    np.testing.assert_array_equal(a, np.array([low, high], np.float32))
    np.testing.assert_array_equal(slopes, [0, 1] if high > 1 else [0, 0])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_stays_nan_so_that_divergence_shows(name):
    assert np.isnan(applied(name, [np.nan])).all()


def test_a_rectifier_at_0_is_off():
    np.testing.assert_array_equal(slope("relu", [-0.0, 0.0]), 0)
