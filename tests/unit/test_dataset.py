import struct
import time

import numpy as np
import pytest

from hardtotrain.data.dataset import DatasetError, open_dataset
from hardtotrain.data.idx import IdxError


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(header + array.astype(np.uint8).tobytes())


@pytest.fixture
def folder(tmp_path):
    """A sound data set of 10,003 training and 5 test examples."""
    generator = np.random.default_rng(0)
    for prefix, count in {"train": 10_003, "t10k": 5}.items():
        write_idx(
            tmp_path / f"{prefix}-images-idx3-ubyte", generator.integers(256, size=(count, 28, 28))
        )
        write_idx(tmp_path / f"{prefix}-labels-idx1-ubyte", generator.integers(10, size=count))
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


def test_validation_is_the_end_of_the_training_file(folder):
    splits = open_dataset(folder)
    images = np.fromfile(folder / "train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 784)
    labels = np.fromfile(folder / "train-labels-idx1-ubyte", np.uint8)[8:]
    np.testing.assert_array_equal(splits.training.images, images[:3])
    np.testing.assert_array_equal(splits.training.labels, labels[:3])
    np.testing.assert_array_equal(splits.validation.images, images[3:])
    np.testing.assert_array_equal(splits.validation.labels, labels[3:])
    assert len(splits.test) == 5


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("t10k-images-idx3-ubyte", np.zeros((5, 28, 27)), r"shape is \(5, 28, 27\), expected"),
        ("t10k-images-idx3-ubyte", np.zeros(5), r"shape is \(5,\), expected \(n, 28, 28\)"),
        ("t10k-labels-idx1-ubyte", np.zeros((5, 2)), r"shape is \(5, 2\), expected \(n,\)"),
        ("t10k-labels-idx1-ubyte", np.zeros(4), "holds 4 labels, expected 5, one for each image"),
        ("t10k-labels-idx1-ubyte", np.full(5, 10), "a label is 10, expected below 10"),
    ],
)
def test_files_that_make_no_data_set(folder, name, array, message):
    write_idx(folder / name, array)
    with pytest.raises(DatasetError, match=f"{name}: {message}"):
        open_dataset(folder)


def test_too_few_examples_for_a_validation_set(folder):
    write_idx(folder / "train-images-idx3-ubyte", np.zeros((10_000, 28, 28)))
    write_idx(folder / "train-labels-idx1-ubyte", np.zeros(10_000))
    with pytest.raises(DatasetError, match="holds 10000 examples, expected more than the 10000"):
        open_dataset(folder)


def test_damaged_file(folder):
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IdxError, match="train-images-idx3-ubyte: file size is"):
        open_dataset(folder)


def test_missing_file(folder):
    (folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match="t10k-labels-idx1-ubyte"):
        open_dataset(folder)
