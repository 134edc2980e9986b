"""Joins tables of the same columns into one: of blocks of replicates, networks or experiments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from hardtotrain.results import whole


def by_name(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Files that are to be joined, each name with its paths in order."""
    named = defaultdict(list)
    for path in paths:
        named[path.name].append(path)
    return named


def join_tables(blocks: Sequence[Path], target: Path) -> None:
    """Writes the rows of several CSV files with the same header, in order, under one header.

    The rows are copied as text, so that no number is read and rounded again.

    Raises:
        ResultError: One of them was cut short.
    """
    with target.open("w", encoding="utf-8", newline="") as out:
        for index, block in enumerate(blocks):
            with whole(block).open(encoding="utf-8", newline="") as rows:
                header = next(rows)
                if index == 0:
                    out.write(header)
                out.writelines(rows)
