"""The first two moments of a data set: all that a network on its plateau sees of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

# Directions of the images beyond these hold little: the first 30 have 73% of the variance of MNIST.
DIRECTIONS = 30

# Sums of so many squares of bytes are at most 2²⁴, up to which float32, twice as fast as float64,
# has every whole number.
IMAGES_AT_ONCE = 256


@dataclass(frozen=True)
class Moments:
    """Mean and covariance of images x and targets y.

    Attributes:
        mean_image: E[x], shape (n_0,).
        mean_target: E[y], shape (n_L,).
        mean_square_pixel: E|x|²/n_0.
        target_covariance: cov(y, x), shape (n_L, n_0).
        directions: √λ_p v_p for the principal components v_p of the images with the largest
            variances λ_p: shape (P, n_0).
        target_directions: E[y ξ_p], where ξ_p = v_p·(x − E[x])/√λ_p has variance 1: shape (P, n_L).
    """

    mean_image: np.ndarray
    mean_target: np.ndarray
    mean_square_pixel: float
    target_covariance: np.ndarray
    directions: np.ndarray
    target_directions: np.ndarray


def moments_of(images: np.ndarray, labels: np.ndarray, classes: int, scale: float) -> Moments:
    """The moments of labelled images.

    Args:
        images: Bytes, shape (m, n_0).
        labels: Classes, shape (m,).
        classes: n_L.
        scale: Of a byte, to give the pixel that networks see.
    """
    count, size = images.shape
    total, squares = np.zeros(size), np.zeros((size, size))
    products, counts = np.zeros((classes, size)), np.bincount(labels, minlength=classes)
    for pixels, classes_of_pixels in in_blocks(images, labels):
        total += pixels.sum(axis=0)
        squares += pixels.T @ pixels
        products += np.eye(classes, dtype=np.float32)[classes_of_pixels].T @ pixels
    mean_image, mean_target = scale * total / count, counts / count
    covariance = scale**2 * squares / count - np.outer(mean_image, mean_image)
    target_covariance = scale * products / count - np.outer(mean_target, mean_image)
    variances, components = np.linalg.eigh(covariance)
    # A variance of 0 comes out as the rounding of the squares that it is the difference of.
    total_square = scale**2 * np.trace(squares) / count
    rounding = size * np.finfo(float).eps * total_square
    largest = [p for p in range(size - 1, -1, -1) if variances[p] > rounding][:DIRECTIONS]
    spreads = np.sqrt(variances[largest])[:, np.newaxis]
    return Moments(
        mean_image,
        mean_target,
        total_square / size,
        target_covariance,
        spreads * components[:, largest].T,
        components[:, largest].T @ target_covariance.T / spreads,
    )


def in_blocks(images: np.ndarray, labels: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Images as float32 with their labels, so few at a time that sums over them are exact."""
    for start in range(0, len(images), IMAGES_AT_ONCE):
        block = slice(start, start + IMAGES_AT_ONCE)
        yield images[block].astype(np.float32), labels[block]
