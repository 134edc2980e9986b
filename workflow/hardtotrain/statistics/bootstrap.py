"""Bootstrap intervals for a handful of replicates: one method, for means and median ratios.

The method is the expanded percentile bootstrap (Hesterberg 2015, *What teachers should know about
the bootstrap*, The American Statistician 69:371-386). A plain percentile interval is
too narrow for few replicates: resampling spreads a mean by √((n-1)/n) too little, and takes no
account of the uncertainty of the spread itself. The expanded interval takes the percentiles

    Φ(∓ √(n/(n-1)) · t),    t the 97.5% quantile of Student's t with n-1 degrees of freedom,

and tends to the plain one as n grows. Measured coverage of a nominal 95% interval, n = 8 (the
default number of replicates), 4,000 synthetic samples each, so ± 1 point:

    mean, normal replicates       plain percentile 89%    BCa 89%    expanded 96%
    mean, Laplace replicates      plain percentile 87%               expanded 93%
    median, normal replicates     plain percentile 94%               expanded 99%
    median, Laplace replicates    plain percentile 92%               expanded 98%

BCa corrects skewness, which eight values cannot show, and its jackknife fails for a median. No
bootstrap interval is wider than the sample, which misses the centre of a symmetric distribution
where all its values fall on one side, once in 2ⁿ⁻¹ times: with 5 replicates it covers 94% of the
time at most, with 4 88%, with 3 75% and with 2 50%.

The resamples depend on the number of replicates alone, and the order of the replicates is
immaterial: an interval never changes when a network is added to a study.
"""

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pandas.api.typing import SeriesGroupBy
from scipy.special import ndtr, stdtrit

CONFIDENCE = 0.95
RESAMPLES = 20_000
SEED = 20150125


def interval_of_mean(values: ArrayLike) -> tuple[float, float]:
    """95% bootstrap interval of the mean of one sample.

    Args:
        values: Shape (n,), in any unit and order; NaN stands for a value that does not exist and is
            left out.

    Returns:
        The two ends, in the unit of the values; both NaN for fewer than two values.
    """
    sample = _existing_in_order(values)
    if sample.size < 2:
        return np.nan, np.nan
    positions, counts = _resamples(sample.size)
    return _interval(sample[positions].mean(axis=1), counts, sample.size)


def interval_of_geometric_mean(values: ArrayLike) -> tuple[float, float]:
    """95% bootstrap interval of the geometric mean of one sample: that of the mean logarithm.

    Args:
        values: Shape (n,), each above 0, in any unit and order; NaN is left out.

    Returns:
        The two ends, in the unit of the values; both NaN for fewer than two values.
    """
    low, high = np.exp(interval_of_mean(np.log(values)))
    return float(low), float(high)


def interval_of_median_ratio(ratios: ArrayLike) -> tuple[float, float]:
    """95% bootstrap interval of the median of one sample of ratios, on the log scale.

    On the log scale a ratio and its inverse weigh the same: the interval of the inverse ratios is
    the inverse of the interval. For a median the scale matters only between the two middle values
    of an even number: their logarithms are averaged, which is the geometric mean of the ratios.

    Args:
        ratios: Shape (n,), each in [0, ∞], in any order; NaN is left out.

    Returns:
        The two ends, as ratios; both NaN for fewer than two ratios.
    """
    sample = _existing_in_order(ratios)
    if sample.size < 2:
        return np.nan, np.nan
    positions, counts = _middles(sample.size)
    return _interval(np.sqrt(sample[positions].prod(axis=1)), counts, sample.size)


def intervals_of_groups(
    groups: SeriesGroupBy, interval: Callable[[ArrayLike], tuple[float, float]]
) -> pd.DataFrame:
    """The interval of each group of values.

    Args:
        groups: Values by group.
        interval: One of the intervals above.

    Returns:
        The columns ci_low and ci_high, one row a group, indexed by its key.
    """
    ends = groups.agg(interval)
    return pd.DataFrame(ends.tolist(), index=ends.index, columns=["ci_low", "ci_high"])


def _existing_in_order(values: ArrayLike) -> NDArray[np.float64]:
    sample = np.asarray(values, dtype=np.float64)
    return np.sort(sample[~np.isnan(sample)])


# There are 35 different resamples of 4 values and 6,435 of 8: fewer to go through than 20,000.
@lru_cache(maxsize=8)
def _resamples(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Those that were drawn, as positions in the sample (…, size), and how often each was (…,)."""
    return np.unique(_drawn(size), axis=0, return_counts=True)


@lru_cache(maxsize=8)
def _middles(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the two middle values of resamples (…, 2), and how many have these (…,).

    The positions of a resample ascend as the values do, so its median stands in the middle.
    """
    return np.unique(_drawn(size)[:, [(size - 1) // 2, size // 2]], axis=0, return_counts=True)


def _drawn(size: int) -> NDArray[np.int64]:
    """Positions in a sample, drawn with replacement, ascending: shape (RESAMPLES, size)."""
    generator = np.random.default_rng([SEED, size])
    drawn = np.sort(generator.integers(size, size=(RESAMPLES // 2, size)), axis=1)
    # Each resample and its mirror image: chance treats both ends of an interval alike.
    return np.concatenate([drawn, size - 1 - drawn[:, ::-1]])


def _interval(
    estimates: NDArray[np.float64], counts: NDArray[np.int64], size: int
) -> tuple[float, float]:
    """The interval of a sample of so many values, from the estimate of each resample."""
    # Order statistics, not interpolated quantiles: infinite ratios have no value between them.
    ascending = np.argsort(estimates)
    ends = [_rank(size) - 1, RESAMPLES - _rank(size)]
    found = np.searchsorted(np.cumsum(counts[ascending]), ends, side="right")
    low, high = estimates[ascending[found]]
    return float(low), float(high)


@cache
def _rank(size: int) -> int:
    """The rank among the resamples, from either end, at which the expanded interval ends."""
    quantile = stdtrit(size - 1, (1 + CONFIDENCE) / 2) * np.sqrt(size / (size - 1))
    return max(round(ndtr(-quantile) * (RESAMPLES + 1)), 1)
