"""Every image once an epoch, in an order of each replicate's own."""

import numpy as np
import pytest

from hardtotrain.engine import minibatches
from hardtotrain.engine.minibatches import MiniBatches, to_pixels
from hardtotrain.engine.random_streams import shuffling_stream

REPLICATES = 3


@pytest.fixture
def epoch_of(monkeypatch):
    """Makes mini-batches of `images` numbered images; gives the epochs as lists of batches."""
    monkeypatch.setattr(minibatches, "IMAGES_PER_BLOCK", 40)

    def make(images, batch_size, replicates=range(REPLICATES)):
        number = np.arange(images)
        batches = MiniBatches(
            np.stack([number % 256, number // 256], axis=1).astype(np.uint8),
            number.reshape(-1, 1).astype(np.float32),
            batch_size,
            [shuffling_stream(0, replicate) for replicate in replicates],
        )
        # The arrays are views of a block that the next one may overwrite.
        return batches, lambda: [(x.copy(), y.copy()) for x, y in batches.epoch()]

    return make


def numbers(batches):
    """The numbers of the images that each replicate met, (R, n)."""
    images = np.concatenate([images for images, _ in batches], axis=1).astype(int)
    return images[..., 0] + 256 * images[..., 1]


# Blocks of 40 images: batches of 7 make blocks of 35, one of 60 is more than a block.
@pytest.mark.parametrize("batch_size", [1, 7, 10, 40, 60, 300, 301])
def test_each_replicate_meets_every_image_once_an_epoch(epoch_of, batch_size):
    batches, epoch = epoch_of(301, batch_size)
    for _ in range(2):
        handed_out = epoch()
        assert len(handed_out) == batches.per_epoch
        np.testing.assert_array_equal(
            np.sort(numbers(handed_out)), np.tile(np.arange(301), (REPLICATES, 1))
        )
        sizes = [images.shape[1] for images, _ in handed_out]
        assert sizes[:-1] == [batch_size] * (301 // batch_size - (301 % batch_size == 0))
        assert sizes[-1] == (301 % batch_size or batch_size)


@pytest.mark.parametrize("batch_size", [7, 60])
def test_targets_stay_with_their_images(epoch_of, batch_size):
    _, epoch = epoch_of(301, batch_size)
    batches = epoch()
    targets = np.concatenate([targets for _, targets in batches], axis=1)
    np.testing.assert_array_equal(targets[..., 0], numbers(batches))


def test_orders_differ_between_replicates_and_epochs(epoch_of):
    _, epoch = epoch_of(301, 10)
    orders = np.concatenate([numbers(epoch()) for _ in range(3)])
    assert len({order.tobytes() for order in orders}) == 3 * REPLICATES


def test_a_replicate_s_order_depends_neither_on_the_others_nor_on_the_batch_size(epoch_of):
    _, together = epoch_of(301, 10)
    _, alone = epoch_of(301, 64, replicates=[2])
    for _ in range(2):
        np.testing.assert_array_equal(numbers(together())[2], numbers(alone())[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pixel_is_exactly_its_byte_over_256(dtype):
    images = np.arange(256, dtype=np.uint8).reshape(2, 128)
    pixels = np.empty(images.shape, dtype)
    to_pixels(images, out=pixels)
    np.testing.assert_array_equal(pixels.ravel(), [byte / 256 for byte in range(256)])
