"""Activation functions of the hidden layers.

Most derivatives are written in terms of the activation a = σ(z), where that is quicker.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# A unit counts as saturated where its slope σ′ is below this share of the steepest: for the sigmoid
# an activation below 0.013 or above 0.987, for the rectifier a unit that is off.
FLAT = 0.05


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative.

    Attributes:
        name: The name used in the config.
        apply: Writes the activation a of the weighted input z into `out`, all of one shape.
        derivative: Writes σ′(z), from z and a, into `out`.
        curvature: Writes σ″(z), from z and a, into `out`.
        steepest: The largest value of σ′, from which saturation is measured.
        span: The lowest and highest activation that a histogram tells apart. Rectifiers and their
            kin have no upper bound: whatever is larger counts in the last bin.
    """

    name: str
    apply: Callable[[np.ndarray, np.ndarray], None]
    derivative: Callable[[np.ndarray, np.ndarray, np.ndarray], None]
    curvature: Callable[[np.ndarray, np.ndarray, np.ndarray], None]
    steepest: float
    span: tuple[float, float]

    def saturates(self) -> bool:
        """Whether it is flat far from 0 on both sides: larger weights make its slopes smaller."""
        z = np.array([-20.0, 20.0])
        a, slopes = np.empty_like(z), np.empty_like(z)
        self.apply(z, a)
        self.derivative(z, a, slopes)
        return bool((np.abs(slopes) < FLAT * self.steepest).all())


def sigmoid(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = 1 / (1 + e^−z)."""
    np.negative(z, out=out)
    np.exp(out, out=out)
    out += 1
    np.reciprocal(out, out=out)


def sigmoid_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = a (1 − a)."""
    np.subtract(1, a, out=out)
    out *= a


def sigmoid_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = a (1 − a) (1 − 2a)."""
    sigmoid_derivative(z, a, out)
    out *= 1 - 2 * a


def tanh(z: np.ndarray, out: np.ndarray) -> None:
    """Hyperbolic tangent."""
    np.tanh(z, out=out)


def tanh_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = 1 − a²."""
    np.multiply(a, a, out=out)
    np.subtract(1, out, out=out)


def tanh_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = −2a (1 − a²)."""
    tanh_derivative(z, a, out)
    out *= -2 * a


def softsign(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = z / (1 + |z|)."""
    np.divide(z, 1 + np.abs(z), out=out)


def softsign_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = (1 + |z|)^−2 = (1 − |a|)²."""
    np.abs(a, out=out)
    np.subtract(1, out, out=out)
    out *= out


def softsign_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = −2 sgn(z) (1 + |z|)^−3 = −2 sgn(a) (1 − |a|)³."""
    np.copyto(out, -2 * np.sign(a) * (1 - np.abs(a)) ** 3)


def relu(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = max(0, z)."""
    np.maximum(z, 0, out=out)


def relu_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = 1 where a > 0, else 0."""
    np.sign(a, out=out)


def relu_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = 0 but at the kink."""
    out.fill(0)


LEAK = 0.01  # Maas, Hannun & Ng (2013)


def leaky_relu(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = max(z, z/100)."""
    np.maximum(z, LEAK * z, out=out)


def leaky_relu_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = 1 where a > 0, else 1/100."""
    np.copyto(out, np.where(a > 0, 1, LEAK))


# The fixed point of Klambauer et al. (2017): mean 0 and variance 1 go through a layer unchanged.
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = λ z where z > 0, else λα (e^z − 1)."""
    below = SELU_ALPHA * np.expm1(np.minimum(z, 0))
    np.maximum(z, 0, out=out)
    out += below
    out *= SELU_SCALE


def selu_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = λ where a > 0, else λα e^z = a + λα."""
    np.copyto(out, np.where(a > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA))


def selu_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = 0 where a > 0, else λα e^z = a + λα."""
    np.copyto(out, np.where(a > 0, 0, a + SELU_SCALE * SELU_ALPHA))


def normal_share(z: np.ndarray) -> np.ndarray:
    """Φ(z), the share of a standard normal distribution that lies below z."""
    from scipy.special import ndtr  # here, as half of the programs never need it

    return ndtr(z)


def normal_density(z: np.ndarray) -> np.ndarray:
    """Φ′(z) = e^(−z²/2) / √(2π)."""
    return np.exp(-0.5 * z * z) * (1 / math.sqrt(2 * math.pi))


def gelu(z: np.ndarray, out: np.ndarray) -> None:
    """σ(z) = z Φ(z): Hendrycks & Gimpel (2016)."""
    np.multiply(z, normal_share(z), out=out)


def gelu_derivative(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ′ = Φ(z) + z Φ′(z)."""
    np.multiply(z, normal_density(z), out=out)
    out += normal_share(z)


def gelu_curvature(z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
    """σ″ = (2 − z²) Φ′(z)."""
    np.multiply(2 - z * z, normal_density(z), out=out)


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", sigmoid, sigmoid_derivative, sigmoid_curvature, 0.25, (0, 1)),
        Activation("tanh", tanh, tanh_derivative, tanh_curvature, 1.0, (-1, 1)),
        Activation("softsign", softsign, softsign_derivative, softsign_curvature, 1.0, (-1, 1)),
        Activation("relu", relu, relu_derivative, relu_curvature, 1.0, (0, 5)),
        Activation(
            "leaky_relu", leaky_relu, leaky_relu_derivative, relu_curvature, 1.0, (-0.05, 5)
        ),
        Activation(
            "selu", selu, selu_derivative, selu_curvature, SELU_SCALE * SELU_ALPHA, (-1.76, 5)
        ),
        # σ′ is steepest at z = √2.
        Activation("gelu", gelu, gelu_derivative, gelu_curvature, 1.1289041, (-0.17, 5)),
    )
}
