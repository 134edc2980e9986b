"""Numbers that know where they come from: the table, the row and the column."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

# What a row is of, in the order in which a reader is told it.
NAMING = (
    "claim",
    "quantity",
    "experiment",
    "network",
    "reference",
    "source",
    "replicate",
    "split",
    "statistic",
    "measure",
    "prediction",
    "epoch",
    "layer",
    "from_layer",
    "to_layer",
)

DATA = Markup(
    '<data value="{}" data-table="{}" data-row="{}" data-column="{}" data-place="{}">{}</data>'
)


class Row(Mapping):
    """A row of a table: `row["network"]` is what stands there, `row.cell("mean")` a number to show.

    An empty cell is None, for `cell` too.
    """

    def __init__(self, table: str, number: int, values: Mapping[str, object]) -> None:
        """Keeps what stands in a row.

        Args:
            table: The name of the table, without `.csv`.
            number: Of the row, counted from 0.
            values: Of its columns.
        """
        self.table, self.number = table, number
        self.values_by_column = {
            column: None if pd.isna(value) else value for column, value in values.items()
        }

    def __getitem__(self, column: str) -> object:
        return self.values_by_column[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_column)

    def __len__(self) -> int:
        return len(self.values_by_column)

    def cell(self, column: str) -> "Cell | None":
        """The number in a column, None where there is none."""
        return None if self[column] is None else Cell(self, column)

    def written(self, column: str) -> str:
        """What stands in a column, as its table has it."""
        return written(self[column])

    @property
    def place(self) -> str:
        """What the row is of, as its table names it."""
        named = (self[column] for column in NAMING if column in self)
        return ", ".join(written(value) for value in named if value is not None)


def rows_of(table: str, frame: pd.DataFrame) -> list[Row]:
    """The rows of a part of a table, whose index says which they are."""
    return [
        Row(table, number, values)
        for number, values in zip(frame.index, frame.to_dict("records"), strict=True)
    ]


@dataclass(frozen=True)
class Cell:
    """A number of a table, which a template shows by a format: `{{ cell | percent }}`.

    Attributes:
        row: Where it stands.
        column: Under which name.
    """

    row: Row
    column: str

    @property
    def value(self) -> float:
        """The number."""
        return self.row[self.column]

    def html(self, text: str) -> Markup:
        """The number as it is shown, in an element that says where it comes from.

        Args:
            text: The number as a reader sees it.
        """
        row = self.row
        return DATA.format(
            row.written(self.column), row.table, row.number, self.column, row.place, text
        )


def shown(format_number: Callable[[float], str]) -> Callable[[object], object]:
    """A format of numbers made a filter of templates: a cell becomes an element, a number text.

    Args:
        format_number: How the number is written.
    """

    def show(number: object) -> object:
        if isinstance(number, Cell):
            return number.html(format_number(number.value))
        return format_number(number)

    return show


def written(value: object) -> str:
    """A value as its table has it."""
    if isinstance(value, float):
        return f"{value:.9g}"
    return str(value).lower() if isinstance(value, bool) else str(value)
