"""Draws one figure of one experiment."""

from pathlib import Path

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import save_svg, use_style
from hardtotrain.job_log import logged_to

with logged_to(snakemake.log[0]):
    use_style()
    data = ExperimentData(
        snakemake.wildcards.experiment,
        Path(snakemake.input.tables[0]).parent,
        [Path(path) for path in snakemake.input.runs],
        Path(snakemake.input.published[0]).parent,
    )
    save_svg(FIGURES[snakemake.wildcards.figure](data), Path(snakemake.output[0]))
