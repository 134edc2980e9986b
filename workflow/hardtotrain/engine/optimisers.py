"""Gradient descent, momentum and Adam, with the book's L2 decay.

All of them need sums over a mini-batch, and have them subtracted from the parameters themselves or
from an array of their own, with a factor on these (`Parameter.subtract_gradient`). The learning
rate is in the errors already, which are much smaller than the gradients: `backpropagate` scales
them by `gradient_scale` over the size of the mini-batch.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np

from hardtotrain.engine.layers.layer import Parameter


class GradientDescent:
    """W ← (1 − ηλ/n) W − (η/m) Σ ∇W,  b ← b − (η/m) Σ ∇b."""

    def __init__(self, parameters: Sequence[Parameter], optimiser: Mapping, decay: float) -> None:
        """Prepares to train a network.

        Args:
            parameters: What is trained; their values are changed in place.
            optimiser: `learning_rate` η; `momentum` μ and its schedule for those that use it.
            decay: λ/n, the regularisation over the number of training images.

        Raises:
            ValueError: Weights lie in memory as BLAS could only change in a copy.
        """
        if not all(matrix.flags.f_contiguous for p in parameters for matrix in p.value):
            raise ValueError("weights to train must lie column by column, as `initialise` does it")
        self.learning_rate = self.gradient_scale = optimiser["learning_rate"]
        self.decay = decay

    def look_ahead(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """Moves to where the gradient is to be taken: for gradient descent, nowhere."""

    def step(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """Changes the parameters by one mini-batch that has been backpropagated.

        Args:
            parameters: Those that the optimiser was made for, with the gradients of the mini-batch.
            momentum: μ of this step.
        """
        keep = 1 - self.learning_rate * self.decay
        for parameter in parameters:
            parameter.subtract_gradient(parameter.value, keep if parameter.decays else 1)


class Momentum(GradientDescent):
    """v ← μv − ε∇f(θ),  θ ← θ + v (Sutskever et al. 2013, eq. 1–2); f includes the L2 term."""

    def __init__(self, parameters: Sequence[Parameter], *settings, **named_settings) -> None:
        """Starts with velocity 0; arguments as for GradientDescent."""
        super().__init__(parameters, *settings, **named_settings)
        self.velocities = [np.zeros_like(parameter.value) for parameter in parameters]

    def step(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """v ← μv − ε∇f(θ),  θ ← θ + v."""
        self.accelerate(parameters, momentum)
        self.move(parameters)

    def accelerate(self, parameters: Sequence[Parameter], keep: float) -> None:
        """v ← keep·v − ε∇f."""
        for parameter, v in zip(parameters, self.velocities, strict=True):
            parameter.subtract_gradient(v, keep)
            if parameter.decays and self.decay:
                v -= self.learning_rate * self.decay * parameter.value

    def move(self, parameters: Sequence[Parameter]) -> None:
        """θ ← θ + v."""
        for parameter, v in zip(parameters, self.velocities, strict=True):
            np.add(parameter.value, v, out=parameter.value)


class Nesterov(Momentum):
    """v ← μv − ε∇f(θ + μv),  θ ← θ + v (Sutskever et al. 2013, eq. 3–4).

    `look_ahead` leaves v at μv and θ at θ + μv; one gradient step on both then completes them.
    """

    def look_ahead(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """v ← μv,  θ ← θ + v."""
        for v in self.velocities:
            v *= momentum
        self.move(parameters)

    def step(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """v ← v − ε∇f(θ),  θ ← θ − ε∇f(θ), both from where `look_ahead` went."""
        self.accelerate(parameters, keep=1)
        GradientDescent.step(self, parameters, momentum)


class Adam(GradientDescent):
    """m ← β₁m + (1 − β₁)∇f,  v ← β₂v + (1 − β₂)(∇f)²,  θ ← θ − η m̂/(√v̂ + ε).

    Kingma & Ba (2015), algorithm 1, with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) at update t, and the
    paper's β₁, β₂ and ε; f includes the L2 term.

    The errors come times 1 − β₁, so that their sums are added to m as they are. Of v the squares of
    these sums are kept, and its factor (1 − β₂)/(1 − β₁)² is left to the last step.

    All parameters of the network lie behind each other in one array for each of m and v: that takes
    a tenth of the calls, of which fifty layers have a hundred for every operation.
    """

    BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
    BLOCK = 16_384  # numbers, so that three arrays of them stay within the cache of the core

    def __init__(self, parameters: Sequence[Parameter], *settings, **named_settings) -> None:
        """Starts with moments of 0; arguments as for GradientDescent."""
        super().__init__(parameters, *settings, **named_settings)
        self.gradient_scale = 1 - self.BETA_1
        self.updates = 0
        sizes = [parameter.value.size for parameter in parameters]
        dtype = np.result_type(np.float32, *(parameter.value for parameter in parameters))
        flat = [np.zeros(sum(sizes), dtype) for _ in ("g", "m", "v")]
        self.gradients = [
            column_by_column(flat[0][end - size : end], parameter.value.shape)
            for end, size, parameter in zip(accumulate(sizes), sizes, parameters, strict=True)
        ]
        self.blocks = [
            tuple(array[start : start + self.BLOCK] for array in flat)
            for start in range(0, sum(sizes), self.BLOCK)
        ]

    def step(self, parameters: Sequence[Parameter], momentum: float) -> None:
        """One update; here g is −(1 − β₁)∇f, as gradients come subtracted, and so is m."""
        self.updates += 1
        unbiased_1, unbiased_2 = (1 - beta**self.updates for beta in (self.BETA_1, self.BETA_2))
        # √v̂ is the root of the mean of squares, times this.
        root = math.sqrt((1 - self.BETA_2) / unbiased_2) / (1 - self.BETA_1)
        for parameter, g in zip(parameters, self.gradients, strict=True):
            parameter.subtract_gradient(g, 0)
            if parameter.decays and self.decay:
                g -= self.gradient_scale * self.decay * parameter.value
        for g, m, squares in self.blocks:
            m *= self.BETA_1
            m += g
            squares *= self.BETA_2
            np.square(g, out=g)
            squares += g
            # From here on g holds the step.
            np.sqrt(squares, out=g)
            g += self.EPSILON / root
            np.divide(m, g, out=g)
            g *= self.learning_rate / unbiased_1 / root
        for parameter, g in zip(parameters, self.gradients, strict=True):
            np.add(parameter.value, g, out=parameter.value)


def column_by_column(numbers: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Numbers in a row as matrices (R, n_in, n_out) that lie in memory as weights do."""
    replicates, n_in, n_out = shape
    return numbers.reshape(replicates, n_out, n_in).transpose(0, 2, 1)


OPTIMISERS = {"sgd": GradientDescent, "momentum": Momentum, "nesterov": Nesterov, "adam": Adam}
