"""What a run found, in two lines for the terminal."""

from pathlib import Path

from hardtotrain.report.findings import Findings
from hardtotrain.report.numbers import read_report


def summary(numbers: Path) -> str:
    """Where the report is, and the accuracy and slowness it found.

    Args:
        numbers: report.json.
    """
    report = read_report(numbers)
    rows = report.accuracy[0].rows if report.accuracy else []
    found = [
        f"{row.network} reads {row.validation.value:.2%} of the validation images"
        for row in [*rows[:1], *rows[1:][-1:]]
        if row.validation
    ]
    slowdown = Findings(report).slowdown
    if slowdown:
        found.append(
            f"before training the last hidden layer of {slowdown.network} learns "
            f"{slowdown.ratio.value:.3g} times as fast as the first"
        )
    return f"Report: {numbers.with_suffix('.html')}\nFound: {'; '.join(found) or 'nothing'}."
