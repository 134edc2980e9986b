"""On which side of a border a measured number lies, as far as its interval says."""

from collections.abc import Mapping


def side(row: Mapping, border: float, low: str = "ci_low", high: str = "ci_high") -> int:
    """1 where the whole interval lies above the border, −1 where below, else 0.

    Args:
        row: Of a table.
        border: In the unit of the interval.
        low: The column with its lower end; empty where one replicate gave none.
        high: That with its upper end.
    """
    if row[low] is None or row[high] is None:
        return 0
    return (row[low] > border) - (row[high] < border)
