"""Gradient descent, classical momentum and Nesterov's momentum, with the book's L2 decay.

All of them need sums over a mini-batch of outer products, ∇W = aᵀδ. BLAS computes
C ← keep·C − aᵀδ in one call, so the gradient is subtracted where it belongs, with the decay on the
way, and is never written out on its own: a third of the memory traffic of the textbook's three
passes. The learning rate is in the errors already, which are much smaller than the gradients:
`Backpropagation` scales them by η/m.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.network import Network


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
            network: As `initialise` makes it; its weights and biases are changed in place.
            optimiser: `learning_rate` η; `momentum` μ and its schedule for those that use it.
            decay: λ/n, the regularisation over the number of training images.
            frozen_layers: Numbers (from 1) of layers that stay as they are.

        Raises:
            ValueError: Weights lie in memory as BLAS could only change in a copy.
        """
        if not all(matrix.flags.f_contiguous for W in network.weights for matrix in W):
            raise ValueError("weights to train must lie column by column, as `initialise` does it")
        self.learning_rate = optimiser["learning_rate"]
        self.decay = decay
        self.trained = [
            (index, network.weights[index], network.biases[index])
            for index in range(len(network.weights))
            if index + 1 not in frozen_layers
        ]
        # Here, as the config reads the names of the optimisers at every start, without using one.
        from scipy.linalg.blas import get_blas_funcs

        self.gemm = get_blas_funcs("gemm", dtype=network.weights[0].dtype)

    def look_ahead(self, momentum: float) -> None:
        """Moves to where the gradient is to be taken: for gradient descent, nowhere."""

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes weights and biases by one mini-batch that has been backpropagated."""
        keep = 1 - self.learning_rate * self.decay
        for index, W, b in self.trained:
            self.subtract_gradient(W, b, keep, batch, index)

    def subtract_gradient(
        self,
        weights: np.ndarray,
        biases: np.ndarray,
        keep: float,
        batch: Backpropagation,
        index: int,
    ) -> None:
        """C ← keep·C − (η/m) Σ ∇W and c ← c − (η/m) Σ ∇b, for weights and biases or velocities.

        Args:
            weights: C, shape (R, n_in, n_out), each matrix column by column in memory.
            biases: c, shape (R, 1, n_out).
            keep: Factor on C.
            batch: A mini-batch that has been backpropagated with scale η/m.
            index: Of the layer, from 0.
        """
        for C, a_r, delta_r in zip(weights, *batch.columns[index], strict=True):
            # As arguments by name, trans_a=0, trans_b=1, overwrite_c=1 take half as long as BLAS.
            self.gemm(-1, a_r, delta_r, keep, C, 0, 1, 1)
        biases -= np.matmul(batch.ones, batch.deltas[index])  # 1ᵀδ takes half as long as delta.sum


class Momentum(GradientDescent):
    """v ← μv − ε∇f(θ),  θ ← θ + v (Sutskever et al. 2013, eq. 1–2); f includes the L2 term."""

    def __init__(self, network: Network, *settings, **named_settings) -> None:
        """Starts with velocity 0; arguments as for GradientDescent."""
        super().__init__(network, *settings, **named_settings)
        self.velocities = [(np.zeros_like(W), np.zeros_like(b)) for _, W, b in self.trained]

    def step(self, batch: Backpropagation, momentum: float) -> None:
        """Changes velocities, then weights and biases, by one backpropagated mini-batch."""
        for _, v_b in self.velocities:
            v_b *= momentum
        self.accelerate(batch, keep=momentum)
        self.move()

    def accelerate(self, batch: Backpropagation, keep: float) -> None:
        """v ← keep·v − ε∇f for the weights, v ← v − ε∇f for the biases."""
        for (index, W, _), (v_W, v_b) in zip(self.trained, self.velocities, strict=True):
            self.subtract_gradient(v_W, v_b, keep, batch, index)
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
