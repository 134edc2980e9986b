"""Renders the report."""

import sys
from pathlib import Path

from hardtotrain.report.numbers import Report
from hardtotrain.report.page import render

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
numbers = Path(snakemake.input.numbers).read_text(encoding="utf-8")
figures = {
    (path.stem, path.parent.name): path.read_text(encoding="utf-8")
    for path in map(Path, snakemake.input.figures)
}
page = render(
    Report.model_validate_json(numbers),
    figures,
    Path(snakemake.input.templates[0]).parent,
    Path(snakemake.input.charts).read_text(encoding="utf-8"),
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
