"""The work that every implementation does: data, initial weights, order of images, settings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hardtotrain.config.settings import Settings
from hardtotrain.data.dataset import Dataset, open_dataset
from hardtotrain.engine.network import Network, initialise
from hardtotrain.engine.random_streams import shuffling_stream

MNIST = Path("results/data/mnist")
SEED = 0
LEARNING_RATE = 0.1
REGULARISATION = 5.0


@dataclass(frozen=True)
class Work:
    """Training R networks of one architecture in the book's setting: sigmoids and cross-entropy.

    Attributes:
        layers: Layer sizes, input first.
        batch_size: m.
        replicates: R.
        training: Images to learn from.
        validation: Images on which cost and accuracy are watched after every epoch.
    """

    layers: Sequence[int]
    batch_size: int
    replicates: int
    training: Dataset
    validation: Dataset

    @property
    def decay(self) -> float:
        """λ/n."""
        return REGULARISATION / len(self.training)

    @property
    def steps(self) -> int:
        """Mini-batches in an epoch."""
        return -(-len(self.training) // self.batch_size)

    @property
    def operations(self) -> int:
        """Floating-point operations in the matrix products of one step of one replicate.

        Two for each weight and image, in a W, in aᵀδ and, but for the first layer, in δWᵀ.
        """
        sizes = [n_in * n_out for n_in, n_out in zip(self.layers, self.layers[1:], strict=False)]
        return 2 * self.batch_size * (3 * sum(sizes) - sizes[0])

    def network(self) -> Network:
        """The replicates before training; the same at every call."""
        settings = {**Settings().model_dump(), "layers": self.layers, "seed": SEED}
        return initialise(settings, range(self.replicates))

    def orders(self) -> Iterator[np.ndarray]:
        """The order of the images in each epoch, (R, n): the one in which `train` meets them."""
        shuffles = [shuffling_stream(SEED, replicate) for replicate in range(self.replicates)]
        while True:
            yield np.stack([shuffle.permutation(len(self.training)) for shuffle in shuffles])


def mnist_work(
    layers: Sequence[int], batch_size: int = 10, replicates: int = 1, images: int = 50_000
) -> Work:
    """The work on the first images of MNIST, with its 10,000 validation images to watch."""
    splits = open_dataset(MNIST)
    training = Dataset(splits.training.images[:images], splits.training.labels[:images])
    return Work(layers, batch_size, replicates, training, splits.validation)


def pixels(images: np.ndarray) -> np.ndarray:
    """Bytes as floating-point pixels byte/256, for implementations that keep all of them so."""
    return images.astype(np.float32) / 256


def one_hot(labels: np.ndarray) -> np.ndarray:
    """y of each image: 1 for its class and 0 for the others, (n, 10)."""
    return np.eye(10, dtype=np.float32)[labels]
