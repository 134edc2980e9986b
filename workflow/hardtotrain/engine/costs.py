"""Cost functions, each with the output layer that belongs to it.

Costs are computed from the weighted input z of the output layer, not from its activation: in
float32 a saturated activation is exactly 0 or 1 and its logarithm infinite.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hardtotrain.engine.activations import sigmoid


@dataclass(frozen=True)
class Cost:
    """A cost function and its output layer.

    Attributes:
        name: The name used in the config.
        apply_output: Turns the weighted input z of the output layer into its activation, in place.
        weighted_input: The inverse: a weighted input z whose activation is a, (..., outputs).
        output_error: Writes δ^L = ∂C/∂z^L for activation a and target y into `out`; arrays
            (..., outputs).
        value: The cost C of each example, from z and y: (..., outputs) to (...).
    """

    name: str
    apply_output: Callable[[np.ndarray], None]
    weighted_input: Callable[[np.ndarray], np.ndarray]
    output_error: Callable[[np.ndarray, np.ndarray, np.ndarray], None]
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]


def logit(a: np.ndarray) -> np.ndarray:
    """z = ln(a / (1 − a)), the inverse of the sigmoid."""
    return np.log(a) - np.log1p(-a)


def softmax(z: np.ndarray) -> None:
    """a_j = e^z_j / Σ_k e^z_k over the last axis, in place."""
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)


def difference(a: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
    """δ^L = a − y, where the derivative of the output layer cancels against that of the cost."""
    np.subtract(a, y, out=out)


def difference_times_slope(a: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
    """δ^L = (a − y) σ′(z) with σ′ = a (1 − a): a sigmoid output under the quadratic cost."""
    np.subtract(a, y, out=out)
    out *= a
    out *= 1 - a


def cross_entropy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """C = −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)] = Σ_j [ln(1 + e^z_j) − y_j z_j].

    ln(1 + e^z) is written as max(0, z) + ln(1 + e^−|z|), which never overflows.
    """
    return (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z).sum(axis=-1)


def quadratic(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """C = ½ ‖a − y‖² with a = σ(z)."""
    a = z.copy()
    sigmoid(a)
    return 0.5 * ((a - y) ** 2).sum(axis=-1)


def log_likelihood(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """C = −Σ_j y_j ln a_j = ln Σ_k e^z_k − Σ_j y_j z_j, a = softmax(z); y sums to 1."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1)) - (y * shifted).sum(axis=-1)


COSTS = {
    cost.name: cost
    for cost in (
        Cost("cross_entropy", sigmoid, logit, difference, cross_entropy),
        Cost("quadratic", sigmoid, logit, difference_times_slope, quadratic),
        Cost("log_likelihood", softmax, np.log, difference, log_likelihood),
    )
}
