"""Cost and accuracy on a split of the data: the monitors of Nielsen's `network2`."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import numpy as np

from hardtotrain.config.amounts import MONITORED_IMAGES
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.minibatches import to_pixels
from hardtotrain.engine.network import Network
from hardtotrain.measures.targets import reconstructs, targets_of


def columns(splits: Iterable[str]) -> list[str]:
    """Names of the monitors: cost and accuracy on each split, and the L2 term."""
    names = [f"{split}_{what}" for split in splits for what in ("cost", "accuracy")]
    return [*names, "weight_penalty"]


def monitor(
    network: Network, splits: Mapping[str, tuple[np.ndarray, np.ndarray]], decay: float
) -> dict[str, np.ndarray]:
    """All monitors of all replicates.

    Args:
        network: R stacked replicates.
        splits: Images and labels by the name of the split.
        decay: λ/n of the training.

    Returns:
        An array (R,) for each of `columns`.
    """
    measured = [
        values
        for images, labels in splits.values()
        for values in cost_and_accuracy(network, images, labels)
    ]
    measured.append(weight_penalty(network, decay))
    return dict(zip(columns(splits), measured, strict=True))


def cost_and_accuracy(
    network: Network, images: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean cost, without the L2 term, and share of images classified correctly.

    A network that reconstructs its images classifies none: its accuracy is NaN.

    Args:
        network: R stacked replicates.
        images: Bytes, shape (n, pixels).
        labels: Classes, shape (n,).

    Returns:
        Costs and accuracies, each of shape (R,), float64.
    """
    cost = np.zeros(network.replicates)
    correct = np.zeros(network.replicates, int)
    for block, z in outputs_in_blocks(network, images):
        targets = targets_of(network.layers, images[block], labels[block], z.dtype)
        cost += network.cost.value(z, targets).sum(axis=1, dtype=float)
        correct += (z.argmax(axis=-1) == labels[block]).sum(axis=1)
    accuracy = correct / len(images)
    if reconstructs(network.layers):
        accuracy[:] = np.nan
    return cost / len(images), accuracy


def correct_images(network: Network, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Whether each replicate classifies each image correctly: booleans (R, n)."""
    blocks = [z.argmax(axis=-1) == labels[block] for block, z in outputs_in_blocks(network, images)]
    return np.concatenate(blocks, axis=1)


def outputs_in_blocks(network: Network, images: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """The weighted output z^L for some images after the other, so that memory stays small.

    Args:
        network: R stacked replicates.
        images: Bytes, shape (n, pixels).

    Yields:
        Which images, and their outputs (R, images, n_L), which the next ones overwrite.
    """
    at_size = cache(lambda size: Backpropagation(network, size, evaluating=True))
    for start in range(0, len(images), MONITORED_IMAGES):
        block = slice(start, start + MONITORED_IMAGES)
        batch = at_size(len(images[block]))
        to_pixels(images[block], out=batch.activations[0][0])
        batch.feedforward()
        yield block, batch.weighted_inputs[-1]


def weight_penalty(network: Network, decay: float) -> np.ndarray:
    """The L2 term of the training cost, (λ/2n) Σ w², shape (R,).

    Args:
        network: R stacked replicates.
        decay: λ/n.
    """
    squares = [np.square(W, dtype=float).sum(axis=(1, 2)) for W in network.weights]
    return 0.5 * decay * np.sum(squares, axis=0)
