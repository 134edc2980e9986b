"""The two-way bootstrap: coverage where replicates and images both vary, and its limits."""

import tracemalloc
from itertools import product
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from hardtotrain.inspections.image_accuracy import image_accuracy_table, two_way_interval
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.schemas.accuracies import IMAGE_ACCURACY


def read_correctly(
    generator: np.random.Generator, replicates: int, images: int, hardness: float, skill: float
) -> np.ndarray:
    """Images differ in how hard they are, replicates in how able; both in logits."""
    logits = 4 + generator.normal(0, hardness, images)
    logits = logits + generator.normal(0, skill, (replicates, 1))
    return generator.random((replicates, images)) < special.expit(logits)


def expected_accuracy(hardness: float, skill: float) -> float:
    """Of any replicate on any image."""
    return stats.norm(4, np.hypot(hardness, skill)).expect(special.expit)


def width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


def test_the_interval_agrees_with_all_resamples_enumerated() -> None:
    correct = np.array([[1, 1, 0, 1], [0, 1, 0, 1], [1, 1, 1, 0]], dtype=bool)
    means = [
        correct[np.ix_(rows, columns)].mean()
        for rows in product(range(3), repeat=3)
        for columns in product(range(4), repeat=4)
    ]
    # Means are multiples of 1/12: an end may fall on the next one.
    assert two_way_interval(correct) == pytest.approx(np.quantile(means, [0.025, 0.975]), abs=0.09)


@pytest.mark.parametrize(("hardness", "skill"), [(3, 0.1), (1, 0.5)])
def test_it_covers_for_new_replicates_and_new_images(hardness: float, skill: float) -> None:
    generator = np.random.default_rng(5)
    truth = expected_accuracy(hardness, skill)
    ends = [
        two_way_interval(read_correctly(generator, 8, 300, hardness, skill)) for _ in range(100)
    ]
    covered = np.mean([low <= truth <= high for low, high in ends])
    # Four standard errors of a share of 0.95 estimated from 100 studies: 0.09.
    assert covered >= 0.86


def test_an_interval_over_replicates_alone_does_not_cover_new_images() -> None:
    generator = np.random.default_rng(6)
    truth = expected_accuracy(hardness=3, skill=0)
    covered = {interval_of_mean: 0, two_way_interval: 0}
    for _ in range(100):
        correct = read_correctly(generator, 8, 300, hardness=3, skill=0)
        for interval, values in (
            (interval_of_mean, correct.mean(axis=1)),
            (two_way_interval, correct),
        ):
            low, high = interval(values)
            covered[interval] += low <= truth <= high
    assert covered[interval_of_mean] < 70 < 86 <= covered[two_way_interval]


def test_replicates_that_fail_on_the_same_images_leave_the_binomial_error() -> None:
    one = np.random.default_rng(7).random(10_000) < 0.965
    normal = 2 * 1.96 * np.sqrt(one.mean() * (1 - one.mean()) / one.size)
    assert width(two_way_interval(np.tile(one, (8, 1)))) == pytest.approx(normal, rel=0.05)


def test_replicates_that_fail_on_different_images_lower_it() -> None:
    correct = np.random.default_rng(8).random((8, 10_000)) < 0.965
    binomial = 2 * 1.96 * np.sqrt(0.965 * 0.035 / correct.size)
    # What is particular to a replicate and an image counts up to three times in the variance.
    assert binomial < width(two_way_interval(correct)) < 1.1 * np.sqrt(3) * binomial


def test_the_order_of_images_is_immaterial_and_the_resamples_are_always_the_same() -> None:
    generator = np.random.default_rng(9)
    correct = read_correctly(generator, 8, 2000, hardness=3, skill=0.1)
    assert two_way_interval(correct) == two_way_interval(correct)
    assert two_way_interval(generator.permuted(correct.T, axis=0).T) != two_way_interval(correct)
    shuffled = correct[:, generator.permutation(2000)]
    assert two_way_interval(shuffled) == two_way_interval(correct)


def test_eight_replicates_and_ten_thousand_images_take_a_moment() -> None:
    correct = read_correctly(np.random.default_rng(10), 8, 10_000, hardness=3, skill=0.1)
    start = perf_counter()
    two_way_interval(correct)
    # Half a second on an idle core; a busy machine may take longer.
    assert perf_counter() - start < 2


@pytest.mark.parametrize("shape", [(0, 10), (1, 10), (8, 1), (8, 0)])
def test_fewer_than_two_replicates_or_images_have_no_interval(shape: tuple[int, int]) -> None:
    assert np.isnan(two_way_interval(np.ones(shape, dtype=bool))).all()


def test_the_table_has_a_row_for_each_trained_network() -> None:
    correct = {
        ("depth", "b"): read_correctly(np.random.default_rng(11), 8, 400, 3, 0.1),
        ("depth", "a"): np.ones((2, 400), dtype=bool),
        ("again", "a"): np.zeros((0, 400), dtype=bool),
    }
    networks = pd.DataFrame([*correct, ("start", "a")], columns=["experiment", "network"])
    table = image_accuracy_table(
        networks.assign(task="classify", epochs=[30, 30, 5, 0], ends="last_epoch"),
        correct.__getitem__,
    )
    assert table.columns.tolist() == IMAGE_ACCURACY.names
    assert list(zip(table["experiment"], table["network"], strict=True)) == list(correct)
    first, sure, diverged = table.to_dict("records")
    mean = correct["depth", "b"].mean()
    assert (first["replicates"], first["images"], first["mean"]) == (8, 400, mean)
    assert (first["ci_low"], first["ci_high"]) == two_way_interval(correct["depth", "b"])
    assert first["binomial_se"] == pytest.approx(np.sqrt(mean * (1 - mean) / 400))
    assert (sure["mean"], sure["ci_low"], sure["ci_high"], sure["binomial_se"]) == (1, 1, 1, 0)
    assert diverged["replicates"] == 0
    assert np.isnan([diverged[k] for k in ("mean", "ci_low", "ci_high", "binomial_se")]).all()


def test_many_replicates_take_little_memory():
    correct = np.random.default_rng(0).random((20, 10_000)) < 0.5
    tracemalloc.start()
    two_way_interval(correct)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300e6
