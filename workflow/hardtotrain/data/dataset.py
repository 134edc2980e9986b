"""Open the four files of a data set as training, validation and test examples."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hardtotrain.data.fit import images_for_validation
from hardtotrain.data.memory_map import open_idx


@dataclass(frozen=True)
class Dataset:
    """Examples in the order of the file, mapped from disk and read-only.

    Attributes:
        images: (n, pixels) uint8, a row an image.
        labels: (n,) uint8, classes from 0.
    """

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Splits:
    """The book's split of a data set: 50,000, 10,000 and 10,000 examples for MNIST.

    Attributes:
        training: the training file but for its last sixth.
        validation: the last sixth of the training file.
        test: the whole test file.
        image_size: rows and columns of an image.
    """

    training: Dataset
    validation: Dataset
    test: Dataset
    image_size: tuple[int, int]


def open_dataset(folder: Path) -> Splits:
    """Open a folder that holds the four uncompressed IDX files of MNIST or a relative of it.

    Takes milliseconds: images are mapped, not read. That the files fit together was looked at when
    they came; see `check_fit`.

    Args:
        folder: holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
            `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`.

    Returns:
        The examples, split.

    Raises:
        IdxError: a file is not a sound IDX file of bytes.
        OSError: a file is missing or cannot be read.
    """
    book, image_size = _open_pair(folder, "train")
    test, _ = _open_pair(folder, "t10k")
    training = len(book) - images_for_validation(len(book))
    return Splits(
        training=Dataset(book.images[:training], book.labels[:training]),
        validation=Dataset(book.images[training:], book.labels[training:]),
        test=test,
        image_size=image_size,
    )


def _open_pair(folder: Path, prefix: str) -> tuple[Dataset, tuple[int, int]]:
    images = open_idx(folder / f"{prefix}-images-idx3-ubyte")
    labels = open_idx(folder / f"{prefix}-labels-idx1-ubyte")
    count, *image_size = images.shape
    return Dataset(images.reshape(count, -1), labels), tuple(image_size)
