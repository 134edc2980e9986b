"""How a table of the study is written, and what it is made from."""

from pathlib import Path

import numpy as np
import pandas as pd

from hardtotrain.tables.schema import Column, TableSchema


def write_table(table: pd.DataFrame, path: Path, schema: TableSchema) -> None:
    """Writes a table as CSV, with nine significant digits and without numbers that are not finite.

    A cell that is infinite, as the ratio to a speed that underflows to 0, is empty like one that is
    NaN: not every program that reads CSV knows infinity, and no figure, chart or JSON can show it.
    Truth values are written `true` and `false`, as JSON and most programs spell them.

    Args:
        table: With a column a name; its index is not written.
        path: The file to write.
        schema: What is declared of the table.

    Raises:
        TypeError: The table is not as declared: other columns, another order, or a column of
            another type. No file is written.
    """
    finite = table.mask(table.isin([np.inf, -np.inf]))
    check(finite, schema)
    # A column of truth values of which some are missing is one of objects.
    truth = finite.select_dtypes(["bool", "object"], exclude=["str"]).map(spelled)
    finite.assign(**truth).to_csv(path, index=False, float_format="%.9g")


def write_recording(table: pd.DataFrame, path: Path, schema: TableSchema) -> None:
    """Writes what was recorded or predicted as CSV, with nine significant digits and infinities.

    Args:
        table: With a column a name; its index is not written.
        path: The file to write.
        schema: What is declared of it.

    Raises:
        TypeError: The table is not as declared. No file is written.
    """
    check(table, schema)
    table.to_csv(path, index=False, float_format="%.9g")


def check(table: pd.DataFrame, schema: TableSchema) -> None:
    """Sees whether a table has the columns that are declared of it.

    Raises:
        TypeError: It has not.
    """
    if list(table.columns) != schema.names:
        raise TypeError(
            f"The table {schema.name} has the columns {', '.join(table.columns)}; declared are"
            f" {', '.join(schema.names)}."
        )
    for column in schema.columns:
        if not fits(table[column.name], column):
            raise TypeError(
                f"The column {column.name} of the table {schema.name} is declared as {column.type};"
                f" it holds {pd.api.types.infer_dtype(table[column.name], skipna=True)}."
            )


def fits(cells: pd.Series, column: Column) -> bool:
    """Whether the cells of a column that are not empty are of its declared type."""
    held = cells.dropna()
    found = pd.api.types.infer_dtype(held)
    if held.empty or found == column.type:
        return True
    if column.type == "number":
        return found in ("integer", "floating", "mixed-integer-float")
    # Whole numbers of which some are missing are a column of floats; they are written alike.
    return column.type == "integer" and found == "floating" and bool((held % 1 == 0).all())


def spelled(cell: object) -> object:
    """A truth value as it is written; any other cell, also a network named `True`, as it is."""
    return str(cell).lower() if isinstance(cell, bool | np.bool_) else cell
