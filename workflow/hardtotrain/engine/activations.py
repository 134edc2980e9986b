"""Activation functions of the hidden layers.

Derivatives are written in terms of the activation a = σ(z) alone, so that z need not be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative.

    Attributes:
        name: The name used in the config.
        apply: Turns the weighted input z into the activation a, in place.
        derivative: Writes σ′(z), computed from a, into `out` (the shape of `a`).
        curvature: Writes σ″(z), computed from a, into `out`.
        steepest: The largest value of σ′, from which saturation is measured.
        span: The lowest and highest activation that a histogram tells apart. The rectifier has no
            upper bound: whatever is larger counts in its last bin.
    """

    name: str
    apply: Callable[[np.ndarray], None]
    derivative: Callable[[np.ndarray, np.ndarray], None]
    curvature: Callable[[np.ndarray, np.ndarray], None]
    steepest: float
    span: tuple[float, float]


def sigmoid(z: np.ndarray) -> None:
    """σ(z) = 1 / (1 + e^−z), in place."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)


def sigmoid_derivative(a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = a (1 − a)."""
    np.subtract(1, a, out=out)
    out *= a


def sigmoid_curvature(a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = a (1 − a) (1 − 2a)."""
    sigmoid_derivative(a, out)
    out *= 1 - 2 * a


def tanh(z: np.ndarray) -> None:
    """Hyperbolic tangent, in place."""
    np.tanh(z, out=z)


def tanh_derivative(a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = 1 − a²."""
    np.multiply(a, a, out=out)
    np.subtract(1, out, out=out)


def tanh_curvature(a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = −2a (1 − a²)."""
    tanh_derivative(a, out)
    out *= -2 * a


def softsign(z: np.ndarray) -> None:
    """σ(z) = z / (1 + |z|), in place."""
    z /= 1 + np.abs(z)


def softsign_derivative(a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = (1 + |z|)^−2 = (1 − |a|)²."""
    np.abs(a, out=out)
    np.subtract(1, out, out=out)
    out *= out


def softsign_curvature(a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = −2 sgn(z) (1 + |z|)^−3 = −2 sgn(a) (1 − |a|)³."""
    np.copyto(out, -2 * np.sign(a) * (1 - np.abs(a)) ** 3)


def relu(z: np.ndarray) -> None:
    """σ(z) = max(0, z), in place."""
    np.maximum(z, 0, out=z)


def relu_derivative(a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = 1 where a > 0, else 0."""
    np.sign(a, out=out)


def relu_curvature(a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = 0 but at the kink."""
    out.fill(0)


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", sigmoid, sigmoid_derivative, sigmoid_curvature, 0.25, (0, 1)),
        Activation("tanh", tanh, tanh_derivative, tanh_curvature, 1.0, (-1, 1)),
        Activation("softsign", softsign, softsign_derivative, softsign_curvature, 1.0, (-1, 1)),
        Activation("relu", relu, relu_derivative, relu_curvature, 1.0, (0, 5)),
    )
}
