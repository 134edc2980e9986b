"""Gradient descent, classical momentum and Nesterov's momentum, with the book's L2 decay.

All of them need sums over a mini-batch of outer products, ∇W = aᵀδ. BLAS computes
C ← keep·C + scale·aᵀδ in one call, so the gradient is added where it belongs, with the decay on the
way, and is never written out on its own: a third of the memory traffic of the textbook's three
passes.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.linalg.blas import get_blas_funcs

from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.network import Network


def add_gradient(
    parameters: np.ndarray, keep: float, scale: float, a: np.ndarray, delta: np.ndarray
) -> None:
    """C ← keep·C + scale·aᵀδ for each replicate, in place.

    Args:
        parameters: C, C-contiguous (R, n_in, n_out).
        keep: Factor on what is there.
        scale: Factor on the gradient.
        a: Input of the layer, C-contiguous (R, m, n_in).
        delta: Error of the layer, C-contiguous (R, m, n_out).
    """
    gemm = get_blas_funcs("gemm", dtype=parameters.dtype)
    for C, a_r, delta_r in zip(parameters, a, delta, strict=True):
        # BLAS counts columns first: the transposed view of a C-contiguous matrix is its native one.
        gemm(scale, delta_r.T, a_r.T, keep, C.T, trans_b=True, overwrite_c=True)


class GradientDescent:
    """W ← (1 − ηλ/n) W − (η/m) Σ ∇W,  b ← b − (η/m) Σ ∇b."""

    def __init__(
        self,
        network: Network,
        optimiser: Mapping,
        decay: float,
        frozen_layers: Sequence[int] = (),
    ) -> None:
        """Prepares to train a network.

        Args:
            network: Its weights and biases are changed in place.
            optimiser: `learning_rate` η; `momentum` μ and its schedule for those that use it.
            decay: λ/n, the regularisation over the number of training images.
            frozen_layers: Numbers (from 1) of layers that stay as they are.
        """
        self.learning_rate = optimiser["learning_rate"]
        self.decay = decay
        self.trained = [
            (index, network.weights[index], network.biases[index])
            for index in range(len(network.weights))
            if index + 1 not in frozen_layers
        ]

    def look_ahead(self, momentum: float) -> None:
        """Moves to where the gradient is to be taken: for gradient descent, nowhere."""

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes weights and biases by one mini-batch that has been backpropagated."""
        rate = -self.learning_rate / batch.deltas[0].shape[1]
        keep = 1 - self.learning_rate * self.decay
        for index, W, b in self.trained:
            add_gradient(W, keep, rate, batch.activations[index], batch.deltas[index])
            b += rate * batch.deltas[index].sum(axis=1, keepdims=True)


class Momentum(GradientDescent):
    """v ← μv − ε∇f(θ),  θ ← θ + v (Sutskever et al. 2013, eq. 1–2); f includes the L2 term."""

    def __init__(self, network: Network, *settings, **named_settings) -> None:
        """Starts with velocity 0; arguments as for GradientDescent."""
        super().__init__(network, *settings, **named_settings)
        self.velocities = [(np.zeros_like(W), np.zeros_like(b)) for _, W, b in self.trained]

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes velocities, then weights and biases, by one backpropagated mini-batch."""
        self.accelerate(batch, momentum)
        for (_, W, b), (v_W, v_b) in zip(self.trained, self.velocities, strict=True):
            W += v_W
            b += v_b

    def accelerate(self, batch: Backpropagation, keep: float) -> None:
        """v ← keep·v − ε∇f, the gradient being that of the backpropagated mini-batch."""
        rate = -self.learning_rate / batch.deltas[0].shape[1]
        for (index, W, _), (v_W, v_b) in zip(self.trained, self.velocities, strict=True):
            add_gradient(v_W, keep, rate, batch.activations[index], batch.deltas[index])
            v_b *= keep
            v_b += rate * batch.deltas[index].sum(axis=1, keepdims=True)
            if self.decay:
                v_W -= self.learning_rate * self.decay * W


class Nesterov(Momentum):
    """v ← μv − ε∇f(θ + μv),  θ ← θ + v (Sutskever et al. 2013, eq. 3–4).

    `look_ahead` leaves v at μv and θ at θ + μv; one gradient step on both then completes them.
    """

    def look_ahead(self, momentum: float) -> None:
        """v ← μv,  θ ← θ + v."""
        for (_, W, b), (v_W, v_b) in zip(self.trained, self.velocities, strict=True):
            v_W *= momentum
            v_b *= momentum
            W += v_W
            b += v_b

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """v ← v − ε∇f(θ),  θ ← θ − ε∇f(θ), both from where `look_ahead` went."""
        self.accelerate(batch, keep=1.0)
        GradientDescent.step(self, batch, momentum)


OPTIMISERS = {"sgd": GradientDescent, "momentum": Momentum, "nesterov": Nesterov}
