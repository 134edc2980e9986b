"""Gradient descent as a network on its plateau sees it: by the first two moments of the data.

The mean image goes through the whole network; what an image differs by, x − E[x], goes through the
product of layers at the mean image, Σ′(z^L) W^L … Σ′(z^1) W^1. With T = J d for each direction d of
the images, J the Jacobian of the weighted output z by the image, the cost is to second order

    C = C(z, E[y]) − Σ_p E[y ξ_p]·T_p + ½ Σ_p T_pᵀ H T_p,        H = ∂²C/∂z²,

and gradient descent on it needs no image. It is exact for a deep linear network with a quadratic
cost, and a good account of any other as long as answers to different images differ little.
"""

import numpy as np

from hardtotrain.engine.network import Network
from hardtotrain.measures.plateau import LEFT_BELOW, plateau_cost
from hardtotrain.theory.moments import Moments

# Steps of many updates, as a plateau is slow: each at most a fiftieth of all updates before it, and
# at most one in units of η·updates, beyond which descent is no longer stable. The length of a
# plateau changes by less than 2%.
SHARE_OF_UPDATES = 50
LONGEST_STEP = 1.0


class TwoMomentDescent:
    """Gradient descent of stacked replicates on the cost above, in float64.

    Attributes:
        weights: W^1 … W^L, arrays (R, n_{l−1}, n_l); those of the first layer are in an orthonormal
            basis of the mean image and the directions, as nothing else of the images counts.
        biases: b^1 … b^L, arrays (R, 1, n_l).
    """

    def __init__(self, network: Network, moments: Moments) -> None:
        """Copies the weights and biases.

        Args:
            network: R replicates, under a cost that has a curvature.
            moments: Of the training images.
        """
        inputs = np.vstack([moments.mean_image, moments.directions])
        basis, _ = np.linalg.qr(inputs.T)
        self.activation, self.cost_function = network.activation, network.cost
        self.weights = [W.astype(float) for W in network.weights]
        self.weights[0] = np.matmul(basis.T, self.weights[0])
        self.biases = [b.astype(float) for b in network.biases]
        self.mean_image, self.directions = np.split((inputs @ basis)[np.newaxis], [1], axis=1)
        self.skips = [network.skips(index) for index in range(len(self.weights))]
        self.mean_target = moments.mean_target
        self.target_directions = moments.target_directions

    def feedforward(self) -> None:
        """Mean image and directions through the network: a^l, T^l, φ′ and φ″ times ∂z/∂d."""
        self.means, self.responses = [self.mean_image], [self.directions]
        self.slopes, self.bends = [], []
        a, T = self.mean_image, self.directions
        for W, b, skip in zip(self.weights[:-1], self.biases[:-1], self.skips, strict=False):
            below, T_below = a, T
            z, T = a @ W + b, T @ W
            a, slope, curvature = np.empty_like(z), np.empty_like(z), np.empty_like(z)
            self.activation.apply(z, a)
            self.activation.derivative(z, a, slope)
            self.activation.curvature(z, a, curvature)
            self.slopes.append(slope)
            self.bends.append(curvature * T)
            T = slope * T
            if skip:
                a, T = below + a, T_below + T
            self.means.append(a)
            self.responses.append(T)
        self.z = a @ self.weights[-1] + self.biases[-1]
        self.T = T @ self.weights[-1]
        self.H_T, self.by_z = self.cost_function.curvature(self.z, self.T)

    def cost(self) -> np.ndarray:
        """The cost of each replicate where `feedforward` went, shape (R,)."""
        return self.cost_function.value(self.z, self.mean_target)[:, 0] + (
            (0.5 * self.H_T - self.target_directions) * self.T
        ).sum(axis=(1, 2))

    def keep(self, chosen: np.ndarray) -> None:
        """Goes on with the replicates that booleans (R,) mark, from the next `feedforward` on."""
        self.weights = [W[chosen] for W in self.weights]
        self.biases = [b[chosen] for b in self.biases]

    def step(self, size: float, decay: float) -> None:
        """θ ← θ − size (∇C + decay W) from where `feedforward` went, decay for weights alone.

        Args:
            size: η times a number of updates.
            decay: λ/n.
        """
        a = np.empty_like(self.z)
        self.cost_function.apply_output(self.z, a)
        delta = a - self.mean_target + self.by_z  # ∂C/∂z of the mean image
        delta_T = self.H_T - self.target_directions  # ∂C/∂(∂z/∂d) of each direction
        carried = [0.0, 0.0]  # ∂C/∂a and ∂C/∂T of a layer
        for index in reversed(range(len(self.weights))):
            W = self.weights[index]
            gradient = np.matmul(self.responses[index].transpose(0, 2, 1), delta_T)
            gradient += self.means[index].transpose(0, 2, 1) * delta
            bias_gradient = delta
            if index:
                past = carried if self.skips[index] else [0.0, 0.0]
                carried = [
                    d @ W.transpose(0, 2, 1) + skipped
                    for d, skipped in zip((delta, delta_T), past, strict=True)
                ]
                delta = carried[0] * self.slopes[index - 1]
                delta += (carried[1] * self.bends[index - 1]).sum(axis=1, keepdims=True)
                delta_T = carried[1] * self.slopes[index - 1]
            W *= 1 - size * decay
            gradient *= size
            W -= gradient
            self.biases[index] -= size * bias_gradient


def updates_to_leave_from_start(
    network: Network, moments: Moments, learning_rate: float, decay: float, updates: int
) -> np.ndarray:
    """After how many updates each replicate leaves its plateau, from its own initial weights.

    It has left once its cost is below LEFT_BELOW times that of the best single answer.

    Args:
        network: R replicates as they start, under a cost that has a curvature.
        moments: Of the training images.
        learning_rate: η.
        decay: λ/n.
        updates: How many the training makes.

    Returns:
        Updates, shape (R,); infinite for a replicate that does not leave it within the training.
    """
    descent = TwoMomentDescent(network, moments)
    threshold = LEFT_BELOW * plateau_cost(network.cost, moments.mean_target[np.newaxis])
    left_after = np.full(network.replicates, np.inf)
    staying = np.arange(network.replicates)  # their numbers
    longest = max(int(min(LONGEST_STEP / learning_rate, updates)), 1)
    update = 0
    with np.errstate(all="ignore"):  # for what overflows as a replicate explodes
        while update <= updates and staying.size:
            descent.feedforward()
            cost = descent.cost()
            left_after[staying[cost < threshold]] = update
            step = min(max(update // SHARE_OF_UPDATES, 1), longest)
            descent.step(learning_rate * step, decay)
            update += step
            # What has exploded will never leave.
            stays = (cost >= threshold) & (cost < np.inf)
            if not stays.all():
                staying = staying[stays]
                descent.keep(stays)
    return left_after
