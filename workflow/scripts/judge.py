"""Judges the claims."""

from pathlib import Path

from hardtotrain.claims.judging import claims_table
from hardtotrain.job_log import logged_to
from hardtotrain.tables.runs import read_table
from hardtotrain.tables.schemas.claims import CLAIMS
from hardtotrain.tables.writing import write_table

with logged_to(snakemake.log[0]):
    tables = {Path(path).stem: read_table(Path(path)) for path in snakemake.input.tables}
    table = claims_table(snakemake.params.claims, tables)
    write_table(table, Path(snakemake.output[0]), CLAIMS)
