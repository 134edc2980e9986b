"""A network trained as the textbook writes it: one example at a time, in float64.

The equations are those of Nielsen's chapters 2 and 3 and of Sutskever et al. (2013), with vectors
as columns and W^l of shape (n_l, n_{l−1}), so that z^l = W^l a^{l−1} + b^l. Nothing is clever, and
nothing is shared with the library: this is what the library is measured against.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm

Example = tuple[np.ndarray, np.ndarray]
Gradients = tuple[list[np.ndarray], list[np.ndarray]]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "relu": (lambda z: np.where(z > 0, z, 0), lambda z: np.where(z > 0, 1, 0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01)),
    "selu": (
        lambda z: 1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * (np.exp(z) - 1)),
        lambda z: 1.0507009873554805 * np.where(z > 0, 1, 1.6732632423543772 * np.exp(z)),
    ),
    "gelu": (lambda z: z * norm.cdf(z), lambda z: norm.cdf(z) + z * norm.pdf(z)),
}


class TextbookNetwork:
    """A fully connected network that keeps its weights, biases and their velocities."""

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        biases: Sequence[np.ndarray],
        activation: str = "sigmoid",
        cost: str = "cross_entropy",
    ) -> None:
        """Copies the parameters.

        Args:
            weights: W^1 … W^L, each (n_l, n_{l−1}).
            biases: b^1 … b^L, each of n_l numbers.
            activation: A name in ACTIVATIONS, of the hidden layers.
            cost: cross_entropy or quadratic with a sigmoid output, or log_likelihood with softmax.
        """
        self.weights = [np.array(W, dtype=float) for W in weights]
        self.biases = [np.array(b, dtype=float).reshape(-1, 1) for b in biases]
        self.activation, self.activation_prime = ACTIVATIONS[activation]
        self.cost = cost
        self.velocities = self._zeros()
        self.moments = tuple(zip(self._zeros(), self._zeros(), strict=True))
        self.updates = 0

    def _zeros(self) -> Gradients:
        return tuple(
            [np.zeros_like(theta) for theta in group] for group in (self.weights, self.biases)
        )

    def feedforward(self, x: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """z^1 … z^L and a^0 … a^L for one image x, a column."""
        weighted_inputs, activations = [], [x]
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            z = W @ activations[-1] + b
            if layer < len(self.weights):
                a = self.activation(z)
            elif self.cost == "log_likelihood":
                a = softmax(z)
            else:
                a = sigmoid(z)
            weighted_inputs.append(z)
            activations.append(a)
        return weighted_inputs, activations

    def example_cost(self, x: np.ndarray, y: np.ndarray) -> float:
        """C of one image x and its target y."""
        a = self.feedforward(x)[1][-1]
        if self.cost == "cross_entropy":
            return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))
        if self.cost == "quadratic":
            return np.sum((a - y) ** 2) / 2
        return -np.sum(y * np.log(a))

    def errors(self, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
        """δ^1 … δ^L = ∂C/∂z of one example."""
        weighted_inputs, activations = self.feedforward(x)
        delta = activations[-1] - y
        if self.cost == "quadratic":
            delta = delta * sigmoid_prime(weighted_inputs[-1])
        deltas = [delta]
        for W, z in zip(self.weights[:0:-1], weighted_inputs[-2::-1], strict=True):
            delta = (W.T @ delta) * self.activation_prime(z)
            deltas.insert(0, delta)
        return deltas

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Gradients:
        """∂C/∂W^l = δ^l (a^{l−1})ᵀ and ∂C/∂b^l = δ^l of one example."""
        _, activations = self.feedforward(x)
        deltas = self.errors(x, y)
        return [delta @ a.T for delta, a in zip(deltas, activations, strict=False)], deltas

    def mean_gradients(self, batch: Sequence[Example], decay: float = 0) -> Gradients:
        """The mean over a mini-batch, with the L2 term (λ/n) W; biases do not decay."""
        weight_sums = [np.zeros_like(W) for W in self.weights]
        bias_sums = [np.zeros_like(b) for b in self.biases]
        for x, y in batch:
            weight_gradients, bias_gradients = self.gradients(x, y)
            for total, gradient in zip(weight_sums, weight_gradients, strict=True):
                total += gradient
            for total, gradient in zip(bias_sums, bias_gradients, strict=True):
                total += gradient
        return (
            [
                total / len(batch) + decay * W
                for total, W in zip(weight_sums, self.weights, strict=True)
            ],
            [total / len(batch) for total in bias_sums],
        )

    def update_mini_batch(
        self, batch: Sequence[Example], learning_rate: float, decay: float
    ) -> None:
        """θ ← θ − η ∇f(θ).

        Args:
            batch: Pairs (x, y) of columns.
            learning_rate: η.
            decay: λ/n.
        """
        weight_gradients, bias_gradients = self.mean_gradients(batch, decay)
        for W, gradient in zip(self.weights, weight_gradients, strict=True):
            W -= learning_rate * gradient
        for b, gradient in zip(self.biases, bias_gradients, strict=True):
            b -= learning_rate * gradient

    def update_with_momentum(
        self, batch: Sequence[Example], learning_rate: float, decay: float, momentum: float
    ) -> None:
        """v ← μv − η ∇f(θ), θ ← θ + v."""
        self._accelerate(self.mean_gradients(batch, decay), learning_rate, momentum)
        self._move(1)

    def update_with_nesterov(
        self, batch: Sequence[Example], learning_rate: float, decay: float, momentum: float
    ) -> None:
        """v ← μv − η ∇f(θ + μv), θ ← θ + v."""
        self._move(momentum)
        gradients_ahead = self.mean_gradients(batch, decay)
        self._move(-momentum)
        self._accelerate(gradients_ahead, learning_rate, momentum)
        self._move(1)

    def update_with_adam(
        self, batch: Sequence[Example], learning_rate: float, decay: float
    ) -> None:
        """Kingma & Ba (2015), algorithm 1, with the settings that it recommends."""
        self.updates += 1
        for parameters, gradients, (firsts, seconds) in zip(
            (self.weights, self.biases),
            self.mean_gradients(batch, decay),
            self.moments,
            strict=True,
        ):
            for theta, g, m, v in zip(parameters, gradients, firsts, seconds, strict=True):
                m[:] = 0.9 * m + 0.1 * g
                v[:] = 0.999 * v + 0.001 * g**2
                m_hat = m / (1 - 0.9**self.updates)
                v_hat = v / (1 - 0.999**self.updates)
                theta -= learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8)

    def _accelerate(self, gradients: Gradients, learning_rate: float, momentum: float) -> None:
        for velocities, group in zip(self.velocities, gradients, strict=True):
            for v, gradient in zip(velocities, group, strict=True):
                v *= momentum
                v -= learning_rate * gradient

    def _move(self, share: float) -> None:
        for velocities, parameters in zip(
            self.velocities, (self.weights, self.biases), strict=True
        ):
            for v, parameter in zip(velocities, parameters, strict=True):
                parameter += share * v
