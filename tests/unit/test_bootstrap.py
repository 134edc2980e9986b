"""Bootstrap intervals: coverage, invariances and the cases with nothing to resample."""

from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hardtotrain.statistics.bootstrap import (
    interval_of_geometric_mean,
    interval_of_mean,
    interval_of_median_ratio,
    intervals_of_groups,
)

SAMPLES = 1000

accuracies = st.lists(st.floats(0, 1), min_size=2, max_size=12)


def coverage(intervals: list[tuple[float, float]], truth: float) -> float:
    return np.mean([low <= truth <= high for low, high in intervals])


@pytest.mark.parametrize(("size", "expected"), [(2, 0.50), (3, 0.75), (8, 0.95), (20, 0.95)])
def test_interval_of_the_mean_covers_as_often_as_stated(size: int, expected: float) -> None:
    samples = np.random.default_rng(1).normal(0.965, 0.002, size=(SAMPLES, size))
    # Four standard errors of a coverage estimated from 1,000 samples: 0.03 to 0.06.
    margin = 4 * np.sqrt(expected * (1 - expected) / SAMPLES)
    assert coverage([interval_of_mean(s) for s in samples], 0.965) == pytest.approx(
        expected, abs=margin
    )


def test_interval_of_the_median_ratio_covers_at_least_as_often_as_stated() -> None:
    samples = 74 * np.exp(np.random.default_rng(2).normal(size=(SAMPLES, 8)))
    covered = coverage([interval_of_median_ratio(s) for s in samples], 74)
    assert 0.96 <= covered < 1


def test_interval_of_the_mean_tends_to_students_for_many_normal_replicates() -> None:
    sample = np.random.default_rng(3).normal(size=200)
    students = stats.ttest_1samp(sample, 0).confidence_interval()
    assert interval_of_mean(sample) == pytest.approx((students.low, students.high), abs=0.02)


def test_two_replicates_give_their_range() -> None:
    assert interval_of_mean([0.9, 0.7]) == (0.7, 0.9)
    assert interval_of_median_ratio([8.0, 2.0]) == (2.0, 8.0)
    assert interval_of_geometric_mean([8.0, 2.0]) == pytest.approx((2.0, 8.0))


INTERVALS = [interval_of_mean, interval_of_geometric_mean, interval_of_median_ratio]


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("sample", [[], [0.5], [0.5, np.nan]])
def test_fewer_than_two_values_have_no_interval(interval, sample: list[float]) -> None:
    assert np.isnan(interval(sample)).all()


@pytest.mark.parametrize("interval", INTERVALS)
def test_missing_values_are_left_out(interval) -> None:
    assert interval([0.1, np.nan, 0.2, 0.7, np.nan]) == interval([0.1, 0.2, 0.7])


@given(accuracies, st.randoms())
def test_order_of_replicates_is_immaterial_to_the_bit(sample: list[float], random) -> None:
    shuffled = random.sample(sample, len(sample))
    assert interval_of_mean(shuffled) == interval_of_mean(sample)
    assert interval_of_median_ratio(shuffled) == interval_of_median_ratio(sample)


@given(accuracies)
def test_interval_of_the_mean_lies_in_the_sample_and_around_its_mean(sample: list[float]) -> None:
    low, high = interval_of_mean(sample)
    rounding = 1e-12
    assert min(sample) - rounding <= low <= np.mean(sample) + rounding
    assert np.mean(sample) - rounding <= high <= max(sample) + rounding


def test_interval_of_the_mean_agrees_with_all_resamples_enumerated() -> None:
    sample = np.random.default_rng(4).normal(size=8)
    positions = np.array(list(combinations_with_replacement(range(8), 8)))
    counts = (positions[:, :, None] == np.arange(8)).sum(axis=1)
    probability = stats.multinomial(8, [1 / 8] * 8).pmf(counts)
    means = sample[positions].mean(axis=1)
    order = np.argsort(means)
    below = np.cumsum(probability[order])
    # Φ(−√(8/7)·2.3646) with Student's t for seven degrees of freedom from a printed table.
    level = 0.00574
    exact = means[order][np.searchsorted(below, [level, 1 - level])]
    assert interval_of_mean(sample) == pytest.approx(exact, abs=0.03)


def test_interval_of_the_geometric_mean_covers_as_often_as_stated() -> None:
    samples = 0.04 * np.exp(np.random.default_rng(5).normal(size=(SAMPLES, 8)))
    covered = coverage([interval_of_geometric_mean(s) for s in samples], 0.04)
    assert covered == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / SAMPLES))


@given(st.lists(st.floats(-6, 6), min_size=2, max_size=12))
def test_interval_of_the_geometric_mean_is_that_of_the_mean_on_the_log_scale(powers) -> None:
    low, high = interval_of_geometric_mean(10.0 ** np.array(powers))
    assert (np.log10(low), np.log10(high)) == pytest.approx(interval_of_mean(powers), abs=1e-9)


def test_middle_ratios_are_averaged_on_the_log_scale() -> None:
    # In eight ratios of which one is 100, four or more of a resample are 100 with probability
    # 0.011 and five or more with 0.001: at 0.0057 the median is half-way between 1 and 100.
    assert interval_of_median_ratio([1.0] * 7 + [100.0]) == (1.0, 10.0)


@given(st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=12))
def test_interval_of_the_inverse_ratio_is_the_inverse(ratios: list[float]) -> None:
    low, high = interval_of_median_ratio(ratios)
    inverse = interval_of_median_ratio(1 / np.array(ratios))
    assert inverse == pytest.approx((1 / high, 1 / low), rel=1e-9)


def test_infinite_ratios_count_as_the_largest() -> None:
    finite = interval_of_median_ratio([1, 2, 3, 4, 5, 6, 7, 8])
    assert interval_of_median_ratio([1, 2, 3, 4, 5, 6, 7, np.inf])[0] == finite[0]
    assert interval_of_median_ratio([1, 2, 3, np.inf, np.inf])[1] == np.inf


def test_a_group_does_not_change_when_others_are_added() -> None:
    values = pd.DataFrame({"network": ["a"] * 8, "accuracy": np.linspace(0.95, 0.97, 8) ** 2})
    others = pd.DataFrame({"network": ["b"] * 5 + ["0"], "accuracy": 0.5})
    alone = intervals_of_groups(values.groupby("network")["accuracy"], interval_of_mean)
    among = pd.concat([others, values]).groupby("network")["accuracy"]
    together = intervals_of_groups(among, interval_of_mean)
    pd.testing.assert_frame_equal(together.loc[["a"]], alone, check_exact=True)
    assert alone["ci_low"].item() < values["accuracy"].mean() < alone["ci_high"].item()
