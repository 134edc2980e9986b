"""Data sets of any shape as IDX files: random images, brighter where their class says."""

import hashlib
import struct
from pathlib import Path

import numpy as np

PREFIXES = ("train", "t10k")


def write_idx(path: Path, array: np.ndarray) -> None:
    """Writes values as bytes in IDX form."""
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(header + array.astype(np.uint8).tobytes())


def write_data_set(
    folder: Path, counts: tuple[int, int], size: tuple[int, int], classes: int, first_label: int = 0
) -> dict[str, str]:
    """Writes the four files of a data set, and gives their checksums.

    Args:
        folder: is made.
        counts: of the images for training and validation, and for the test.
        size: rows and columns of an image.
        classes: how many there are; each has an image in every split, if it has so many.
        first_label: where labels count from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    patterns = random.integers(128, size=(classes, *size))
    for prefix, count in zip(PREFIXES, counts, strict=True):
        labels = random.permutation(np.arange(count) % classes)
        images = patterns[labels] + random.integers(128, size=(count, *size))
        write_idx(folder / f"{prefix}-images-idx3-ubyte", images)
        write_idx(folder / f"{prefix}-labels-idx1-ubyte", labels + first_label)
    return checksums_of(folder)


def checksums_of(folder: Path) -> dict[str, str]:
    """What the config has to say of four files."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*-ubyte"))
    }
