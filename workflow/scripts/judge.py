"""Judges the claims."""

import sys
from pathlib import Path

from hardtotrain.claims.judging import claims_table
from hardtotrain.tables.runs import read_table

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
tables = {Path(path).stem: read_table(Path(path)) for path in snakemake.input.tables}
table = claims_table(snakemake.params.claims, tables)
table.to_csv(snakemake.output[0], index=False, float_format="%.9g")
