"""Normalisation of weighted inputs, over a mini-batch or over the neurons of a layer.

    ẑ = (z − E[z]) / √(Var[z] + ε),        y = γ ẑ + β,

with mean and variance over the mini-batch for each neuron (Ioffe & Szegedy 2015), or over the
neurons for each example (Ba, Kiros & Hinton 2016). β takes the place of the biases, which a mean
that is subtracted would cancel. All means are over the same axis in

    ∂C/∂ẑ = γ ∂C/∂y,        ∂C/∂z = (∂C/∂ẑ − E[∂C/∂ẑ] − ẑ E[ẑ ∂C/∂ẑ]) / √(Var[z] + ε),
    ∂C/∂γ = Σ ẑ ∂C/∂y,      ∂C/∂β = Σ ∂C/∂y        over the mini-batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hardtotrain.engine.layers.layer import Layer, Parameter, subtract

EPSILON = 1e-5

# Of the running mean and variance, what a mini-batch leaves: they remember about a hundred.
KEPT = 0.99


@dataclass(frozen=True)
class NormalisationKind:
    """Over what is normalised.

    Attributes:
        name: The name used in the config.
        axis: Of arrays (R, m, n): examples or neurons.
        divisor: What theory says that z² is divided by, over σ_w² and for many examples or
            neurons: from E[a] and E[a²] of the layer below.
    """

    name: str
    axis: int
    divisor: Callable[[float, float], float]

    @property
    def over_batch(self) -> bool:
        """Whether an example's output hangs on the others of its mini-batch."""
        return self.axis == 1


def variance(mean: float, mean_square: float) -> float:
    """Neuron by neuron z varies with the examples: σ_w² Var[a]."""
    return mean_square - mean**2


def whole_square(mean: float, mean_square: float) -> float:
    """Example by example z varies with the random weights: σ_w² E[a²]."""
    return mean_square


NORMALISATIONS = {
    kind.name: kind
    for kind in (
        NormalisationKind("batch", axis=1, divisor=variance),
        NormalisationKind("layer", axis=2, divisor=whole_square),
    )
}


class Normalisation(Layer):
    """y from z as above. ẑ is written over z, which nobody needs any more."""

    def __init__(
        self,
        below: Layer,
        kind: NormalisationKind,
        scales: np.ndarray,
        shifts: np.ndarray,
        running: np.ndarray | None,
        evaluating: bool,
    ) -> None:
        """Makes the buffers; the arrays of the network are read anew at every call.

        Args:
            below: Its output is z.
            kind: Over what is normalised.
            scales: γ, shape (R, 1, n).
            shifts: β, shape (R, 1, n).
            running: Mean and variance for evaluation, shape (R, 2, n), where the kind is over the
                mini-batch.
            evaluating: Whether they stand for the mini-batch's own.
        """
        self.below, self.kind = below, kind
        self.scales, self.shifts, self.running = scales, shifts, running
        self.remembers = kind.over_batch
        self.uses_running = evaluating and kind.over_batch
        two = [2 if axis == kind.axis else size for axis, size in enumerate(below.output.shape)]
        self._moments = running if self.uses_running else np.empty(two, below.output.dtype)
        self.mean, self.variance = np.split(self._moments, 2, axis=kind.axis)
        self.output = np.empty_like(below.output)
        self.error = np.empty_like(below.output)
        self.parameters = [
            Parameter(scales, False, self.subtract_scale_gradient),
            Parameter(shifts, False, self.subtract_error_sums),
        ]
        self._products = np.empty_like(below.output)
        # Products with a row or a column take half as long as sums and means.
        self._ones = np.ones((1, below.output.shape[1]), below.output.dtype)
        count = below.output.shape[kind.axis]
        shape = (1, count) if kind.over_batch else (count, 1)
        self._shares = np.full(shape, 1 / count, below.output.dtype)

    def forward(self) -> None:
        """ẑ = (z − E[z]) / √(Var[z] + ε), y = γ ẑ + β."""
        z = self.below.output
        if self.uses_running:
            z -= self.mean
        else:
            z -= self.average(z, out=self.mean)
            self.average(np.multiply(z, z, out=self._products), out=self.variance)
        self.sd = np.sqrt(self.variance + EPSILON)
        z /= self.sd
        np.multiply(z, self.scales, out=self.output)
        self.output += self.shifts

    def backward(self) -> None:
        """∂C/∂z = (∂C/∂ẑ − E[∂C/∂ẑ] − ẑ E[ẑ ∂C/∂ẑ]) / √(Var[z] + ε), ∂C/∂ẑ = γ ∂C/∂y."""
        normalised, error = self.below.output, self.below.error
        np.multiply(self.error, self.scales, out=error)
        shared = self.average(error)
        along = self.average(np.multiply(error, normalised, out=self._products))
        error -= shared
        error -= np.multiply(normalised, along, out=self._products)
        error /= self.sd

    def average(self, values: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """The mean over examples or neurons, which stay as an axis of length 1."""
        if self.kind.over_batch:
            return np.matmul(self._shares, values, out=out)
        return np.matmul(values, self._shares, out=out)

    def subtract_scale_gradient(self, values: np.ndarray, factor: float) -> None:
        """c ← factor·c − Σ ẑ ∂C/∂y."""
        np.multiply(self.error, self.below.output, out=self._products)
        subtract(np.matmul(self._ones, self._products), values, factor)

    def remember(self) -> None:
        """Takes mean and variance of the mini-batch into the running ones, and forgets them.

        Its variance is that of m examples about their own mean, which is m/(m − 1) times too small.
        """
        self._moments *= self._taken
        self.running *= KEPT
        self.running += self._moments

    @cached_property
    def _taken(self) -> np.ndarray:
        """What part of mean and of variance the running ones take."""
        examples = self.output.shape[1]
        taken = (1 - KEPT) * np.array([[1], [examples / (examples - 1)]])
        return taken.astype(self.output.dtype)
