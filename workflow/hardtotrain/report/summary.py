"""What a run found, in two lines for the terminal."""

import json
from pathlib import Path


def summary(numbers: Path) -> str:
    """Where the report is, and the accuracy and slowness it found.

    Args:
        numbers: report.json; where there is none yet, there is nothing to say.
    """
    if not numbers.exists():
        return ""
    report = json.loads(numbers.read_text(encoding="utf-8"))
    findings = []
    for experiment in report["accuracy"][:1]:
        for row in (experiment["rows"][0], experiment["rows"][-1]):
            if row["validation"]:
                findings.append(f"{row['network']} reaches {row['validation']['value']:.2%}")
    if report["initial_speed"]:
        ratio = [
            r for r in report["initial_speed"]["ratios"] if r["measure"] == "bias_gradient_norm"
        ][-1]
        findings.append(
            f"before training the last hidden layer of {ratio['network']} learns "
            f"{ratio['ratio']['value']:.0f} times faster than the first"
        )
    return f"Report: {numbers.with_suffix('.html')}\nFound: {'; '.join(dict.fromkeys(findings))}."
