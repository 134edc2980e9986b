import struct
import time

import numpy as np
import pytest
from idx_files import write_data_set, write_idx

from hardtotrain.data.dataset import open_dataset
from hardtotrain.data.fit import DatasetError, check_fit
from hardtotrain.data.idx import IdxError

MISFIT = "The data do not fit the config; nothing is trained on them."
MOST_IMAGES = {"images": (10, "depth, 64-10"), "probe_images": (8, "depth, 64-10")}


@pytest.fixture
def folder(tmp_path):
    """A sound data set of 13 training and 5 test examples of 8 × 8 pixels in 4 classes."""
    write_data_set(tmp_path, (13, 5), (8, 8), 4)
    return tmp_path


def test_mnist_is_split_as_in_the_book(mnist_folder):
    splits = open_dataset(mnist_folder)
    assert [len(split) for split in (splits.training, splits.validation, splits.test)] == [
        50_000,
        10_000,
        10_000,
    ]
    for split in (splits.training, splits.validation, splits.test):
        assert split.images.shape == (len(split), 784)
        assert split.labels.shape == (len(split),)
        assert split.images.dtype == split.labels.dtype == np.uint8
        assert isinstance(split.images, np.memmap)
        assert not split.images.flags.writeable
        assert not split.labels.flags.writeable
        assert set(split.labels) == set(range(10))
    # The first labels of the training file, of its last 10,000 and of the test file are well known.
    assert splits.training.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert splits.validation.labels[:10].tolist() == [3, 8, 6, 9, 6, 4, 5, 3, 8, 4]
    assert splits.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert splits.training.images[:100].max() == 255


def test_opens_in_milliseconds(mnist_folder):
    open_dataset(mnist_folder)
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        open_dataset(mnist_folder)
        durations.append(time.perf_counter() - start)
    assert min(durations) < 0.05


def test_validation_is_the_last_sixth_of_the_training_file(folder):
    splits = open_dataset(folder)
    images = np.fromfile(folder / "train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 64)
    labels = np.fromfile(folder / "train-labels-idx1-ubyte", np.uint8)[8:]
    np.testing.assert_array_equal(splits.training.images, images[:11])
    np.testing.assert_array_equal(splits.training.labels, labels[:11])
    np.testing.assert_array_equal(splits.validation.images, images[11:])
    np.testing.assert_array_equal(splits.validation.labels, labels[11:])
    assert len(splits.test) == 5
    assert splits.image_size == (8, 8)


@pytest.mark.parametrize(
    ("counts", "size", "classes", "split"),
    [
        ((7291, 2007), (16, 16), 10, (6076, 1215, 2007)),  # USPS
        ((1500, 297), (8, 8), 10, (1250, 250, 297)),  # the digits of scikit-learn
        ((1248, 208), (28, 28), 26, (1040, 208, 208)),  # letters
        ((12, 1), (3, 7), 256, (10, 2, 1)),
        ((6, 1), (1, 1), 2, (5, 1, 1)),
    ],
)
def test_data_of_any_size_fit_and_open(tmp_path, counts, size, classes, split):
    write_data_set(tmp_path, counts, size, classes)
    check_fit(tmp_path, size[0] * size[1], classes, {"images": (split[0], "depth, network")})
    splits = open_dataset(tmp_path)
    found = (splits.training, splits.validation, splits.test)
    assert tuple(map(len, found)) == split
    assert splits.image_size == size
    assert all(examples.images.shape == (len(examples), size[0] * size[1]) for examples in found)


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        (
            "t10k-images-idx3-ubyte",
            np.zeros((5, 8, 7)),
            "its images have 8 × 7 = 56 pixels, expected 64. Set data.pixels: 56, and make it the "
            "first layer of every network.",
        ),
        (
            "t10k-images-idx3-ubyte",
            np.zeros(5),
            "has 1 dimensions, expected 3: image, row and column. Write it anew.",
        ),
        (
            "t10k-labels-idx1-ubyte",
            np.zeros((5, 2)),
            "has 2 dimensions, expected 1: a label for each image. Write it anew.",
        ),
        (
            "t10k-labels-idx1-ubyte",
            np.zeros(4),
            "holds 4 labels, expected 5, one for each image of t10k-images-idx3-ubyte. Take both "
            "from the same data set.",
        ),
        (
            "train-labels-idx1-ubyte",
            np.arange(13) % 4 + 1,
            "its labels go from 1 to 4, expected less than 4, as they count from 0. Set "
            "data.classes: 5, and make it the last layer of every network.",
        ),
    ],
)
def test_files_that_do_not_fit_are_named_with_what_to_do(folder, name, array, message):
    write_idx(folder / name, array)
    with pytest.raises(DatasetError) as error:
        check_fit(folder, 64, 4, MOST_IMAGES)
    assert str(error.value) == f"{MISFIT}\n{folder / name}: {message}"


@pytest.mark.parametrize("key", ["images", "probe_images"])
def test_networks_that_ask_for_more_images_than_there_are(folder, key):
    check_fit(folder, 64, 4, MOST_IMAGES | {key: (11, "wide, 64-30-4")})
    with pytest.raises(DatasetError) as error:
        check_fit(folder, 64, 4, MOST_IMAGES | {key: (12, "wide, 64-30-4")})
    assert str(error.value) == (
        f"{MISFIT}\n{folder / 'train-images-idx3-ubyte'}: holds 13 images, of which the last sixth "
        f"is for validation and 11 for training, expected 12: the {key} of wide, 64-30-4. Set "
        f"{key}: 11 or less, in defaults or where it is set."
    )


def test_too_few_examples_for_a_validation_set(tmp_path):
    write_data_set(tmp_path, (5, 5), (8, 8), 4)
    with pytest.raises(DatasetError, match="holds 5 images, expected at least 6, as a sixth"):
        check_fit(tmp_path, 64, 4, {})


def test_damaged_file(folder):
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IdxError, match="train-images-idx3-ubyte: file size is"):
        open_dataset(folder)
    with pytest.raises(DatasetError, match="train-images-idx3-ubyte: file size is"):
        check_fit(folder, 64, 4, {})


def test_numbers_that_are_no_bytes(folder):
    path = folder / "train-images-idx3-ubyte"
    header = bytes([0, 0, 0x0D, 3]) + struct.pack(">3I", 13, 8, 8)
    path.write_bytes(header + np.zeros((13, 8, 8), ">f4").tobytes())
    with pytest.raises(DatasetError) as error:
        check_fit(folder, 64, 4, {})
    assert "type code is 0x0d (32-bit numbers), expected 0x08 (bytes)" in str(error.value)
    assert "Write it anew, as IDX files of bytes" in str(error.value)


def test_missing_file(folder):
    (folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match="t10k-labels-idx1-ubyte"):
        open_dataset(folder)
