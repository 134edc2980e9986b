"""Intervals of shares: what they must cover, from the binomial distribution alone."""

import pytest
from scipy.stats import binom, binomtest

from hardtotrain.statistics.share import share_with_interval


@pytest.mark.parametrize(
    ("count", "replicates"), [(198, 200), (0, 8), (8, 8), (3, 8), (1, 2), (1, 1), (0, 1), (0, 4)]
)
def test_the_interval_is_that_of_clopper_and_pearson(count, replicates):
    share, low, high = share_with_interval(count, replicates)
    exact = binomtest(count, replicates).proportion_ci(method="exact")
    assert share == count / replicates
    assert (low, high) == pytest.approx((exact.low, exact.high))


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.5, 0.91])
@pytest.mark.parametrize("replicates", [1, 4, 8, 30])
def test_it_covers_at_least_as_often_as_it_says(truth, replicates):
    covered = 0
    for count in range(replicates + 1):
        _, low, high = share_with_interval(count, replicates)
        covered += binom.pmf(count, replicates, truth) * (low <= truth <= high)
    assert covered >= 0.95


def test_four_failures_in_four_do_not_show_that_fewer_than_half_succeed():
    assert share_with_interval(0, 4)[2] > 0.5
    assert share_with_interval(0, 6)[2] < 0.5


def test_replicates_that_share_a_start_count_once():
    assert share_with_interval(40, 40, independent=10)[1:] == share_with_interval(10, 10)[1:]
    share, low, high = share_with_interval(58, 64, independent=16)
    assert share == 58 / 64
    low_of_all, high_of_all = share_with_interval(58, 64)[1:]
    assert low < low_of_all < share < high_of_all < high
