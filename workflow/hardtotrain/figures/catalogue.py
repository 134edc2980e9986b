"""Every figure by its name: a new figure is a new module and a line here.

Which experiments get which figure is for `selection.py` to say.
"""

from collections.abc import Callable

from matplotlib.figure import Figure

from hardtotrain.figures.accuracy import draw_accuracy
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.initial_speed import draw_initial_speed
from hardtotrain.figures.learning_speed import draw_learning_speed
from hardtotrain.figures.mean_field import draw_mean_field
from hardtotrain.figures.neurons import draw_neurons

FIGURES: dict[str, Callable[[ExperimentData], Figure]] = {
    "accuracy": draw_accuracy,
    "neurons": draw_neurons,
    "initial_speed": draw_initial_speed,
    "mean_field": draw_mean_field,
    "learning_speed": draw_learning_speed,
}
