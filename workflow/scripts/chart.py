"""Writes what the interactive charts are drawn from."""

import sys
from pathlib import Path

from hardtotrain.charts.document import charts_document
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.tables.runs import network_of

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
tables, published = (
    Path(paths[0]).parent for paths in (snakemake.input.tables, snakemake.input.published)
)


def data_of(experiment: str) -> ExperimentData:
    runs = [path for path in map(Path, snakemake.input.runs) if network_of(path)[0] == experiment]
    return ExperimentData(experiment, tables, runs, published)


document = charts_document(snakemake.params.charts, data_of)
Path(snakemake.output[0]).write_text(document, encoding="utf-8")
