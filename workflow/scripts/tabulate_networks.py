"""Writes the tables of the study that rest on the networks themselves."""

import sys
from pathlib import Path

import pandas as pd

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import load_finished
from hardtotrain.tables.catalogue import tables_of_networks
from hardtotrain.tables.runs import network_of

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
trained = map(Path, snakemake.input.trained)
tables = tables_of_networks(
    pd.DataFrame(snakemake.params.networks),
    {network_of(path): load_finished(path) for path in trained}.get,
    open_dataset(Path(snakemake.input.data[0]).parent),
)
for name, table in tables.items():
    table.to_csv(snakemake.output[name], index=False, float_format="%.9g")
