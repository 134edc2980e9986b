"""Every chart by its name: a new chart is a new module and a line here.

Which experiments get which chart is for `selection.py` to say.
"""

from collections.abc import Callable
from typing import NamedTuple

import altair as alt

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.interactive_charts.chart import Chart
from hardtotrain.interactive_charts.factors import draw_factors, factor_chart
from hardtotrain.interactive_charts.learning_speed import draw_learning_speed, learning_speed_chart
from hardtotrain.interactive_charts.neurons import draw_neurons, neuron_chart
from hardtotrain.interactive_charts.opening import draw_opening, opening_chart


class Kind(NamedTuple):
    """A kind of chart.

    Attributes:
        draw: Gives its specification, which holds no data and no name of any study.
        fill: Gives the data of an experiment and what can be chosen in it.
    """

    draw: Callable[[], alt.LayerChart]
    fill: Callable[[ExperimentData], Chart]


CHARTS = {
    "opening": Kind(draw_opening, opening_chart),
    "learning_speed": Kind(draw_learning_speed, learning_speed_chart),
    "factors": Kind(draw_factors, factor_chart),
    "neurons": Kind(draw_neurons, neuron_chart),
}
