"""How activations and gradients are distributed (Glorot & Bengio 2010, figures 4 and 6 to 8)."""

from collections.abc import Iterator

import numpy as np

from hardtotrain.config.amounts import ACTIVATION_BINS, MAGNITUDE_BINS
from hardtotrain.measures.probe import Probe

COLUMNS = ("layer", "quantity", "low", "high", "share")

# The powers of ten between which every float32 but 0 lies, in half decades: with finer bins the CSV
# of 200 replicates of a deep network would fill megabytes.
MAGNITUDE_RANGE = (-46, 39)


def histograms(probe: Probe) -> Iterator[tuple]:
    """Histograms of what goes forward and backward through each hidden layer.

    - activation: a^l over units and probe images, in bins of the activation function's span.
    - delta: log₁₀ |δ^l|, the back-propagated gradient, over units and probe images.
    - weight_gradient: log₁₀ |∂C/∂W^l| of the mean over the probe images, over weights.

    A gradient of exactly 0 has no logarithm and falls in no bin, but it is one of the values that
    the shares are shares of: to 1 they lack the share of zeros.

    Yields:
        One row of COLUMNS a bin that is not empty: the share of values from `low` to `high`, which
        for the gradients are powers of ten.
    """
    span_of_activation = probe.activation.span
    for layer, kind in probe.layers():
        if kind == "hidden":
            a, delta = probe.activations[layer], probe.deltas[layer - 1]
            weight_gradient = (
                probe.activations[layer - 1].T @ probe.weight_errors[layer - 1] / len(delta)
            )
            for quantity, values, bins, span in (
                (
                    "activation",
                    np.clip(a, *span_of_activation),
                    ACTIVATION_BINS,
                    span_of_activation,
                ),
                ("delta", magnitudes(delta), MAGNITUDE_BINS, MAGNITUDE_RANGE),
                ("weight_gradient", magnitudes(weight_gradient), MAGNITUDE_BINS, MAGNITUDE_RANGE),
            ):
                for low, high, share in filled_bins(values, bins, span):
                    yield layer, quantity, low, high, share


def magnitudes(gradients: np.ndarray) -> np.ndarray:
    """log₁₀ of the absolute values, −∞ of zeros."""
    with np.errstate(divide="ignore"):
        return np.log10(np.abs(gradients))


def filled_bins(values: np.ndarray, bins: int, span: tuple[float, float]) -> Iterator[tuple]:
    """The bins that hold any of the values, as (low, high, share of all values)."""
    counts, edges = np.histogram(values, bins, span)
    shares = counts / values.size
    filled = counts > 0
    return zip(edges[:-1][filled], edges[1:][filled], shares[filled], strict=True)
