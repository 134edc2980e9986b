"""How a table of the study is written."""

from pathlib import Path

import numpy as np
import pandas as pd


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Writes a table as CSV, with nine significant digits and without numbers that are not finite.

    A cell that is infinite, as the ratio to a speed that underflows to 0, is empty like one that is
    NaN: not every program that reads CSV knows infinity, and no figure, chart or JSON can show it.
    Truth values are written `true` and `false`, as JSON and most programs spell them.

    Args:
        table: With a column a name; its index is not written.
        path: The file to write.
    """
    finite = table.mask(table.isin([np.inf, -np.inf]))
    # A column of truth values of which some are missing is one of objects.
    truth = finite.select_dtypes(["bool", "object"], exclude=["str"]).map(spelled)
    finite.assign(**truth).to_csv(path, index=False, float_format="%.9g")


def spelled(cell: object) -> object:
    """A truth value as it is written; any other cell, also a network named `True`, as it is."""
    return str(cell).lower() if isinstance(cell, bool | np.bool_) else cell
