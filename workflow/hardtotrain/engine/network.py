"""A fully connected network: plain data, stacked over replicates, and the layers it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from hardtotrain.engine.activations import ACTIVATIONS, Activation
from hardtotrain.engine.backpropagation import weighted_output
from hardtotrain.engine.costs import COSTS, Cost
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.layers.activation import ActivationLayer
from hardtotrain.engine.layers.dense import Dense
from hardtotrain.engine.layers.layer import Layer
from hardtotrain.engine.layers.normalisation import (
    NORMALISATIONS,
    Normalisation,
    NormalisationKind,
)
from hardtotrain.engine.random_streams import initialisation_stream

# The arrays of a network: for each name one of each layer, or of each hidden layer.
ARRAYS = ("weights", "biases", "scales", "running")

# What a network is unless it says otherwise.
PLAIN = {"normalisation": "none", "skip_connections": False}


@dataclass(frozen=True)
class Network:
    """R replicates of one architecture; layer l maps n_{l-1} inputs to n_l outputs.

    Attributes:
        activation: Of every hidden layer.
        cost: With the output layer that belongs to it.
        weights: For each layer an array (R, n_{l-1}, n_l); the weighted input is z = a W + b. As
            `initialise` makes them, the weights of one neuron lie together in memory: BLAS then
            needs a quarter less time for the weighted inputs of the first layer.
        biases: For each layer an array (R, 1, n_l); β where the layer is normalised.
        normalisation: Of the weighted inputs of every hidden layer, or None.
        scales: γ of each hidden layer that is normalised, (R, 1, n_l).
        running: Mean and variance of the weighted inputs of each hidden layer that is normalised
            over the mini-batch, (R, 2, n_l): what takes their place in evaluation.
        skip_connections: Whether hidden layers add what they take in to what they give, where both
            are as wide: a^l = a^{l−1} + φ(z^l).
    """

    activation: Activation
    cost: Cost
    weights: Sequence[np.ndarray]
    biases: Sequence[np.ndarray]
    normalisation: NormalisationKind | None = None
    scales: Sequence[np.ndarray] = ()
    running: Sequence[np.ndarray] = ()
    skip_connections: bool = False

    @property
    def layers(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (self.weights[0].shape[1], *(W.shape[2] for W in self.weights))

    @property
    def replicates(self) -> int:
        """R, the number of stacked replicates."""
        return len(self.weights[0])

    @property
    def kind(self) -> dict[str, str | bool]:
        """What `of_kind` makes such a network of, in the words of the config."""
        return {
            "activation": self.activation.name,
            "cost": self.cost.name,
            "normalisation": self.normalisation.name if self.normalisation else "none",
            "skip_connections": self.skip_connections,
        }

    @property
    def arrays(self) -> list[np.ndarray]:
        """All arrays, in the order of ARRAYS."""
        return [array for name in ARRAYS for array in getattr(self, name)]

    def skips(self, index: int) -> bool:
        """Whether a connection skips a layer, counted from 0: never the first or the last."""
        hidden = 0 < index < len(self.weights) - 1
        return self.skip_connections and hidden and self.layers[index] == self.layers[index + 1]

    def hidden_layer(self, index: int, below: Layer, evaluating: bool) -> list[Layer]:
        """The parts of a hidden layer, from the weights to the activation function.

        Args:
            index: Of the layer, from 0.
            below: What the layer stands on.
            evaluating: Whether running statistics stand for those of the mini-batch.
        """
        W, b = self.weights[index], self.biases[index]
        if self.normalisation is None:
            parts: list[Layer] = [Dense(below, W, b)]
        else:
            dense = Dense(below, W, biases=None)
            running = self.running[index] if self.running else None
            statistics = (self.scales[index], b, running)
            parts = [dense, Normalisation(dense, self.normalisation, *statistics, evaluating)]
        return [*parts, ActivationLayer(parts[-1], self.activation)]

    def map(self, change: Callable[[np.ndarray], np.ndarray]) -> Network:
        """A network of the same kind with every array changed."""
        changed = {name: [change(array) for array in getattr(self, name)] for name in ARRAYS}
        return replace(self, **changed)

    def replicate(self, index: int) -> Network:
        """One replicate, as a stack of one that shares memory with this network."""
        return self.select(slice(index, index + 1))

    def select(self, chosen: slice | np.ndarray) -> Network:
        """Some replicates: a slice, which shares memory, or those that booleans (R,) mark."""
        return self.map(lambda array: array[chosen])

    def copy(self) -> Network:
        """The same replicates in memory of their own."""
        return self.map(lambda array: array.copy(order="K"))

    def weighted_output(self, images: np.ndarray) -> np.ndarray:
        """The weighted input z^L of the output layer, (R, m, n_L), for pixels (m, n_0) in [0, 1).

        All replicates see the same images.
        """
        return weighted_output(self, images)

    def predict(self, images: np.ndarray) -> np.ndarray:
        """The most probable class of each image.

        Args:
            images: Pixels in [0, 1), shape (m, n_0).

        Returns:
            Classes, shape (R, m).
        """
        return self.weighted_output(images).argmax(axis=-1)

    def finite(self) -> np.ndarray:
        """Which replicates have only finite parameters: booleans (R,)."""
        return np.all([np.isfinite(array).all(axis=(1, 2)) for array in self.arrays], axis=0)


def of_kind(kind: Mapping, **arrays: Sequence[np.ndarray]) -> Network:
    """A network of the arrays that ARRAYS names.

    Args:
        kind: `activation`, `cost`, `normalisation` and `skip_connections`, as the config has them.
        arrays: Attributes of the network.

    Raises:
        KeyError: There is no such kind.
    """
    return Network(
        ACTIVATIONS[kind["activation"]],
        COSTS[kind["cost"]],
        normalisation={"none": None, **NORMALISATIONS}[kind["normalisation"]],
        skip_connections=kind["skip_connections"],
        **arrays,
    )


def array_shapes(
    kind: Mapping, layers: Sequence[int], replicates: int
) -> dict[str, list[tuple[int, int, int]]]:
    """The shapes of the arrays that ARRAYS names.

    Args:
        kind: As for `of_kind`.
        layers: Sizes, input first.
        replicates: R.
    """
    normalisation = NORMALISATIONS.get(kind["normalisation"])
    scaled = layers[1:-1] if normalisation else []
    running = scaled if normalisation and normalisation.over_batch else []
    return {
        "weights": [(replicates, n_in, n_out) for n_in, n_out in pairwise(layers)],
        "biases": [(replicates, 1, n) for n in layers[1:]],
        "scales": [(replicates, 1, n) for n in scaled],
        "running": [(replicates, 2, n) for n in running],
    }


def join_replicates(networks: Sequence[Network]) -> Network:
    """One network that stacks the replicates of several of the same architecture, in order."""
    stacks = zip(*(network.arrays for network in networks), strict=True)
    joined = iter([np.concatenate(stack) for stack in stacks])
    return networks[0].map(lambda array: next(joined))


def initialise(settings: Mapping, replicates: Sequence[int], dtype: type = np.float32) -> Network:
    """Draws the initial parameters of the given replicates.

    Under normalisation γ = 1 and β = 0, and the weights are those that the network would have
    without.

    Args:
        settings: Those of the network: `layers`, sizes, input first; `activation`, `cost`,
            `normalisation` and `skip_connections`; `initialiser` with `scheme`, a name in
            INITIALISERS, `weight_scale`, a factor on its weights, and `bias_sd`, the standard
            deviation of the biases, or None for the scheme's own; `seed`, the study's.
        replicates: Numbers of the replicates, from 0.
        dtype: Of all parameters; the draws themselves are float64.
    """
    layers, initialiser = settings["layers"], settings["initialiser"]
    scheme = INITIALISERS[initialiser["scheme"]]
    bias_sd = scheme.bias_sd if initialiser["bias_sd"] is None else initialiser["bias_sd"]
    shapes = array_shapes(settings, layers, len(replicates))
    weights = [
        np.empty((stacked, n_out, n_in), dtype).transpose(0, 2, 1)
        for stacked, n_in, n_out in shapes["weights"]
    ]
    biases = [np.empty(shape, dtype) for shape in shapes["biases"]]
    scales = [np.ones(shape, dtype) for shape in shapes["scales"]]
    running = [np.ones(shape, dtype) for shape in shapes["running"]]
    for index, replicate in enumerate(replicates):
        random = initialisation_stream(settings["seed"], layers, replicate)
        for W, b in zip(weights, biases, strict=True):
            W[index] = initialiser["weight_scale"] * scheme.weights(random, *W.shape[1:])
            b[index] = bias_sd * random.standard_normal(b.shape[2])
    for shift in biases[: len(scales)]:
        shift[:] = 0
    for moments in running:
        moments[:, 0] = 0
    return of_kind(settings, weights=weights, biases=biases, scales=scales, running=running)
