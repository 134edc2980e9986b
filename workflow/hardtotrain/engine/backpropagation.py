"""The four equations of backpropagation (Nielsen, chapter 2) on stacked mini-batches.

The one way in which images go through a network: training, monitors, measures and theory use it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from hardtotrain.engine.alike_layers import alike_layers
from hardtotrain.engine.layers.activation import ActivationLayer
from hardtotrain.engine.layers.dense import Dense
from hardtotrain.engine.layers.layer import Images, Layer
from hardtotrain.engine.layers.skip_connection import SkipConnection

if TYPE_CHECKING:
    from hardtotrain.engine.network import Network


class Backpropagation:
    """A network as a stack of layers, with activations and errors of one mini-batch.

    The buffers are made once and used again; arrays are (R, m, n_l) for layer l.

    Attributes:
        activations: a^0 … a^L. The caller fills a^0 with the images.
        weighted_inputs: z^1 … z^L, in hidden layers normalised where the network says so: what the
            activation function takes.
        deltas: δ^1 … δ^L = ∂C/∂b^l of every example.
        weight_errors: ∂C/∂(a^{l−1} W^l): the same arrays, but for what normalisation makes of them.
        gradients: ∂C/∂a^1 … ∂C/∂a^{L−1}.
        trained: The parameters of all layers that are not frozen.
    """

    def __init__(
        self,
        network: Network,
        batch_size: int,
        frozen_layers: Collection[int] = (),
        evaluating: bool = False,
    ) -> None:
        """Stacks the layers.

        Args:
            network: Its parameters are read anew at every call.
            batch_size: m, the number of examples a replicate sees at once.
            frozen_layers: Numbers (from 1) of layers that stay as they are.
            evaluating: Whether running statistics stand for those of the mini-batch, and all
                replicates see the same images: a^0 is (1, m, n_0). There is no way back then.
        """
        self.network = network
        shown = 1 if evaluating else network.replicates
        below: Layer = Images(
            np.empty((shown, batch_size, network.layers[0]), network.weights[0].dtype)
        )
        self.stack: list[Layer] = []
        tops, hidden = [below], []
        for index in range(len(network.weights) - 1):
            parts = network.hidden_layer(index, below, evaluating)
            hidden.append(parts)
            if network.skips(index):
                parts = [SkipConnection(below, parts)]
            self.stack += parts
            below = parts[-1]
            tops.append(below)
        output = Dense(below, network.weights[-1], network.biases[-1])
        self.stack.append(output)
        every = [part for parts in hidden for part in parts]
        self._activation_layers = [part for part in every if isinstance(part, ActivationLayer)]
        self._remembering = [part for part in every if part.remembers]
        self._alike = list(alike_layers(self._activation_layers))
        self._ones = np.ones((1, batch_size), output.output.dtype)
        self._summed = [
            *((alike.errors, alike.error_sums) for alike in self._alike),
            (output.error, output.error_sums),
        ]

        before_activations = [layer.below for layer in self._activation_layers]
        self.activations = [*(layer.output for layer in tops), np.empty_like(output.output)]
        self.weighted_inputs = [*(layer.output for layer in before_activations), output.output]
        self.deltas = [*(layer.error for layer in before_activations), output.error]
        self.weight_errors = [*(parts[0].error for parts in hidden), output.error]
        self.gradients = [parts[-1].error for parts in hidden]
        self.trained = [
            parameter
            for number, parts in enumerate([*hidden, [output]], start=1)
            if number not in frozen_layers
            for part in parts
            for parameter in part.parameters
        ]

    def feedforward(self) -> None:
        """From the images in a^0 through the stack to z^L and a^L."""
        for layer in self.stack:
            layer.forward()
        self.network.cost.apply_output(self.weighted_inputs[-1], self.activations[-1])

    def backpropagate(self, targets: np.ndarray, scale: float = 1) -> None:
        """δ^L = ∂C/∂z^L, then from each layer's error that of the layer below.

        Where a layer is weights and an activation function alone that is
        δ^l = δ^{l+1} (W^{l+1})ᵀ ⊙ σ′(z^l).

        Args:
            targets: y of every example, shape (R, m, n_L) or broadcastable to it.
            scale: A factor on δ^L and so, as every error is linear in the next, on all of them.
        """
        self.network.cost.output_error(self.activations[-1], targets, self.deltas[-1])
        self.deltas[-1] *= scale
        for alike in self._alike:
            alike.differentiate()
        for layer in reversed(self.stack):
            layer.backward()
        for errors, sums in self._summed:
            np.matmul(self._ones, errors, out=sums)  # half as long as errors.sum

    def slopes(self) -> list[np.ndarray]:
        """φ′ of the hidden layers 1 … L − 1 for the images that were fed forward."""
        return [layer.slopes() for layer in self._activation_layers]

    def remember(self) -> None:
        """Takes the statistics of the mini-batch into the network's running ones, if it has any."""
        for layer in self._remembering:
            layer.remember()


def weighted_output(network: Network, images: np.ndarray) -> np.ndarray:
    """The weighted input z^L of the output layer.

    Args:
        network: R replicates.
        images: Pixels in [0, 1), shape (m, n_0), the same for all replicates.

    Returns:
        An array (R, m, n_L).
    """
    batch = Backpropagation(network, len(images), evaluating=True)
    batch.activations[0][:] = images
    batch.feedforward()
    return batch.weighted_inputs[-1]
