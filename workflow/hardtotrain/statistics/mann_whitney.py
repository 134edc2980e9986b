"""How often a value of one sample is larger than a value of another."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats


def probability_larger(sample: ArrayLike, other: ArrayLike) -> float:
    """Share of all pairs of values in which that of `sample` is the larger, ties counting half.

    The Mann-Whitney probability (Mann & Whitney 1947, Annals of Mathematical Statistics 18:50-60),
    which Vargha & Delaney (2000, Journal of Educational and Behavioral Statistics 25:101-132) call
    A: 1/2 where neither sample tends to the larger values.

    Args:
        sample: Shape (n,), n above 0.
        other: Shape (m,), m above 0, in the same unit.

    Returns:
        A share in [0, 1]; NaN if any value is.
    """
    larger = stats.mannwhitneyu(sample, other, method="asymptotic").statistic
    return larger / (np.size(sample) * np.size(other))
