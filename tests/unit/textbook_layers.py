"""A network with normalisation and skip connections as the papers have it, by the mini-batch.

Examples are columns, W^l is of shape (n_l, n_{l−1}). Batch normalisation goes back by way of
variance, mean and input in turn, as Ioffe & Szegedy (2015, section 3) do; layer normalisation by
the Jacobian of each example. Nothing is shared with the library.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from textbook_network import ACTIVATIONS, sigmoid, softmax

EPSILON = 1e-5

# All that it knows, but for the plain network.
KINDS = [
    {"normalisation": normalisation, "skip_connections": skip_connections}
    for normalisation, skip_connections in product(["none", "batch", "layer"], [False, True])
][1:]


@dataclass
class TextbookLayers:
    """The parameters of one replicate, and what is remembered of the mini-batches."""

    weights: list  # W^1 … W^L
    biases: list  # b^1 … b^L, columns; β where the layer is normalised
    scales: list  # γ of hidden layers, columns
    running: list  # pairs of mean and variance of hidden layers, columns
    activation: str
    cost: str
    normalisation: str
    skip_connections: bool

    @property
    def parameters(self):
        return [*self.weights, *self.biases, *self.scales]

    def skips(self, layer):
        """Whether hidden layer `layer`, counted from 0, adds what it takes in."""
        return self.skip_connections and layer and len(set(self.weights[layer].shape)) == 1

    def normalise(self, layer, z, evaluating):
        """ẑ and √(variance + ε)."""
        if self.normalisation == "layer":
            mean, variance = z.mean(axis=0), z.var(axis=0)
        elif evaluating:
            mean, variance = self.running[layer]
        else:
            mean, variance = z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)
        return (z - mean) / np.sqrt(variance + EPSILON), np.sqrt(variance + EPSILON)

    def feedforward(self, x, evaluating=False):
        """Of each hidden layer z, what φ takes, and ẑ; a^0 … a^{L−1}; z^L and a^L."""
        phi, _ = ACTIVATIONS[self.activation]
        layers, activations = [], [x]
        for layer, (W, b) in enumerate(zip(self.weights[:-1], self.biases[:-1], strict=True)):
            z, normalised = W @ activations[-1], None
            if self.normalisation == "none":
                y = z + b
            else:
                normalised, _ = self.normalise(layer, z, evaluating)
                y = self.scales[layer] * normalised + b
            layers.append((z, y, normalised))
            activations.append(phi(y) + (activations[-1] if self.skips(layer) else 0))
        z = self.weights[-1] @ activations[-1] + self.biases[-1]
        return layers, activations, z, softmax_of_columns(z, self.cost)

    def errors(self, x, y):
        """∂C/∂b^1 … ∂C/∂b^L and ∂C/∂(W^l a^{l−1}) of the summed cost, example by example."""
        _, phi_prime = ACTIVATIONS[self.activation]
        layers, _, z, a = self.feedforward(x)
        delta = a - y
        if self.cost == "quadratic":
            delta = delta * sigmoid(z) * (1 - sigmoid(z))
        deltas, weight_errors = [delta], [delta]
        gradient = self.weights[-1].T @ delta  # ∂C/∂a
        for layer in reversed(range(len(layers))):
            z, shifted, _ = layers[layer]
            delta = gradient * phi_prime(shifted)
            error = delta
            if self.normalisation == "batch":
                error = through_a_batch(z, self.scales[layer] * delta)
            elif self.normalisation == "layer":
                error = through_a_layer(z, self.scales[layer] * delta)
            deltas.insert(0, delta)
            weight_errors.insert(0, error)
            gradient = self.weights[layer].T @ error + (gradient if self.skips(layer) else 0)
        return deltas, weight_errors

    def gradients(self, x, y, decay=0.0):
        """The mean over the mini-batch, in the order of `parameters`."""
        layers, activations, _, _ = self.feedforward(x)
        deltas, errors = self.errors(x, y)
        count = x.shape[1]
        return [
            *(
                error @ a.T / count + decay * W
                for error, a, W in zip(errors, activations, self.weights, strict=True)
            ),
            *(delta.mean(axis=1, keepdims=True) for delta in deltas),
            *(
                (delta * normalised).mean(axis=1, keepdims=True)
                for delta, (_, _, normalised) in zip(deltas, layers, strict=False)
                if normalised is not None
            ),
        ]

    def remember(self, x):
        """The running mean and unbiased variance after a mini-batch."""
        layers, *_ = self.feedforward(x)
        for (mean, variance), (z, _, _) in zip(self.running, layers, strict=False):
            mean[:] = 0.99 * mean + 0.01 * z.mean(axis=1, keepdims=True)
            variance[:] = 0.99 * variance + 0.01 * z.var(axis=1, ddof=1, keepdims=True)


def softmax_of_columns(z, cost):
    if cost != "log_likelihood":
        return sigmoid(z)
    return np.stack([softmax(column) for column in z.T], axis=1)


def through_a_batch(z, error):
    """∂C/∂z from ∂C/∂ẑ, neuron by neuron (rows)."""
    count = z.shape[1]
    mean = z.mean(axis=1, keepdims=True)
    variance = z.var(axis=1, keepdims=True) + EPSILON
    by_variance = np.sum(error * (z - mean) * -0.5 * variance**-1.5, axis=1, keepdims=True)
    by_mean = np.sum(-error / np.sqrt(variance), axis=1, keepdims=True)
    by_mean += by_variance * np.mean(-2 * (z - mean), axis=1, keepdims=True)
    return error / np.sqrt(variance) + by_variance * 2 * (z - mean) / count + by_mean / count


def through_a_layer(z, error):
    """∂C/∂z from ∂C/∂ẑ, example by example (columns)."""
    columns = []
    for one, its_error in zip(z.T, error.T, strict=True):
        n, sd = len(one), np.sqrt(one.var() + EPSILON)
        centring = np.eye(n) - np.ones((n, n)) / n
        deviations = centring @ one
        jacobian = centring / sd - np.outer(deviations, deviations) / (n * sd**3)
        columns.append(jacobian.T @ its_error)
    return np.stack(columns, axis=1)
