"""Writes what was measured: rows as CSV, tables and text as Markdown."""

import csv
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

RESULTS = Path("benchmarks/results")


def write_csv(name: str, rows: Sequence[Mapping]) -> None:
    """Writes rows that all have the same columns to benchmarks/results/."""
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_and_print(name: str, text: str) -> None:
    """Writes a text to benchmarks/results/ and shows it."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(text, encoding="utf-8")
    sys.stdout.reconfigure(errors="replace")  # GBK has no µ
    print(text)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def median_and_range(values: Sequence[float]) -> str:
    """As in “1.66 (1.40 to 1.93)”."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
