"""Hidden layers that are alike: what needs no order among them takes one call of numpy for all.

A mini-batch goes up and its errors come down layer by layer. Slopes φ′(z) and sums of errors for
the biases could be taken in any order; in fifty layers of 30 their hundred and fifty calls would
take an eighth of a step.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from hardtotrain.engine.layers.activation import ActivationLayer


class AlikeLayers:
    """Neighbouring hidden layers as wide as each other: k of n neurons each.

    Attributes:
        weighted_inputs: z of all of them, which their activation function takes: (k, R, m, n).
        activations: Their φ(z), likewise.
        errors: Their δ = ∂C/∂z, likewise.
        error_sums: Σ δ over the mini-batch, (k, R, 1, n).
    """

    def __init__(self, layers: Sequence[ActivationLayer]) -> None:
        """Lays their arrays behind each other, which has to come before anyone keeps one of them.

        Args:
            layers: The last part of each, from the first to the last.
        """
        self.activation = layers[0].activation
        replicates, batch_size, width = shape_of(layers[0])
        dtype = layers[0].output.dtype
        self.weighted_inputs, self.activations, self.errors = np.empty(
            (3, len(layers), replicates, batch_size, width), dtype
        )
        self.error_sums = np.empty((len(layers), replicates, 1, width), dtype)
        arrays = self.weighted_inputs, self.activations, self.errors, self.error_sums
        for layer, z, a, delta, sums in zip(layers, *arrays, strict=True):
            layer.output, layer.below.output = a, z
            layer.below.error, layer.below.error_sums = delta, sums

    def differentiate(self) -> None:
        """Writes φ′(z) where δ is to be: `ActivationLayer.backward` multiplies it by ∂C/∂a."""
        self.activation.derivative(self.weighted_inputs, self.activations, self.errors)


def alike_layers(layers: Sequence[ActivationLayer]) -> Iterator[AlikeLayers]:
    """The hidden layers of a network, in order, those that are alike together."""
    for _, alike in groupby(layers, shape_of):
        yield AlikeLayers(list(alike))


def shape_of(layer: ActivationLayer) -> tuple[int, int, int]:
    """(R, m, n)."""
    return layer.output.shape
