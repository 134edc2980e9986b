"""The moments of images, against numpy on the whole matrices."""

import numpy as np
import pytest

from hardtotrain.theory import moments
from hardtotrain.theory.moments import DIRECTIONS, IMAGES_AT_ONCE, moments_of

SCALE = 1 / 256
CLASSES = 4


@pytest.fixture
def data(random_examples):
    images, labels = random_examples(300, 12, CLASSES)
    images[:, 3], images[:, 7] = 0, 200  # pixels that never change
    return images, labels


def numpy_covariances(images, labels):
    pixels, targets = SCALE * images, np.eye(CLASSES)[labels]
    covariance = np.cov(targets, pixels, rowvar=False, ddof=0)
    return covariance[CLASSES:, CLASSES:], covariance[:CLASSES, CLASSES:]


def test_moments_are_those_of_numpy(data):
    images, labels = data
    found = moments_of(images, labels, CLASSES, SCALE)
    covariance, target_covariance = numpy_covariances(images, labels)
    np.testing.assert_allclose(found.mean_image, SCALE * images.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(found.mean_target, np.bincount(labels) / 300, rtol=1e-13)
    assert found.mean_square_pixel == pytest.approx(np.mean((SCALE * images) ** 2), rel=1e-13)
    np.testing.assert_allclose(found.target_covariance, target_covariance, atol=1e-14)
    np.testing.assert_allclose(found.directions.T @ found.directions, covariance, atol=1e-13)
    np.testing.assert_allclose(
        found.target_directions.T @ found.directions, target_covariance, atol=1e-13
    )


def test_directions_are_orthogonal_and_the_largest_comes_first(data):
    directions = moments_of(*data, CLASSES, SCALE).directions
    variances = np.sum(directions**2, axis=1)
    np.testing.assert_allclose(directions @ directions.T, np.diag(variances), atol=1e-13)
    assert np.all(np.diff(variances) <= 0)


def test_pixels_that_never_change_have_no_direction(data):
    found = moments_of(*data, CLASSES, SCALE)
    assert found.directions.shape == (10, 12)
    np.testing.assert_allclose(found.directions[:, [3, 7]], 0, atol=1e-14)
    assert np.abs(found.target_directions).max() <= 1  # a covariance with something of variance 1


def test_fewer_images_than_pixels_have_fewer_directions(random_examples):
    images, labels = random_examples(5, 12, CLASSES)
    found = moments_of(images, labels, CLASSES, SCALE)
    assert found.directions.shape == (4, 12)
    covariance, _ = numpy_covariances(images, labels)
    np.testing.assert_allclose(found.directions.T @ found.directions, covariance, atol=1e-13)


def test_only_so_many_directions_are_kept(random_examples):
    images, labels = random_examples(200, DIRECTIONS + 9, CLASSES)
    found = moments_of(images, labels, CLASSES, SCALE)
    variances = np.linalg.eigvalsh(numpy_covariances(images, labels)[0])[::-1]
    np.testing.assert_allclose(
        np.sum(found.directions**2, axis=1), variances[:DIRECTIONS], rtol=1e-10
    )


@pytest.mark.parametrize("copies", [1, 3, 7])
def test_images_that_are_all_the_same_have_no_direction(random_examples, copies):
    images, labels = random_examples(1, 12, CLASSES)
    found = moments_of(np.repeat(images, copies, axis=0), np.repeat(labels, copies), CLASSES, SCALE)
    assert found.directions.shape == (0, 12)
    assert found.target_directions.shape == (0, CLASSES)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_size_of_a_block_of_images_changes_no_bit(data, monkeypatch, size):
    expected = moments_of(*data, CLASSES, SCALE)
    monkeypatch.setattr(moments, "IMAGES_AT_ONCE", size)
    found = moments_of(*data, CLASSES, SCALE)
    for name, value in vars(expected).items():
        np.testing.assert_array_equal(getattr(found, name), value)


def test_sums_over_the_brightest_images_are_exact():
    images = np.full((2 * IMAGES_AT_ONCE, 3), 255, np.uint8)
    images[0] = 254
    found = moments_of(images, np.zeros(len(images), int), 1, 1.0)
    assert found.mean_square_pixel == np.mean(images.astype(int) ** 2)
