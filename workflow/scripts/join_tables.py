"""Writes the tables of the study, and what is declared of them."""

import json
from pathlib import Path

from hardtotrain.job_log import logged_to
from hardtotrain.measures.joining import by_name, join_tables
from hardtotrain.tables.data_package import data_package
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.theory_checks import theory_check_table
from hardtotrain.tables.writing import write_table

with logged_to(snakemake.log[0]):
    parts = by_name(map(Path, snakemake.input))
    for path in map(Path, snakemake.output.tables):
        if path.name in parts:
            join_tables(parts[path.name], path)
        else:
            write_table(theory_check_table(), path, SCHEMAS[path.stem])
    package = json.dumps(data_package(SCHEMAS.values()), indent=2, ensure_ascii=False)
    Path(snakemake.output.package).write_text(f"{package}\n", encoding="utf-8")
