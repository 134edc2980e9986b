"""Backpropagation as a product of matrices, and what these matrices do to an error.

Vectors are rows, as in the engine: z^l = a^{l−1} W^l + b^l.
"""

from collections.abc import Sequence

import numpy as np

from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.network import Network


def deltas_by_product(network: Network, image: np.ndarray, target: np.ndarray) -> list[np.ndarray]:
    """δ^l = Σ′(z^l) W^{l+1} Σ′(z^{l+1}) … W^L Σ′(z^L) ∇_a C (Nielsen, chapter 5).

    Σ′(z^l) = ∂a^l/∂z^l is diagonal, but for a softmax output. The matrices are multiplied with each
    other first and with ∇_a C last, which backpropagation is clever enough not to do.

    Args:
        network: Of one replicate, in float64.
        image: Pixels, shape (n_0,).
        target: y, shape (n_L,).

    Returns:
        δ^1 … δ^L, shape (n_l,) each.
    """
    batch = fed_forward(network, image[np.newaxis])
    a = batch.activations[-1][0, 0]
    product, output_gradient = network.cost.output_slopes(a), network.cost.gradient(a, target)
    deltas = [product @ output_gradient]
    for W, slopes in zip(reversed(network.weights[1:]), reversed(batch.slopes()), strict=True):
        product = np.diag(slopes[0, 0]) @ W[0] @ product
        deltas.insert(0, product @ output_gradient)
    return deltas


def fed_forward(network: Network, images: np.ndarray) -> Backpropagation:
    """A network of one replicate with images (m, n_0) fed forward, as one mini-batch in float64."""
    batch = Backpropagation(network.map(in_float64), len(images))
    batch.activations[0][:] = images
    batch.feedforward()
    return batch


def in_float64(array: np.ndarray) -> np.ndarray:
    """An array as exact as theory has it."""
    return array.astype(float)


def layer_jacobians(network: Network, images: np.ndarray) -> list[np.ndarray]:
    """J^l = ∂a^l/∂a^{l−1} = W^l Σ′(z^l), from each hidden layer to the next.

    Args:
        network: Of one replicate.
        images: Pixels, shape (m, n_0).

    Returns:
        J^2 … J^{L−1}, arrays (m, n_{l−1}, n_l): da^l = da^{l−1} J^l.
    """
    slopes = fed_forward(network, images).slopes()
    return [
        W[0] * slope[0][:, np.newaxis]
        for W, slope in zip(network.weights[1:-1], slopes[1:], strict=True)
    ]


def product_of_jacobians(jacobians: Sequence[np.ndarray]) -> np.ndarray:
    """∂a^{L−1}/∂a^1 = J^2 J^3 … J^{L−1}: an array (m, n_1, n_{L−1}) of one or more Jacobians."""
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = product @ jacobian
    return product


def singular_values(jacobian: np.ndarray) -> np.ndarray:
    """Singular values of each image's Jacobian, largest first.

    Args:
        jacobian: A layer's or a product's, shape (m, n, n′).

    Returns:
        Shape (m, min(n, n′)); NaN for an image whose Jacobian is not finite, and 0 for a value that
        is lost in the rounding of the largest. Their mean is what Glorot & Bengio (2010, section
        4.2) report of the layer Jacobians of tanh: about 0.8 for their normalised initialiser, 0.5
        for the standard.
    """
    finite = np.isfinite(jacobian).all(axis=(1, 2))
    values = np.full((len(jacobian), min(jacobian.shape[1:])), np.nan)
    values[finite] = np.linalg.svd(jacobian[finite], compute_uv=False)
    rounding = np.finfo(float).eps * max(jacobian.shape[1:]) * values[:, :1]
    values[values < rounding] = 0
    return values


def decay_per_layer(norms: Sequence[float]) -> tuple[float, float]:
    """Slope of log10‖δ^l‖ against l by least squares: +1 if each layer has 10 times the one before.

    Args:
        norms: ‖δ^l‖ of two or more layers in a row, earliest first.

    Returns:
        The slope, and R² of the line: 1 if the norms are exactly exponential. Both NaN where a norm
        has no logarithm; R² also for two layers, through which a line always goes.
    """
    if not np.all(np.isfinite(norms) & np.greater(norms, 0)):
        return np.nan, np.nan
    [[spread, shared], [_, spread_of_logs]] = np.cov(np.arange(len(norms)), np.log10(norms))
    r_squared = shared**2 / (spread * spread_of_logs) if len(norms) > 2 else np.nan
    return float(shared / spread), float(r_squared)


def change_of_decay(norms: Sequence[float]) -> float:
    """How much the decay grows from the first step between layers to the last: 0 if exponential.

    The least squares parabola c l² + … of log10‖δ^l‖ has the step c (2l + 1) + … from layer l to
    l + 1, so that of n layers the last of the n − 1 steps exceeds the first by 2c (n − 2).

    Args:
        norms: ‖δ^l‖ of layers in a row, earliest first.

    Returns:
        2c (n − 2), in the unit of `decay_per_layer`. NaN for fewer than four layers, as three leave
        a parabola no freedom, and where a norm has no logarithm.
    """
    if len(norms) < 4 or not np.all(np.isfinite(norms) & np.greater(norms, 0)):
        return np.nan
    layers = np.arange(len(norms)) - (len(norms) - 1) / 2
    # Orthogonal to the constant and the slope, so that its coefficient is the parabola's.
    square = layers**2 - np.mean(layers**2)
    curvature = square @ np.log10(norms) / (square @ square)
    return float(2 * curvature * (len(norms) - 2))
