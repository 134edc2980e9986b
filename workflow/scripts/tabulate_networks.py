"""Writes the tables of the study that rest on the networks themselves."""

from pathlib import Path

import pandas as pd

from hardtotrain.job_log import logged_to
from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import load_finished
from hardtotrain.tables.catalogue import tables_of_networks
from hardtotrain.tables.runs import network_of
from hardtotrain.tables.writing import write_table

with logged_to(snakemake.log[0]):
    trained = map(Path, snakemake.input.trained)
    tables = tables_of_networks(
        pd.DataFrame(snakemake.params.networks),
        {network_of(path): load_finished(path) for path in trained}.get,
        open_dataset(Path(snakemake.input.data[0]).parent),
    )
    for name, table in tables.items():
        write_table(table, Path(snakemake.output[name]))
