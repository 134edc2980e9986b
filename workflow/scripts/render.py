"""Renders the report."""

from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.job_log import logged_to
from hardtotrain.report.page import render
from hardtotrain.report.provenance import provenance
from hardtotrain.report.study import Study
from hardtotrain.results import whole
from hardtotrain.tables.runs import read_table

with logged_to(snakemake.log[0]):
    data = [Path(path) for path in snakemake.input.data]
    tables = {path.stem: read_table(path) for path in map(Path, snakemake.input.tables)}
    claims, words = snakemake.params.claims, snakemake.params.words
    study = Study(tables, claims, words, open_dataset(data[0].parent))
    origin = provenance(
        data,
        {name: map(Path, paths) for name, paths in snakemake.params.benchmarks.items()},
        Path(snakemake.scriptdir).parent,
        {key: value for key, value in snakemake.config.items() if key != "claims"},
        Path(snakemake.input.default_config),
    )
    figures = {
        (path.stem, path.parent.name): whole(path).read_text(encoding="utf-8")
        for path in map(Path, snakemake.input.figures)
    }
    charts = whole(Path(snakemake.input.charts)).read_text(encoding="utf-8")
    vega = whole(Path(snakemake.input.vega)).read_text(encoding="utf-8")
    page = render(study, origin, figures, Path(snakemake.input.templates[0]).parent, charts, vega)
    Path(snakemake.output[0]).write_text(page, encoding="utf-8")
