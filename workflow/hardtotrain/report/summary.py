"""What a run found, in a few lines for the terminal."""

from collections import Counter
from pathlib import Path

from hardtotrain.report.findings import Findings
from hardtotrain.report.numbers import read_report


def summary(numbers: Path) -> str:
    """Where the report is, the accuracy and slowness it found, and what came of the claims.

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
    verdicts = Counter(claim.verdict.replace("_", " ") for claim in report.claims)
    claims = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    # In full, as a study may have a folder of its own.
    return "\n".join(
        [
            f"Report: {numbers.with_suffix('.html').resolve()}",
            *(f"Found: {thing}" for thing in found),
            f"Claims: {claims or 'none'}",
        ]
    )
