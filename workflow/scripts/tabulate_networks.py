"""Writes the tables that say something of each network by itself, of a part of an experiment."""

from pathlib import Path

import pandas as pd

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import load_finished
from hardtotrain.inspections.catalogue import tables_of_networks
from hardtotrain.job_log import logged_to
from hardtotrain.tables.catalogue import tables_of_recordings
from hardtotrain.tables.runs import network_of, read_runs, read_tables
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.writing import write_table
from hardtotrain.theory.plateau_predictions import COLUMNS as PREDICTED

RECORDED = ("history", "gradients", "neurons", "activations", "propagation", "updates")

with logged_to(snakemake.log[0]):
    networks = pd.DataFrame(snakemake.params.networks)
    runs = [Path(path) for path in snakemake.input.runs]
    dataset = open_dataset(Path(snakemake.input.data[0]).parent)
    tables = tables_of_recordings(
        networks,
        {name: read_runs(path for path in runs if path.stem == name) for name in RECORDED},
        read_tables(map(Path, snakemake.input.get("predictions", [])), PREDICTED),
        dataset.training,
        Path(snakemake.input.published[0]).parent,
        snakemake.params.start,
    )
    finished = {network_of(path): path for path in runs if path.name == "network.npz"}
    tables |= tables_of_networks(networks, lambda place: load_finished(finished[place]), dataset)
    for path in map(Path, snakemake.output):
        write_table(tables[path.stem], path, SCHEMAS[path.stem])
