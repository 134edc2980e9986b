"""Mini-batches of images in each replicate's own random order."""

from collections.abc import Iterator, Sequence

import numpy as np

from hardtotrain.config.amounts import updates_per_epoch

# As in the book a pixel is its byte over 256, so the brightest is 255/256. A power of two makes the
# scaling exact.
PIXEL_SCALE = 1 / 256

# Gathering pixels for many mini-batches in one call costs a few per cent of a step; one call a
# mini-batch costs as much as a layer. The block must stay within the cache nearest to the core.
IMAGES_PER_BLOCK = 100


class MiniBatches:
    """Hands out one epoch after another, reshuffled, as mini-batches of stacked replicates."""

    def __init__(
        self,
        images: np.ndarray,
        targets: np.ndarray,
        batch_size: int,
        shuffles: Sequence[np.random.Generator],
    ) -> None:
        """Keeps references; nothing is copied.

        Args:
            images: Bytes, shape (n, pixels).
            targets: y of each image, floating point, shape (n, outputs).
            batch_size: m; the last mini-batch of an epoch is smaller where m does not divide n.
            shuffles: A random generator for each replicate.
        """
        self.images = np.asarray(images)  # slices of a memory map are dear: 1% of a step
        self.targets = targets
        self.batch_size = batch_size
        self.shuffles = shuffles

    @property
    def per_epoch(self) -> int:
        """The number of mini-batches in an epoch."""
        return updates_per_epoch(len(self.images), self.batch_size)

    def epoch(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yields (images, targets), arrays (R, m, pixels) of bytes and (R, m, outputs).

        The arrays are views that the next block overwrites.
        """
        orders = np.stack([shuffle.permutation(len(self.images)) for shuffle in self.shuffles])
        block = max(IMAGES_PER_BLOCK // self.batch_size, 1) * self.batch_size
        for start in range(0, orders.shape[1], block):
            chosen = orders[:, start : start + block]
            images = self.images.take(chosen, axis=0)
            targets = self.targets.take(chosen, axis=0)
            for first in range(0, chosen.shape[1], self.batch_size):
                batch = slice(first, first + self.batch_size)
                yield images[:, batch], targets[:, batch]


def to_pixels(images: np.ndarray, out: np.ndarray) -> None:
    """Bytes to floating-point pixels byte/256 in [0, 1), into `out` of the same shape."""
    np.copyto(out, images)
    out *= PIXEL_SCALE
