"""Values, slopes and curvatures of the activation functions."""

import numpy as np
import pytest
from textbook_network import ACTIVATIONS as TEXTBOOK

from hardtotrain.engine.activations import ACTIVATIONS

# 0 itself is left out: there relu has no derivative.
GRID = np.linspace(-8, 8, 1000)

FORMULAS = {name: value for name, (value, _) in TEXTBOOK.items()}


def applied(name, z):
    a = np.array(z)
    ACTIVATIONS[name].apply(a)
    return a


def slope(name, a):
    out = np.full_like(a, np.nan)
    ACTIVATIONS[name].derivative(a, out)
    return out


def curvature(name, a):
    out = np.full_like(a, np.nan)
    ACTIVATIONS[name].curvature(a, out)
    return out


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_follows_the_formula(name):
    np.testing.assert_allclose(applied(name, GRID), FORMULAS[name](GRID), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_agrees_with_central_differences(name):
    nudge = 1e-6
    expected = (FORMULAS[name](GRID + nudge) - FORMULAS[name](GRID - nudge)) / (2 * nudge)
    np.testing.assert_allclose(slope(name, applied(name, GRID)), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_curvature_agrees_with_central_differences_of_the_slope(name):
    nudge = 1e-6
    above, below = (slope(name, applied(name, GRID + sign * nudge)) for sign in (1, -1))
    expected = (above - below) / (2 * nudge)
    np.testing.assert_allclose(curvature(name, applied(name, GRID)), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("derivative", [slope, curvature])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivatives_leave_the_activation_as_it_is(name, derivative):
    a = applied(name, GRID)
    before = a.copy()
    derivative(name, a)
    np.testing.assert_array_equal(a, before)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_steepest_is_the_largest_slope(name):
    slopes = slope(name, applied(name, np.linspace(-8, 8, 100_001)))
    assert slopes.max() == pytest.approx(ACTIVATIONS[name].steepest, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("softsign", -1, 1), ("relu", 0, 3e38)],
)
def test_extreme_inputs_reach_the_limits_in_float32(name, low, high):
    extremes = np.array([-3e38, 3e38], np.float32)
    with np.errstate(over="ignore"):
        a = applied(name, extremes)
    np.testing.assert_array_equal(a, np.array([low, high], np.float32))
    expected = [0, 1] if name == "relu" else [0, 0]
    np.testing.assert_array_equal(slope(name, a), expected)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_stays_nan_so_that_divergence_shows(name):
    assert np.isnan(applied(name, [np.nan])).all()


def test_a_rectifier_at_0_is_off():
    np.testing.assert_array_equal(slope("relu", applied("relu", [-0.0, 0.0])), 0)
