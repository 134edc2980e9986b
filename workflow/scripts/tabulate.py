"""Writes the tables of the study that rest on what was recorded."""

from pathlib import Path

import pandas as pd

from hardtotrain.job_log import logged_to
from hardtotrain.data.dataset import open_dataset
from hardtotrain.tables.catalogue import tables_of_recordings
from hardtotrain.tables.runs import read_runs, read_tables
from hardtotrain.tables.writing import write_table
from hardtotrain.theory.plateau_predictions import COLUMNS as PREDICTED

with logged_to(snakemake.log[0]):
    recorded = ("history", "gradients", "neurons", "activations", "propagation", "updates")
    tables = tables_of_recordings(
        pd.DataFrame(snakemake.params.networks),
        {name: read_runs(map(Path, snakemake.input[name])) for name in recorded},
        read_tables(map(Path, snakemake.input.predictions), PREDICTED),
        open_dataset(Path(snakemake.input.data[0]).parent).training,
        Path(snakemake.input.published[0]).parent,
        snakemake.params.margin,
    )
    for name, table in tables.items():
        write_table(table, Path(snakemake.output[name]))
