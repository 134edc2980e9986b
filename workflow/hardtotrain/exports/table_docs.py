"""Writes what the CSVs of a study hold into results/README.md."""

import textwrap
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.schemas.columns import SHARED
from hardtotrain.tables.schemas.recordings import RECORDINGS
from hardtotrain.tables.schemas.theory import PREDICTIONS

README = Path(__file__).parents[3] / "results" / "README.md"
BEGIN = "<!-- From here on `make schemas` writes. -->\n"
END = "<!-- Up to here. -->\n"
WIDTH = 110


def parts() -> list[str]:
    """What the page says of columns, in the order in which it does."""
    return [
        shared_columns(),
        items(RECORDINGS.values()),
        items(SCHEMAS.values()),
        items([PREDICTIONS]),
    ]


def with_parts(page: str, parts: Iterable[str]) -> str:
    """A page with its parts on columns made anew.

    Args:
        page: With lines BEGIN and END around each of the parts.
        parts: In order.
    """
    made, rest = "", page
    for part in parts:
        before, _, rest = rest.partition(BEGIN)
        _, _, rest = rest.partition(END)
        made += before + BEGIN + part + END
    return made + rest


def shared_columns() -> str:
    """The table of columns that stand in several tables."""
    rows = (f"| {names(group)} | {group[0].description} |\n" for group in of_one_meaning(SHARED))
    return "| column | meaning |\n|---|---|\n" + "".join(rows)


def items(schemas: Iterable[TableSchema]) -> str:
    """The list of some tables."""
    return "".join(f"{item(schema)}\n" for schema in schemas)


def item(schema: TableSchema) -> str:
    """A table as an item of a list: what it is about, its columns, and what else is said of it."""
    columns = ", ".join(map(explained, of_one_meaning(schema.columns)))
    text = f"- `{schema.name}.csv`, {schema.title}: {columns}. {schema.description}"
    return textwrap.fill(
        text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )


def of_one_meaning(columns: Iterable[Column]) -> list[list[Column]]:
    """The columns in order, neighbours together that are described alike."""
    return [list(group) for _, group in groupby(columns, attrgetter("description"))]


def explained(group: list[Column]) -> str:
    """The names of columns of one meaning, with it unless it is what they mean everywhere."""
    if set(map(meaning, group)) <= set(map(meaning, SHARED)):
        return names(group)
    return f"{names(group)} ({group[0].description})"


def meaning(column: Column) -> tuple[str, str]:
    """What a reader has to know of a column: its name and its description."""
    return column.name, column.description


def names(group: list[Column]) -> str:
    """The names of columns as Markdown."""
    return ", ".join(f"`{column.name}`" for column in group)


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8"), parts()), encoding="utf-8")
