"""How a table of the study is written."""

from pathlib import Path

import numpy as np
import pandas as pd


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Writes a table as CSV, with nine significant digits and without numbers that are not finite.

    A cell that is infinite, as the ratio to a speed that underflows to 0, is empty like one that is
    NaN: not every program that reads CSV knows infinity, and no figure, chart or JSON can show it.

    Args:
        table: With a column a name; its index is not written.
        path: The file to write.
    """
    finite = table.mask(table.isin([np.inf, -np.inf]))
    finite.to_csv(path, index=False, float_format="%.9g")
