"""Trains one block of replicates of one network."""

import sys
from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import save_network
from hardtotrain.measures.recorded_training import record_training

try:
    with Path(snakemake.log[0]).open("w", encoding="utf-8") as log:
        network, tables = record_training(
            snakemake.params.settings,
            snakemake.params.replicates,
            open_dataset(Path(snakemake.input.data[0]).parent),
            report=lambda line: print(line, file=log, flush=True),
        )
    for path in map(Path, snakemake.output):
        if path.suffix == ".npz":
            save_network(network, path)
        else:
            tables[path.stem].to_csv(path, index=False, float_format="%.9g")
except OSError as error:  # a full disk has no room for a log
    sys.exit(f"The training cannot be recorded: {error.strerror}")
