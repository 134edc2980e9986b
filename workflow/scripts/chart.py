"""Writes what the interactive charts are drawn from."""

from pathlib import Path

from hardtotrain.charts.document import charts_document
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.job_log import logged_to
from hardtotrain.tables.runs import network_of

with logged_to(snakemake.log[0]):
    tables, published = (
        Path(paths[0]).parent for paths in (snakemake.input.tables, snakemake.input.published)
    )

    runs = [Path(path) for path in snakemake.input.runs]

    def data_of(experiment: str) -> ExperimentData:
        own = [path for path in runs if network_of(path)[0] == experiment]
        return ExperimentData(experiment, tables, own, published)

    document = charts_document(snakemake.params.charts, data_of)
    Path(snakemake.output[0]).write_text(document, encoding="utf-8")
