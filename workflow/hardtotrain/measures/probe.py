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
        deltas: δ^1 … δ^L of each image, arrays (m, n_l).
        weights: W^1 … W^L, arrays (n_{l−1}, n_l).
        learning_rates: η of each layer, 0 where it is frozen.
        decay: λ/n of the training.
        cost: Mean cost of an image.
    """

    activation: Activation
    activations: list[np.ndarray]
    deltas: list[np.ndarray]
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


def take_probe(
    replicate: Network,
    images: np.ndarray,
    targets: np.ndarray,
    learning_rates: list[float],
    decay: float,
) -> Probe:
    """Backpropagates the probe images through one replicate.

    Args:
        replicate: A network of one replicate.
        images: Pixels in [0, 1), shape (m, n_0).
        targets: y of each image, shape (m, n_L).
        learning_rates: η of each layer.
        decay: λ/n.
    """
    batch = Backpropagation(replicate, len(images))
    batch.activations[0] = images[np.newaxis]
    batch.feedforward()
    batch.backpropagate(targets)
    # From the weighted input, as the activation may be 1 to the last digit.
    z = batch.activations[-2] @ replicate.weights[-1] + replicate.biases[-1]
    return Probe(
        replicate.activation,
        [a[0] for a in batch.activations],
        [delta[0] for delta in batch.deltas],
        [W[0] for W in replicate.weights],
        learning_rates,
        decay,
        float(replicate.cost.value(z[0], targets).mean(dtype=float)),
    )
