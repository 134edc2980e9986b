"""How often a value of one sample is larger than a value of another."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def probability_larger(sample: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Share of all pairs of values in which that of `sample` is the larger, ties counting half.

    The Mann-Whitney probability (Mann & Whitney 1947, Annals of Mathematical Statistics 18:50-60),
    which Vargha & Delaney (2000, Journal of Educational and Behavioral Statistics 25:101-132) call
    A: 1/2 where neither sample tends to the larger values.

    Args:
        sample: Shape (…, n), n above 0.
        other: Shape (…, m), m above 0, in the same unit.

    Returns:
        Shares in [0, 1], shape (…); NaN where any value is.
    """
    ours = np.asarray(sample, dtype=float)[..., :, np.newaxis]
    theirs = np.asarray(other, dtype=float)[..., np.newaxis, :]
    both = (-2, -1)
    larger = (ours > theirs).sum(axis=both) + (ours >= theirs).sum(axis=both)
    known = ~(np.isnan(ours) | np.isnan(theirs)).any(axis=both)
    return np.where(known, larger / (2 * ours.shape[-2] * theirs.shape[-1]), np.nan)[()]
