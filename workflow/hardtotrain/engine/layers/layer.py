"""What all kinds of layer have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """An array that is learned.

    Attributes:
        value: θ, shape (R, …).
        decays: Whether the L2 term holds it: weights, but not biases.
        subtract_gradient: Takes an array c of the shape of θ and a factor, and makes it
            c ← factor·c − Σ ∂C/∂θ over the mini-batch that was backpropagated.
    """

    value: np.ndarray
    decays: bool
    subtract_gradient: Callable[[np.ndarray, float], None]


class Layer:
    """Gives an output for that of the layer below, and hands its error down to it.

    The buffers are made once and used again; arrays are (R, m, n) for R replicates, m examples in a
    mini-batch and n neurons.

    Attributes:
        output: What `forward` computes from `below.output`.
        error: ∂C/∂output, which the layer above writes. From it `backward` computes `below.error`.
        error_sums: Its sum over the mini-batch, (R, 1, n). `Backpropagation` takes that of the
            output layer and of what stands right below an activation function: only there may a
            layer add something learned.
        parameters: What it learns.
        remembers: Whether it has running statistics, into which `remember` takes the mini-batch's.
    """

    output: np.ndarray
    error: np.ndarray
    error_sums: np.ndarray
    parameters: Sequence[Parameter] = ()
    remembers: bool = False

    def forward(self) -> None:
        """Computes `output`."""
        raise NotImplementedError

    def backward(self) -> None:
        """Computes the error of the layer below."""
        raise NotImplementedError

    def remember(self) -> None:
        """Takes statistics of the mini-batch into the running ones, in layers that have some."""
        raise NotImplementedError

    def subtract_error_sums(self, values: np.ndarray, factor: float) -> None:
        """c ← factor·c − Σ ∂C/∂output: the gradient of what the layer adds."""
        subtract(self.error_sums, values, factor)


class Images(Layer):
    """The pixels of the images, at the bottom of the stack: there is nothing to compute."""

    def __init__(self, output: np.ndarray) -> None:
        """Takes the buffer that whoever has images fills, (R, m, n_0), or (1, m, n_0) for all R."""
        self.output = output


def subtract(sums: np.ndarray, values: np.ndarray, factor: float) -> None:
    """values ← factor·values − sums."""
    if factor != 1:
        values *= factor
    values -= sums
