"""Draws one figure of one experiment."""

import sys
from pathlib import Path

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import save_svg, use_style

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
use_style()
data = ExperimentData(
    snakemake.wildcards.experiment,
    Path(snakemake.input.tables[0]).parent,
    [Path(path) for path in snakemake.input.runs],
    Path(snakemake.input.published[0]).parent,
)
save_svg(FIGURES[snakemake.wildcards.figure](data), Path(snakemake.output[0]))
