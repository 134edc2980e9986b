"""What a network is to answer for each image: its class, or the image itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from hardtotrain.engine.minibatches import to_pixels


def reconstructs(layers: Sequence[int]) -> bool:
    """Whether a network of these layer sizes gives its image again: one output for each pixel."""
    return layers[-1] == layers[0]


def targets_of(
    layers: Sequence[int], images: np.ndarray, labels: np.ndarray, dtype: DTypeLike
) -> np.ndarray:
    """y of each image: 1 for its class and 0 for the others, or its pixels.

    Args:
        layers: Layer sizes of the network, input first.
        images: Bytes, shape (m, n_0).
        labels: Classes, shape (m,).
        dtype: Of the network.

    Returns:
        An array (m, n_L) in [0, 1].
    """
    if reconstructs(layers):
        pixels = np.empty(images.shape, dtype)
        to_pixels(images, out=pixels)
        return pixels
    return np.eye(layers[-1], dtype=dtype)[labels]
