"""Trains one block of replicates of one network."""

from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import save_network
from hardtotrain.measures.recording import record_training

with Path(snakemake.log[0]).open("w", encoding="utf-8") as log:
    network, tables = record_training(
        snakemake.params.settings,
        snakemake.params.replicates,
        open_dataset(Path(snakemake.input.data[0]).parent),
        report=lambda line: print(line, file=log, flush=True),
    )
for name, table in tables.items():
    table.to_csv(snakemake.output[name], index=False, float_format="%.9g")
save_network(network, Path(snakemake.output.network))
