"""From cells of the tables to numbers that JSON can say."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from hardtotrain.report.numbers import Estimate

# The tables of the study, by name.
Tables = Mapping[str, pd.DataFrame]


def estimate(
    row: pd.Series, value: str, low: str = "ci_low", high: str = "ci_high"
) -> Estimate | None:
    """A value of a table with its interval, or None where no replicate gave one.

    A ratio's interval may have no finite end, and JSON has no infinity: then it has no interval.

    Args:
        row: Of a table with the column replicates.
        value: The column of the value.
        low: The column of the lower end of its interval.
        high: The column of the upper end.
    """
    if not np.isfinite(row[value]):
        return None
    ends = number(row[low]), number(row[high])
    bounded = None not in ends
    return Estimate(
        value=row[value],
        low=ends[0] if bounded else None,
        high=ends[1] if bounded else None,
        replicates=row["replicates"],
    )


def number(value: float) -> float | None:
    """A finite number, or None, which JSON can say."""
    return float(value) if np.isfinite(value) else None
