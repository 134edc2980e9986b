"""The activation function of a hidden layer, neuron by neuron."""

import numpy as np

from hardtotrain.engine.activations import Activation
from hardtotrain.engine.layers.layer import Layer


class ActivationLayer(Layer):
    """a = φ(z), and backward: ∂C/∂z = φ′(z) ⊙ ∂C/∂a.

    Before `backward` φ′(z) has to stand where ∂C/∂z is to be: that is written for all layers that
    are alike in one call (`AlikeLayers.differentiate`).
    """

    def __init__(self, below: Layer, activation: Activation) -> None:
        """Makes the buffers.

        Args:
            below: Its output is z.
            activation: φ.
        """
        self.below, self.activation = below, activation
        self.output = np.empty_like(below.output)
        self.error = np.empty_like(self.output)

    def forward(self) -> None:
        """a = φ(z)."""
        self.activation.apply(self.below.output, self.output)

    def backward(self) -> None:
        """∂C/∂z = φ′(z) ⊙ ∂C/∂a."""
        self.below.error *= self.error

    def slopes(self) -> np.ndarray:
        """φ′(z), in an array of its own."""
        slopes = np.empty_like(self.output)
        self.activation.derivative(self.below.output, self.output, slopes)
        return slopes
