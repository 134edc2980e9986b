"""Open the four files of a data set as training, validation and test examples."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hardtotrain.data.idx import open_idx

IMAGE_SIDE = 28
CLASSES = 10
VALIDATION_SIZE = 10_000  # as the book splits the 60,000


class DatasetError(ValueError):
    """Sound IDX files that make no data set: names the file, what was found and expected."""


@dataclass(frozen=True)
class Dataset:
    """Examples in the order of the file, mapped from disk and read-only.

    Attributes:
        images: (n, 784) uint8, a row an image.
        labels: (n,) uint8, each below 10.
    """

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Splits:
    """The book's split of a data set: 50,000, 10,000 and 10,000 examples for MNIST.

    Attributes:
        training: the training file but for its last 10,000 examples.
        validation: the last 10,000 examples of the training file.
        test: the whole test file.
    """

    training: Dataset
    validation: Dataset
    test: Dataset


def open_dataset(folder: Path) -> Splits:
    """Open a folder that holds the four uncompressed IDX files of MNIST or a relative of it.

    Takes milliseconds: images are mapped, not read.

    Args:
        folder: holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
            `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`.

    Returns:
        The examples, split.

    Raises:
        IdxError: a file is not a sound IDX file of bytes.
        DatasetError: the files do not fit together or are not 28 × 28 images of ten classes.
        OSError: a file is missing or cannot be read.
    """
    book = _open_pair(folder, "train")
    if len(book) <= VALIDATION_SIZE:
        raise DatasetError(
            f"{folder}: the training file holds {len(book)} examples, expected more than the"
            f" {VALIDATION_SIZE} that validation takes"
        )
    return Splits(
        training=Dataset(book.images[:-VALIDATION_SIZE], book.labels[:-VALIDATION_SIZE]),
        validation=Dataset(book.images[-VALIDATION_SIZE:], book.labels[-VALIDATION_SIZE:]),
        test=_open_pair(folder, "t10k"),
    )


def _open_pair(folder: Path, prefix: str) -> Dataset:
    images_path = folder / f"{prefix}-images-idx3-ubyte"
    labels_path = folder / f"{prefix}-labels-idx1-ubyte"
    images = open_idx(images_path)
    labels = open_idx(labels_path)
    if images.shape[1:] != (IMAGE_SIDE, IMAGE_SIDE):
        raise DatasetError(
            f"{images_path}: shape is {images.shape}, expected (n, {IMAGE_SIDE}, {IMAGE_SIDE})"
        )
    if labels.ndim != 1:
        raise DatasetError(f"{labels_path}: shape is {labels.shape}, expected (n,)")
    if len(images) != len(labels):
        raise DatasetError(
            f"{labels_path}: holds {len(labels)} labels, expected {len(images)}, one for each image"
            f" of {images_path.name}"
        )
    if labels.max() >= CLASSES:
        raise DatasetError(f"{labels_path}: a label is {labels.max()}, expected below {CLASSES}")
    return Dataset(images.reshape(len(images), -1), labels)
