"""What draws each figure of the catalogue: the module of its name."""

from pkgutil import resolve_name

import matplotlib.figure

from hardtotrain.figures.experiment_data import ExperimentData


def draw(name: str, data: ExperimentData) -> matplotlib.figure.Figure:
    """Draws a figure of an experiment.

    Args:
        name: One of `catalogue.FIGURES`; its module has a function draw_{name}.
        data: What is known of the experiment.
    """
    return resolve_name(f"hardtotrain.figures.{name}:draw_{name}")(data)
