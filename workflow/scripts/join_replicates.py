"""Joins a network's blocks of replicates."""

from pathlib import Path

from hardtotrain.engine.network import join_replicates
from hardtotrain.engine.storage import load_network, save_network
from hardtotrain.job_log import logged_to
from hardtotrain.measures.joining import by_name, join_tables

with logged_to(snakemake.log[0]):
    blocks_of = by_name(map(Path, snakemake.input.blocks))
    for path in map(Path, snakemake.output):
        blocks = blocks_of[path.name]
        if path.suffix == ".npz":
            save_network(join_replicates([load_network(block) for block in blocks]), path)
        else:
            join_tables(blocks, path)
