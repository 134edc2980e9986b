"""Trains one block of replicates of one network."""

import sys
from functools import partial
from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import save_network
from hardtotrain.job_log import logged_to
from hardtotrain.measures.recorded_training import record_training
from hardtotrain.tables.schemas.recordings import RECORDINGS
from hardtotrain.tables.writing import write_recording

with logged_to(snakemake.log[0]):
    network, tables = record_training(
        snakemake.params.settings,
        snakemake.params.replicates,
        open_dataset(Path(snakemake.input.data[0]).parent),
        report=partial(print, file=sys.stderr, flush=True),
    )
    for path in map(Path, snakemake.output):
        if path.suffix == ".npz":
            save_network(network, path)
        else:
            write_recording(tables[path.stem], path, RECORDINGS[path.stem])
