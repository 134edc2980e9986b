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
    ours, theirs = (np.asarray(values, dtype=float) for values in (sample, other))
    pairs = 2 * ours.shape[-1] * theirs.shape[-1]
    counted = np.array(
        [
            sum(np.searchsorted(np.sort(row), own, side).sum() for side in ("left", "right"))
            for own, row in zip(rows_of(ours), rows_of(theirs), strict=True)
        ]
    ).reshape(ours.shape[:-1])
    known = ~(np.isnan(ours).any(axis=-1) | np.isnan(theirs).any(axis=-1))
    return np.where(known, counted / pairs, np.nan)[()]


def rows_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The samples below each other, shape (R, n)."""
    return values.reshape(-1, values.shape[-1])
