"""One replicate's activations and errors on the probe images: the raw data of the measures."""

from dataclasses import dataclass

import numpy as np

from hardtotrain.engine.activations import Activation
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.network import Network


@dataclass(frozen=True)
class Probe:
    """Backpropagation of one replicate on m fixed images, without regularisation.

    Attributes:
        activation: Of the hidden layers.
        activations: a^0 … a^L, arrays (m, n_l).
        slopes: φ′ of the hidden layers 1 … L − 1, arrays (m, n_l).
        gradients: ∂C/∂a^1 … ∂C/∂a^{L−1} of each image, arrays (m, n_l).
        deltas: δ^1 … δ^L = ∂C/∂b^l of each image, arrays (m, n_l).
        weight_errors: ∂C/∂(a^{l−1} W^l): the same, but for what normalisation makes of them.
        weights: W^1 … W^L, arrays (n_{l−1}, n_l).
        learning_rates: η of each layer, 0 where it is frozen.
        decay: λ/n of the training.
        cost: Mean cost of an image.
    """

    activation: Activation
    activations: list[np.ndarray]
    slopes: list[np.ndarray]
    gradients: list[np.ndarray]
    deltas: list[np.ndarray]
    weight_errors: list[np.ndarray]
    weights: list[np.ndarray]
    learning_rates: list[float]
    decay: float
    cost: float

    def finite(self) -> bool:
        """Whether the cost and all errors are numbers, which errors may not be where a cost is."""
        return bool(
            np.isfinite(self.cost) and all(np.isfinite(delta).all() for delta in self.deltas)
        )

    def layers(self) -> list[tuple[int, str]]:
        """Number (1 = first hidden) and kind (hidden or output) of each layer with weights."""
        last = len(self.weights)
        return [(layer, "output" if layer == last else "hidden") for layer in range(1, last + 1)]


class Prober:
    """Backpropagates the probe images, as one mini-batch, through one replicate after the other.

    All go through the same memory: to get it anew from the system takes longer than the arithmetic.
    """

    def __init__(
        self,
        network: Network,
        images: np.ndarray,
        targets: np.ndarray,
        learning_rates: list[float],
        decay: float,
    ) -> None:
        """Makes the buffers.

        Args:
            network: Whose replicates are to be probed.
            images: Pixels in [0, 1), shape (m, n_0).
            targets: y of each image, shape (m, n_L).
            learning_rates: η of each layer.
            decay: λ/n.
        """
        self.targets, self.learning_rates, self.decay = targets, learning_rates, decay
        self.replicate = network.replicate(0).copy()
        self.batch = Backpropagation(self.replicate, len(images))
        self.batch.activations[0][:] = images

    def take(self, replicate: Network) -> Probe:
        """The probe of a network of one replicate, until the next one is taken."""
        for array, taken in zip(self.replicate.arrays, replicate.arrays, strict=True):
            array[:] = taken
        batch = self.batch
        batch.feedforward()
        batch.backpropagate(self.targets)
        # From the weighted input, as the activation may be 1 to the last digit.
        costs = replicate.cost.value(batch.weighted_inputs[-1][0], self.targets)

        def of_replicate(arrays: list[np.ndarray]) -> list[np.ndarray]:
            return [array[0] for array in arrays]

        return Probe(
            replicate.activation,
            of_replicate(batch.activations),
            of_replicate(batch.slopes()),
            of_replicate(batch.gradients),
            of_replicate(batch.deltas),
            of_replicate(batch.weight_errors),
            of_replicate(self.replicate.weights),
            self.learning_rates,
            self.decay,
            float(costs.mean(dtype=float)),
        )
