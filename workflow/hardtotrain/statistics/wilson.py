"""A share of replicates with its interval."""

from scipy import stats


def share_with_interval(count: int, replicates: int) -> tuple[float, float, float]:
    """A share and its 95% interval by Wilson, which is sound for shares of 0 and 1.

    Args:
        count: Of replicates with the property, from 0.
        replicates: All of them, from 1.

    Returns:
        The share, and the two ends of its interval.
    """
    interval = stats.binomtest(count, replicates).proportion_ci(method="wilson")
    return count / replicates, interval.low, interval.high
