"""Gathers every number of the report."""

from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.job_log import logged_to
from hardtotrain.report.gathering.report import gather
from hardtotrain.report.provenance import provenance
from hardtotrain.tables.runs import read_table

with logged_to(snakemake.log[0]):
    data = [Path(path) for path in snakemake.input.data]
    origin = provenance(
        data,
        {name: map(Path, paths) for name, paths in snakemake.params.training_benchmarks.items()},
        {rule: map(Path, paths) for rule, paths in snakemake.params.benchmarks.items()},
        Path(snakemake.scriptdir).parent,
        {key: value for key, value in snakemake.config.items() if key != "claims"},
        Path(snakemake.input.default_config),
    )
    tables = {Path(path).stem: read_table(Path(path)) for path in snakemake.input.tables}
    report = gather(
        tables,
        snakemake.params.words,
        snakemake.params.claims,
        open_dataset(data[0].parent),
        origin,
    )
    Path(snakemake.output[0]).write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
