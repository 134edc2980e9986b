"""Joins the tables of a network's blocks of replicates into one."""

from collections.abc import Sequence
from pathlib import Path

from hardtotrain.results import whole


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
