"""A share of replicates with its interval."""

from scipy.special import betainccinv, betaincinv

from hardtotrain.statistics.bootstrap import CONFIDENCE


def share_with_interval(
    count: int, replicates: int, independent: int | None = None
) -> tuple[float, float, float]:
    """A share and its exact 95% interval (Clopper & Pearson 1934, Biometrika 26:404-413).

    It covers the truth at least as often as it says. Wilson's interval is narrower and does so on
    average only: it puts 0 of 4 below a half, although a fair coin falls so once in 16 times.

    Replicates that share a start are not independent. The interval is then that of the same share
    of as many as are (Korn & Graubard 1998, Survey Methodology 24:193-201): the worst case, where
    all that share a start share a fate.

    Args:
        count: Of replicates with the property, from 0.
        replicates: All of them, from 1.
        independent: How many of them are independent, from 1; None where all are.

    Returns:
        The share, and the two ends of its interval.
    """
    share = count / replicates
    trials = independent or replicates
    successes = share * trials
    tail = (1 - CONFIDENCE) / 2
    low = betaincinv(successes, trials - successes + 1, tail) if count else 0.0
    high = betainccinv(successes + 1, trials - successes, tail) if count < replicates else 1.0
    return share, float(low), float(high)
