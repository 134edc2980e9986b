"""A layer of weights: every neuron sees every one of the layer below."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from hardtotrain.engine.layers.layer import Images, Layer, Parameter


class Dense(Layer):
    """z = a W + b, and backward with δ = ∂C/∂z: ∂C/∂a = δ Wᵀ, ∂C/∂W = aᵀ δ, ∂C/∂b = Σ δ.

    BLAS computes C ← factor·C − aᵀδ in one call, so the gradient is subtracted where it belongs,
    with the weight decay on the way, and is never written out on its own: a third of the memory
    traffic of the textbook's three passes.
    """

    def __init__(self, below: Layer, weights: np.ndarray, biases: np.ndarray | None) -> None:
        """Makes the buffers.

        Args:
            below: Its output is a.
            weights: W, shape (R, n_in, n_out), read anew at every call.
            biases: b, shape (R, 1, n_out), likewise; None where a layer above shifts z.
        """
        replicates, _, n_out = weights.shape
        batch_size = below.output.shape[1]
        self.below, self.weights, self.biases = below, weights, biases
        self.output = np.empty((replicates, batch_size, n_out), weights.dtype)
        self.error = np.empty_like(self.output)
        self.parameters = [Parameter(weights, True, self.subtract_weight_gradient)]
        if biases is not None:
            self.error_sums = np.empty_like(biases)
            self.parameters.append(Parameter(biases, False, self.subtract_error_sums))
        self._transposed_weights = weights.transpose(0, 2, 1)

    def forward(self) -> None:
        """z = a W + b."""
        np.matmul(self.below.output, self.weights, out=self.output)
        if self.biases is not None:
            self.output += self.biases

    def backward(self) -> None:
        """∂C/∂a = δ Wᵀ, but for images, which have no use for it."""
        if not isinstance(self.below, Images):
            np.matmul(self.error, self._transposed_weights, out=self.below.error)

    @cached_property
    def _columns(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Each replicate's a and δ as BLAS multiplies them: to slice takes time."""
        return [a.T for a in self.below.output], [delta.T for delta in self.error]

    @cached_property
    def gemm(self) -> Callable[..., np.ndarray]:
        """BLAS's product of two matrices."""
        from scipy.linalg.blas import get_blas_funcs  # here, as half of the programs never need it

        return get_blas_funcs("gemm", dtype=self.weights.dtype)

    def subtract_weight_gradient(self, values: np.ndarray, factor: float) -> None:
        """C ← factor·C − aᵀδ for each replicate's C, which lies column by column in memory."""
        gemm = self.gemm
        for C, a, delta in zip(values, *self._columns, strict=True):
            # As arguments by name, trans_a=0, trans_b=1, overwrite_c=1 take half as long as BLAS.
            gemm(-1, a, delta, factor, C, 0, 1, 1)
