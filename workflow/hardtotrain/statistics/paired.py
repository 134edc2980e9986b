"""Whether one of two paired samples is larger, and whether they are equal within a margin."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.statistics.mann_whitney import probability_larger

# How often a test may be wrong, and an interval of 95% miss.
LEVEL = 0.05

# In decimals: finer than any count of images, coarser than what sums of fractions leave behind.
# Without it accuracies and differences that are equal would differ in their last bits.
PRECISION = 12


def compare(
    sample: NDArray[np.float64], reference: NDArray[np.float64], margin: float
) -> dict[str, float]:
    """The difference of two paired samples, its interval, and tests of none and of equivalence.

    `tables/differences.py` says why these.

    Args:
        sample: Shape (n,).
        reference: Shape (n,), its partners in the same order and unit.
        margin: Of equivalence, in that unit.

    Returns:
        replicates (n), difference (the mean of sample minus reference), ci_low, ci_high, p_value,
        probability_better, margin, p_equivalence, equivalence_low, equivalence_high, equivalent.
    """
    differences = (sample - reference).round(PRECISION)
    replicates = len(differences)
    low, high = interval_of_mean(differences)
    row = {
        "replicates": replicates,
        "difference": differences.mean() if replicates else np.nan,
        "ci_low": low,
        "ci_high": high,
        "p_value": np.nan,
        "probability_better": np.nan,
        "margin": margin,
        "p_equivalence": np.nan,
        "equivalence_low": np.nan,
        "equivalence_high": np.nan,
    }
    if replicates > 1:
        row["probability_better"] = probability_larger(sample, reference)
    if replicates > 1 and np.ptp(differences) > 0:
        mean, freedom = row["difference"], replicates - 1
        error = np.sqrt(differences.var(ddof=1) / replicates)
        row["p_value"] = 2 * stdtr(freedom, -abs(mean) / error)
        # Of "at most −margin" and "at least margin": the larger.
        row["p_equivalence"] = stdtr(freedom, (abs(mean) - margin) / error)
        reach = stdtrit(freedom, 1 - LEVEL) * error
        row["equivalence_low"], row["equivalence_high"] = mean - reach, mean + reach
    within = -margin < row["equivalence_low"] and row["equivalence_high"] < margin
    return row | {"equivalent": bool(within)}


def holm(p_values: pd.Series) -> pd.Series:
    """The p values of one family of tests, adjusted after Holm; a test that has none stays NaN."""
    ascending = p_values.dropna().sort_values()
    not_yet_rejected = np.arange(len(ascending), 0, -1)
    return (ascending * not_yet_rejected).cummax().clip(upper=1).reindex(p_values.index)
