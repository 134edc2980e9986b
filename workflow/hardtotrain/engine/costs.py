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
        apply_output: Writes the activation of the output layer for its weighted input z into `out`.
        weighted_input: The inverse: a weighted input z whose activation is a, (..., outputs).
        output_error: Writes δ^L = ∂C/∂z^L for activation a and target y into `out`; arrays
            (..., outputs).
        value: The cost C of each example, from z and y: (..., outputs) to (...).
        output_slopes: ∂a/∂z^L of one example from a, (outputs,) to (outputs, outputs).
        gradient: ∇_a C of one example from a and y, all (outputs,).
        curvature: H T for H = ∂²C/∂z² and responses T, and the gradient of ½ Σ_p T_pᵀ H T_p by z:
            takes z, (R, 1, outputs), and T, (R, P, outputs), gives the shape of T and that of z.
            None where H depends on y.
    """

    name: str
    apply_output: Callable[[np.ndarray, np.ndarray], None]
    weighted_input: Callable[[np.ndarray], np.ndarray]
    output_error: Callable[[np.ndarray, np.ndarray, np.ndarray], None]
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]
    output_slopes: Callable[[np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray]
    curvature: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]] | None

    def error_slope(self, a: np.ndarray) -> np.ndarray:
        """s(a) of the output error δ^L = (a − y) s: what the derivative leaves of it, 1 or σ′."""
        of_zero, of_one = np.empty_like(a), np.empty_like(a)
        self.output_error(a, np.zeros_like(a), of_zero)
        self.output_error(a, np.ones_like(a), of_one)
        return of_zero - of_one


def logit(a: np.ndarray) -> np.ndarray:
    """z = ln(a / (1 − a)), the inverse of the sigmoid."""
    return np.log(a) - np.log1p(-a)


def softmax(z: np.ndarray, out: np.ndarray) -> None:
    """a_j = e^z_j / Σ_k e^z_k over the last axis."""
    np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)


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
    a = np.empty_like(z)
    sigmoid(z, out=a)
    return 0.5 * ((a - y) ** 2).sum(axis=-1)


def log_likelihood(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """C = −Σ_j y_j ln a_j = ln Σ_k e^z_k − Σ_j y_j z_j, a = softmax(z); y sums to 1."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1)) - (y * shifted).sum(axis=-1)


def sigmoid_slopes(a: np.ndarray) -> np.ndarray:
    """∂a/∂z = diag(σ′(z)) of sigmoid outputs."""
    return np.diag(a * (1 - a))


def softmax_slopes(a: np.ndarray) -> np.ndarray:
    """∂a/∂z = diag(a) − a aᵀ of softmax outputs."""
    return np.diag(a) - np.outer(a, a)


def cross_entropy_gradient(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∇_a C of C = −Σ [y ln a + (1 − y) ln(1 − a)]."""
    return (a - y) / (a * (1 - a))


def log_likelihood_gradient(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∇_a C of C = −Σ y ln a."""
    return -y / a


def cross_entropy_curvature(z: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """H = diag(σ′(z)) of sigmoid outputs under the cross-entropy."""
    a = np.empty_like(z)
    sigmoid(z, out=a)
    slope = a * (1 - a)
    return slope * T, 0.5 * slope * (1 - 2 * a) * (T**2).sum(axis=1, keepdims=True)


def log_likelihood_curvature(z: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """H = diag(a) − a aᵀ of softmax outputs under the log-likelihood."""
    a = np.empty_like(z)
    softmax(z, out=a)
    mean = (a * T).sum(axis=-1, keepdims=True)
    by_a = (0.5 * T**2 - mean * T).sum(axis=1, keepdims=True)
    return a * (T - mean), a * (by_a - (a * by_a).sum(axis=-1, keepdims=True))


COSTS = {
    cost.name: cost
    for cost in (
        Cost(
            "cross_entropy",
            apply_output=sigmoid,
            weighted_input=logit,
            output_error=difference,
            value=cross_entropy,
            output_slopes=sigmoid_slopes,
            gradient=cross_entropy_gradient,
            curvature=cross_entropy_curvature,
        ),
        Cost(
            "quadratic",
            apply_output=sigmoid,
            weighted_input=logit,
            output_error=difference_times_slope,
            value=quadratic,
            output_slopes=sigmoid_slopes,
            gradient=np.subtract,
            curvature=None,
        ),
        Cost(
            "log_likelihood",
            apply_output=softmax,
            weighted_input=np.log,
            output_error=difference,
            value=log_likelihood,
            output_slopes=softmax_slopes,
            gradient=log_likelihood_gradient,
            curvature=log_likelihood_curvature,
        ),
    )
}
