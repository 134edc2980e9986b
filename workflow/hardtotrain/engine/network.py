"""A fully connected network: plain data, stacked over replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hardtotrain.engine.activations import ACTIVATIONS, Activation
from hardtotrain.engine.costs import COSTS, Cost
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.random_streams import initialisation_stream


@dataclass(frozen=True)
class Network:
    """R replicates of one architecture; layer l maps n_{l-1} inputs to n_l outputs.

    Attributes:
        activation: Of every hidden layer.
        cost: With the output layer that belongs to it.
        weights: For each layer an array (R, n_{l-1}, n_l); the weighted input is z = a W + b. As
            `initialise` makes them, the weights of one neuron lie together in memory: BLAS then
            needs a quarter less time for the weighted inputs of the first layer.
        biases: For each layer an array (R, 1, n_l).
    """

    activation: Activation
    cost: Cost
    weights: Sequence[np.ndarray]
    biases: Sequence[np.ndarray]

    @property
    def layers(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (self.weights[0].shape[1], *(W.shape[2] for W in self.weights))

    @property
    def replicates(self) -> int:
        """R, the number of stacked replicates."""
        return len(self.weights[0])

    def replicate(self, index: int) -> "Network":
        """One replicate, as a stack of one that shares memory with this network."""
        return self.select(slice(index, index + 1))

    def select(self, chosen: slice | np.ndarray) -> "Network":
        """Some replicates: a slice, which shares memory, or those that booleans (R,) mark."""
        return Network(
            self.activation,
            self.cost,
            [W[chosen] for W in self.weights],
            [b[chosen] for b in self.biases],
        )

    def copy(self) -> "Network":
        """The same replicates in memory of their own."""
        return Network(
            self.activation,
            self.cost,
            [W.copy(order="K") for W in self.weights],
            [b.copy() for b in self.biases],
        )

    def weighted_output(self, images: np.ndarray) -> np.ndarray:
        """The weighted input z^L of the output layer.

        Args:
            images: Pixels in [0, 1), shape (m, n_0), the same for all replicates.

        Returns:
            An array (R, m, n_L).
        """
        a = images[np.newaxis]
        for W, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            a = np.matmul(a, W)
            a += b
            self.activation.apply(a)
        return np.matmul(a, self.weights[-1]) + self.biases[-1]

    def predict(self, images: np.ndarray) -> np.ndarray:
        """The most probable class of each image.

        Args:
            images: Pixels in [0, 1), shape (m, n_0).

        Returns:
            Classes, shape (R, m).
        """
        return self.weighted_output(images).argmax(axis=-1)

    def finite(self) -> np.ndarray:
        """Which replicates have only finite weights and biases: booleans (R,)."""
        parameters = [*self.weights, *self.biases]
        return np.all([np.isfinite(p).all(axis=(1, 2)) for p in parameters], axis=0)


def initialise(
    layers: Sequence[int],
    activation: str,
    cost: str,
    initialiser: Mapping,
    seed: int,
    replicates: Sequence[int],
    dtype: type = np.float32,
) -> Network:
    """Draws the initial weights and biases of the given replicates.

    Args:
        layers: Layer sizes, input first.
        activation: A name in ACTIVATIONS.
        cost: A name in COSTS.
        initialiser: `scheme`, a name in INITIALISERS; `weight_scale`, a factor on its weights;
            `bias_sd`, the standard deviation of the biases, or None for the scheme's own.
        seed: The study's seed.
        replicates: Numbers of the replicates, from 0.
        dtype: Of weights and biases; the draws themselves are float64.
    """
    scheme = INITIALISERS[initialiser["scheme"]]
    bias_sd = scheme.bias_sd if initialiser["bias_sd"] is None else initialiser["bias_sd"]
    shapes = list(pairwise(layers))
    weights = [
        np.empty((len(replicates), n_out, n_in), dtype).transpose(0, 2, 1) for n_in, n_out in shapes
    ]
    biases = [np.empty((len(replicates), 1, n_out), dtype) for _, n_out in shapes]
    for index, replicate in enumerate(replicates):
        random = initialisation_stream(seed, layers, replicate)
        for W, b, (n_in, n_out) in zip(weights, biases, shapes, strict=True):
            W[index] = initialiser["weight_scale"] * scheme.weights(random, n_in, n_out)
            b[index] = bias_sd * random.standard_normal(n_out)
    return Network(ACTIVATIONS[activation], COSTS[cost], weights, biases)
