"""Draws figures, those of an experiment or those that show several."""

from functools import partial
from pathlib import Path

from hardtotrain.figures.drawings import draw
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import save_svg, use_style
from hardtotrain.job_log import logged_to

with logged_to(snakemake.log[0]):
    data_of = partial(
        ExperimentData,
        tables=Path(snakemake.input.tables[0]).parent,
        runs=[Path(path) for path in getattr(snakemake.input, "runs", [])],
        published=Path(snakemake.input.published[0]).parent,
    )
    for path in map(Path, snakemake.output):
        use_style()
        save_svg(draw(path.stem, data_of(path.parent.name)), path)
