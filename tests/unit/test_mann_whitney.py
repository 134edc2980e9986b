"""The Mann-Whitney probability, pairs counted by hand."""

import numpy as np
import pytest
from scipy import stats

from hardtotrain.statistics.mann_whitney import probability_larger


@pytest.mark.parametrize(
    ("sample", "other", "probability"),
    [
        ([3, 4], [1, 2], 1),
        ([1, 2], [3, 4], 0),
        ([1, 2], [2, 3], 0.5 / 4),
        ([2, 3, 5], [1, 4], 4 / 6),
        ([0, 0], [0, 0], 1 / 2),
        ([2], [1, 2, 3], 1.5 / 3),
    ],
)
def test_pairs_are_counted_and_ties_count_half(sample, other, probability):
    assert probability_larger(sample, other) == pytest.approx(probability)
    assert probability_larger(other, sample) == pytest.approx(1 - probability)


def test_it_is_the_statistic_of_the_test_as_a_share_of_all_pairs():
    random = np.random.default_rng(0)
    sample, other = random.integers(9, size=12), random.integers(7, size=17)
    expected = stats.mannwhitneyu(sample, other).statistic / (12 * 17)
    assert probability_larger(sample, other) == pytest.approx(expected)


def test_without_a_value_there_is_no_probability():
    assert np.isnan(probability_larger([1, np.nan], [0, 2]))


def test_samples_side_by_side_are_compared_each_with_its_own():
    samples, others = [[3, 4], [1, 2], [2, 2]], [[1, 2], [3, 4], [1, np.nan]]
    assert probability_larger(samples, others) == pytest.approx([1, 0, np.nan], nan_ok=True)


def test_infinite_values_are_larger_than_all_others_and_tie():
    assert probability_larger([np.inf, 1], [np.inf, 0]) == pytest.approx(2.5 / 4)
