"""Writes what the tables of the study hold into results/README.md."""

import textwrap
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.schemas.columns import SHARED

README = Path(__file__).parents[2] / "results" / "README.md"
BEGIN = "<!-- From here on `make schemas` writes. -->\n"
END = "<!-- Up to here. -->\n"
WIDTH = 110


def with_tables(readme: str, schemas: Iterable[TableSchema] = SCHEMAS.values()) -> str:
    """A page with its part on the tables made anew.

    Args:
        readme: The page, with the lines BEGIN and END around that part.
        schemas: Of the tables, in order.
    """
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    part = [
        "Unless a table says otherwise, these columns mean:",
        "",
        "| column | meaning |",
        "|---|---|",
        *(f"| {names(group)} | {group[0].description} |" for group in of_one_meaning(SHARED)),
        "",
        *map(item, schemas),
    ]
    return before + BEGIN + "\n".join(part) + "\n" + END + after


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
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
