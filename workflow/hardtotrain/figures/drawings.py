"""What draws each figure of the catalogue."""

from collections.abc import Callable

import matplotlib.figure

from hardtotrain.figures.accuracy import draw_accuracy
from hardtotrain.figures.activations import draw_activations
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.histograms import draw_histograms
from hardtotrain.figures.initial_speed import draw_initial_speed
from hardtotrain.figures.learning_speed import draw_learning_speed
from hardtotrain.figures.map import draw_map
from hardtotrain.figures.mean_field import draw_mean_field
from hardtotrain.figures.neurons import draw_neurons
from hardtotrain.figures.opening import draw_opening
from hardtotrain.figures.plateau import draw_plateau
from hardtotrain.figures.plateau_length import draw_plateau_length
from hardtotrain.figures.remedies import draw_remedies
from hardtotrain.figures.slope_factors import draw_slope_factors
from hardtotrain.figures.training_cost import draw_training_cost
from hardtotrain.figures.wall import draw_wall

DRAWINGS: dict[str, Callable[[ExperimentData], matplotlib.figure.Figure]] = {
    "opening": draw_opening,
    "neurons": draw_neurons,
    "initial_speed": draw_initial_speed,
    "accuracy": draw_accuracy,
    "training_cost": draw_training_cost,
    "learning_speed": draw_learning_speed,
    "plateau": draw_plateau,
    "plateau_length": draw_plateau_length,
    "wall": draw_wall,
    "map": draw_map,
    "remedies": draw_remedies,
    "slope_factors": draw_slope_factors,
    "mean_field": draw_mean_field,
    "activations": draw_activations,
    "histograms": draw_histograms,
}


def draw(name: str, data: ExperimentData) -> matplotlib.figure.Figure:
    """Draws a figure of an experiment.

    Args:
        name: One of `catalogue.FIGURES`.
        data: What is known of the experiment.
    """
    return DRAWINGS[name](data)
