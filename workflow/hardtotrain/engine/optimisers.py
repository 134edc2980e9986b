"""Gradient descent, classical momentum and Nesterov's momentum, with the book's L2 decay.

All of them need sums over a mini-batch of outer products, ∇W = aᵀδ. BLAS computes
C ← keep·C + scale·aᵀδ in one call, so the gradient is added where it belongs, with the decay on the
way, and is never written out on its own: a third of the memory traffic of the textbook's three
passes.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.network import Network


def by_column(stack: np.ndarray) -> list[np.ndarray]:
    """The matrices of a C-contiguous stack as BLAS counts them, columns first: transposed views."""
    return [matrix.T for matrix in stack]


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
        self.columns = [by_column(W) for _, W, _ in self.trained]
        # Here, as the config reads the names of the optimisers at every start, without using one.
        from scipy.linalg.blas import get_blas_funcs

        self.gemm = get_blas_funcs("gemm", dtype=network.weights[0].dtype)

    def look_ahead(self, momentum: float) -> None:
        """Moves to where the gradient is to be taken: for gradient descent, nowhere."""

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes weights and biases by one mini-batch that has been backpropagated."""
        keep = 1 - self.learning_rate * self.decay
        for (index, _, b), columns in zip(self.trained, self.columns, strict=True):
            self.add_gradient(columns, b, keep, batch, index)

    def add_gradient(
        self,
        columns: list[np.ndarray],
        biases: np.ndarray,
        keep: float,
        batch: Backpropagation,
        index: int,
    ) -> None:
        """C ← keep·C − (η/m) Σ ∇W and c ← c − (η/m) Σ ∇b, for what starts as weights or velocity.

        Args:
            columns: C of each replicate, seen columns first.
            biases: c, shape (R, 1, n_out).
            keep: Factor on C.
            batch: A mini-batch that has been backpropagated.
            index: Of the layer, from 0.
        """
        delta = batch.deltas[index]
        rate = -self.learning_rate / delta.shape[1]
        for C, a_r, delta_r in zip(columns, *batch.columns[index], strict=True):
            self.gemm(rate, delta_r, a_r, keep, C, trans_b=True, overwrite_c=True)
        biases += rate * np.matmul(batch.ones, delta)  # 1ᵀδ, a third of the time of delta.sum


class Momentum(GradientDescent):
    """v ← μv − ε∇f(θ),  θ ← θ + v (Sutskever et al. 2013, eq. 1–2); f includes the L2 term."""

    def __init__(self, network: Network, *settings, **named_settings) -> None:
        """Starts with velocity 0; arguments as for GradientDescent."""
        super().__init__(network, *settings, **named_settings)
        self.velocities = [(np.zeros_like(W), np.zeros_like(b)) for _, W, b in self.trained]
        self.velocity_columns = [by_column(v_W) for v_W, _ in self.velocities]

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes velocities, then weights and biases, by one backpropagated mini-batch."""
        for _, v_b in self.velocities:
            v_b *= momentum
        self.accelerate(batch, keep=momentum)
        self.move()

    def accelerate(self, batch: Backpropagation, keep: float) -> None:
        """v ← keep·v − ε∇f for the weights, v ← v − ε∇f for the biases."""
        for (index, W, _), (v_W, v_b), columns in zip(
            self.trained, self.velocities, self.velocity_columns, strict=True
        ):
            self.add_gradient(columns, v_b, keep, batch, index)
            if self.decay:
                v_W -= self.learning_rate * self.decay * W

    def move(self) -> None:
        """θ ← θ + v."""
        for (_, W, b), (v_W, v_b) in zip(self.trained, self.velocities, strict=True):
            W += v_W
            b += v_b


class Nesterov(Momentum):
    """v ← μv − ε∇f(θ + μv),  θ ← θ + v (Sutskever et al. 2013, eq. 3–4).

    `look_ahead` leaves v at μv and θ at θ + μv; one gradient step on both then completes them.
    """

    def look_ahead(self, momentum: float) -> None:
        """v ← μv,  θ ← θ + v."""
        for v_W, v_b in self.velocities:
            v_W *= momentum
            v_b *= momentum
        self.move()

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """v ← v − ε∇f(θ),  θ ← θ − ε∇f(θ), both from where `look_ahead` went."""
        self.accelerate(batch, keep=1.0)
        GradientDescent.step(self, batch, momentum)


OPTIMISERS = {"sgd": GradientDescent, "momentum": Momentum, "nesterov": Nesterov}
