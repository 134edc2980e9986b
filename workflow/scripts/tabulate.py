"""Writes the tables of an experiment: those of its parts joined, and what compares its networks."""

from pathlib import Path

import pandas as pd

from hardtotrain.job_log import logged_to
from hardtotrain.measures.joining import by_name, join_tables
from hardtotrain.tables.catalogue import tables_of_experiment
from hardtotrain.tables.runs import network_of, read_runs, read_table
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.writing import write_table

with logged_to(snakemake.log[0]):
    written = {path.stem: path for path in map(Path, snakemake.output)}
    for name, parts in by_name(map(Path, snakemake.input.parts)).items():
        join_tables(parts, written[Path(name).stem])

    gradients = {network_of(path): path for path in map(Path, snakemake.input.gradients)}
    tables = tables_of_experiment(
        pd.DataFrame(snakemake.params.networks),
        read_runs(map(Path, snakemake.input.histories)),
        lambda networks: read_runs(
            gradients[key] for key in zip(networks["experiment"], networks["network"], strict=True)
        ),
        read_table(written["plateau_lengths"]),
        Path(snakemake.input.published[0]).parent,
        snakemake.params.margin,
    )
    for name, table in tables.items():
        write_table(table, written[name], SCHEMAS[name])
