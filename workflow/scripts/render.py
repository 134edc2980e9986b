"""Renders the report."""

from pathlib import Path

from hardtotrain.job_log import logged_to
from hardtotrain.report.numbers import read_report
from hardtotrain.report.page import render
from hardtotrain.results import whole

with logged_to(snakemake.log[0]):
    figures = {
        (path.stem, path.parent.name): whole(path).read_text(encoding="utf-8")
        for path in map(Path, snakemake.input.figures)
    }
    page = render(
        read_report(Path(snakemake.input.numbers)),
        figures,
        Path(snakemake.input.templates[0]).parent,
        whole(Path(snakemake.input.charts)).read_text(encoding="utf-8"),
    )
    Path(snakemake.output[0]).write_text(page, encoding="utf-8")
