"""Do four files make a data set, and the one that the config is about? Looked at on arrival."""

from collections.abc import Mapping
from pathlib import Path

from hardtotrain.data.idx import IdxError, header_bytes, read_header

# As the book splits MNIST: 10,000 of the 60,000 images that are not for the test. It is also what
# EMNIST recommends of each of its sets.
VALIDATION_SHARE = 6


class DatasetError(ValueError):
    """Files that do not fit: names the file, what was found and expected, and what to do."""

    def __init__(self, mistake: object):
        super().__init__(f"The data do not fit the config; nothing is trained on them.\n{mistake}")


def images_for_validation(count: int) -> int:
    """How many of the images of the training file, its last ones, are for validation."""
    return count // VALIDATION_SHARE


def check_fit(
    folder: Path, pixels: int, classes: int, images: Mapping[str, tuple[int, str]]
) -> None:
    """Check that four files fit together, and the networks of a study.

    Takes milliseconds: of the images only the header is read.

    Args:
        folder: holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
            `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, uncompressed.
        pixels: of an image, as the config says.
        classes: as the config says; labels count from 0.
        images: for each setting that counts training images, the largest number, and whose it is.

    Raises:
        DatasetError: a file is no sound IDX file of bytes, the files do not fit together, or they
            are not as the config says.
        OSError: a file is missing or cannot be read.
    """
    counts = {prefix: _check_pair(folder, prefix, pixels, classes) for prefix in ("train", "t10k")}
    path, count = folder / "train-images-idx3-ubyte", counts["train"]
    if count < VALIDATION_SHARE:
        raise DatasetError(
            f"{path}: holds {count} images, expected at least {VALIDATION_SHARE}, as a sixth of "
            "them is for validation. Give it more images."
        )
    left = count - images_for_validation(count)
    for key, (most, place) in images.items():
        if most > left:
            raise DatasetError(
                f"{path}: holds {count:,} images, of which the last sixth is for validation and "
                f"{left:,} for training, expected {most:,}: the {key} of {place}. Set "
                f"{key}: {left} or less, in defaults or where it is set."
            )


def _check_pair(folder: Path, prefix: str, pixels: int, classes: int) -> int:
    """The number of images in one of the two pairs of files."""
    images_path = folder / f"{prefix}-images-idx3-ubyte"
    labels_path = folder / f"{prefix}-labels-idx1-ubyte"
    try:
        shape, labels_shape = read_header(images_path), read_header(labels_path)
    except IdxError as error:
        raise DatasetError(error) from error
    if len(shape) != 3:
        raise DatasetError(
            f"{images_path}: has {len(shape)} dimensions, expected 3: image, row and column. "
            "Write it anew."
        )
    count, rows, columns = shape
    if rows * columns != pixels:
        raise DatasetError(
            f"{images_path}: its images have {rows} × {columns} = {rows * columns} pixels, "
            f"expected {pixels}. Set data.pixels: {rows * columns}, and make it the first layer of "
            "every network."
        )
    if len(labels_shape) != 1:
        raise DatasetError(
            f"{labels_path}: has {len(labels_shape)} dimensions, expected 1: a label for each "
            "image. Write it anew."
        )
    if labels_shape != (count,):
        raise DatasetError(
            f"{labels_path}: holds {labels_shape[0]:,} labels, expected {count:,}, one for each "
            f"image of {images_path.name}. Take both from the same data set."
        )
    labels = labels_path.read_bytes()[header_bytes(labels_shape) :]
    if max(labels) >= classes:
        raise DatasetError(
            f"{labels_path}: its labels go from {min(labels)} to {max(labels)}, expected less than "
            f"{classes}, as they count from 0. Set data.classes: {max(labels) + 1}, and make it "
            "the last layer of every network."
        )
    return count
