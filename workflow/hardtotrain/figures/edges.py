"""Marks at the edge of a logarithmic axis for what has no place on it: what never comes."""

import numpy as np
from numpy.typing import ArrayLike

MARGIN = 1.6  # how far the edge is from the values beside it, as a factor


def limits(*values: ArrayLike) -> tuple[float, float]:
    """A range that holds all positive finite values and has room for marks at its upper edge.

    Args:
        values: Of any shapes; what is not finite has its place at the edge.
    """
    known = np.concatenate([np.ravel(np.asarray(some, float)) for some in values])
    known = known[np.isfinite(known) & (known > 0)]
    if not len(known):
        return 1.0, 10.0
    return float(known.min()) / MARGIN, float(known.max()) * MARGIN**2


def at_edge(values: ArrayLike, upper: float) -> np.ndarray:
    """The values, those that are not finite at the upper edge."""
    values = np.asarray(values, float)
    return np.where(np.isfinite(values), values, upper / MARGIN**0.5)
