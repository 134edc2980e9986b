"""What a table is declared to hold: its columns, their types, units and meanings."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """A column of a table. Where a value does not exist its cell is empty, whatever the type.

    Attributes:
        name: Its heading.
        type: Of its cells, in the words of Frictionless Table Schema.
        description: What a cell says, as words that can stand in brackets behind the name.
        unit: Of its numbers; None for names, counts of what the column is named after, and numbers
            without a unit.
    """

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    description: str
    unit: str | None = None


@dataclass(frozen=True)
class TableSchema:
    """A table of the study, results/tables/{name}.csv, or what it is made from.

    Attributes:
        name: Of its file, without `.csv`.
        title: What it is about, as words that can follow the name of the file.
        columns: In the order in which they are written.
        description: Whole sentences about its rows and cells, if there is more to say.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    description: str = ""

    @property
    def names(self) -> list[str]:
        """The names of its columns, in order."""
        return [column.name for column in self.columns]


def interval(
    prefix: str, description: str = "ends of its 95% interval", unit: str | None = None
) -> tuple[Column, Column]:
    """The columns {prefix}_low and {prefix}_high, the two ends of an interval.

    Args:
        prefix: What the two names begin with.
        description: Of both.
        unit: Of both.
    """
    low, high = (Column(f"{prefix}_{end}", "number", description, unit) for end in ("low", "high"))
    return low, high
