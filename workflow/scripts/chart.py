"""Writes what the interactive charts are drawn from."""

from functools import partial
from pathlib import Path

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.interactive_charts.document import charts_document
from hardtotrain.job_log import logged_to

with logged_to(snakemake.log[0]):
    data_of = partial(
        ExperimentData,
        tables=Path(snakemake.input.tables[0]).parent,
        runs=[Path(path) for path in snakemake.input.runs],
        published=Path(snakemake.input.published[0]).parent,
    )
    document = charts_document(snakemake.params.charts, data_of)
    Path(snakemake.output[0]).write_text(document, encoding="utf-8")
