"""The mean of ratios."""

import numpy as np
from numpy.typing import ArrayLike


def geometric_mean(values: ArrayLike) -> float:
    """e to the mean logarithm of one or more values above 0; NaN where any of them is."""
    return float(np.exp(np.log(np.asarray(values, dtype=float)).mean()))
