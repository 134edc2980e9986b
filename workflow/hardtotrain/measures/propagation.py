"""How errors change on their way back through each hidden layer, and why."""

from collections.abc import Iterator

import numpy as np

from hardtotrain.measures.probe import Probe

COLUMNS = ("layer", "weight_factor", "slope_factor", "delta_sd", "mean_singular_value")

# Singular values vary little between images, and a decomposition is dear.
DECOMPOSED_IMAGES = 10


def propagation(probe: Probe) -> Iterator[tuple]:
    """What the backward pass through each hidden layer does to the errors δ^l.

    δ^l = δ^{l+1} (W^{l+1})ᵀ ⊙ σ′(z^l) has two causes, which multiply to the ratio of the root mean
    squares over images of ‖δ^l‖ and ‖δ^{l+1}‖:

    - weight_factor: rms ‖∂C/∂a^l‖ / rms ‖δ^{l+1}‖, where ∂C/∂a^l = δ^{l+1} (W^{l+1})ᵀ, but for what
      normalisation and skip connections add to that.
    - slope_factor: rms ‖δ^l‖ / rms ‖∂C/∂a^l‖.

    And after Glorot & Bengio (2010), section 4:

    - delta_sd: standard deviation of δ^l over units and images.
    - mean_singular_value: of the Jacobian ∂z^{l+1}/∂z^l = Σ′(z^l) W^{l+1}, averaged over its
      singular values and the first DECOMPOSED_IMAGES probe images.

    Yields:
        One row of COLUMNS a hidden layer.
    """
    for layer, kind in probe.layers():
        if kind == "output":
            continue
        delta, next_delta = probe.deltas[layer - 1], probe.deltas[layer]
        carried = probe.gradients[layer - 1]
        slope = probe.slopes[layer - 1][:DECOMPOSED_IMAGES]
        yield (
            layer,
            root_sum_of_squares(carried) / root_sum_of_squares(next_delta),
            root_sum_of_squares(delta) / root_sum_of_squares(carried),
            delta.std(dtype=float),
            mean_singular_value(slope[:, :, np.newaxis] * probe.weights[layer]),
        )


def mean_singular_value(jacobians: np.ndarray) -> float:
    """The mean singular value of a stack of matrices; NaN where a network is overflowing."""
    if not np.isfinite(jacobians).all():
        return np.nan
    return np.linalg.svd(jacobians, compute_uv=False).mean(dtype=float)


def root_sum_of_squares(errors: np.ndarray) -> float:
    """√Σ over images and units; in a ratio over the same images it is the root mean square."""
    return np.sqrt(np.square(errors, dtype=float).sum())
