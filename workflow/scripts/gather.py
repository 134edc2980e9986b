"""Gathers every number of the report."""

import sys
from pathlib import Path

from hardtotrain.report.gathering import Tables, gather
from hardtotrain.report.provenance import provenance
from hardtotrain.tables.runs import read_runs, read_table

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
origin = provenance(
    [Path(path) for path in snakemake.input.data],
    Path("results/benchmarks/train"),
    Path(snakemake.scriptdir).parent,
    snakemake.config,
)
tables = Tables(
    gradients=read_runs(map(Path, snakemake.input.gradients)),
    **{Path(path).stem: read_table(Path(path)) for path in snakemake.input.tables},
)
report = gather(tables, snakemake.params.titles, origin)
Path(snakemake.output[0]).write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
