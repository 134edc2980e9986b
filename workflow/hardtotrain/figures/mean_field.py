"""Errors before training beside the prediction that fits nothing."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from hardtotrain.figures.colours import INK
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import (
    key,
    key_of_letters,
    label,
    label_ends,
    lay_out,
    lettered,
    measure,
    plain_numbers,
)
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import LINES, WIDTH, colour_and_dash

HEIGHT, ROW = 3.6, 0.21  # inches of the panel at least, and of a line of text
MEASURED = {"marker": "o", "ls": "", "ms": 5.5, "alpha": 0.75}
PREDICTED = {"lw": 1.8}


def draw_mean_field(data: ExperimentData) -> Figure:
    """Root mean square error of each layer, measured and predicted by mean-field theory.

    The layers of all networks count back from the output, where the errors begin.
    """
    table, words = data.table("mean_field"), data.words()
    every = list(table["network"].unique())
    networks = spread(every, LINES)
    table = table[table["network"].isin(networks)]
    words = {name: words[name] for name in networks}
    signs = lettered(words, networks)
    listed = signs != words
    height = max(HEIGHT, ROW * len(words)) + ROW * len(words) * listed
    figure, axes = plt.subplots(figsize=(WIDTH, height))
    lines = {}
    for number, (name, rows) in enumerate(table.groupby("network", sort=False)):
        colour, dash = colour_and_dash(number)
        back = rows["layer"].max() - rows["layer"]
        order = 3 - back.max() / 1000  # those with fewer layers stand before those with more
        axes.plot(back, rows["predicted_rms"], dash, color=colour, zorder=order, **PREDICTED)
        axes.plot(back, rows["measured_rms"], color=colour, zorder=order, **MEASURED)
        low, high = (
            rows["predicted_rms"] / (1 + rows[f"relative_error_rms_{end}"])
            for end in ("high", "low")
        )
        axes.vlines(back, low, high, color=colour, lw=1.4, zorder=order)
        lines[name] = (signs[name], back.max(), rows["predicted_rms"].iloc[0], colour)
    axes.set(yscale="log", xlabel="layers back from the output")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    plain_numbers(axes.yaxis)
    axes.grid(visible=False, axis="x")
    key(
        axes,
        [
            Line2D([], [], color=INK, label="measured", **MEASURED),
            Line2D([], [], color=INK, label="predicted, nothing fitted", **PREDICTED),
        ],
    )
    measure(axes, "root mean square ‖δ‖", lines=1)
    if listed:
        key_of_letters(axes, words, {name: end[-1] for name, end in lines.items()})
    lay_out(figure)
    label_ends(axes, list(lines.values()))
    if data.differ_in_depth_alone() and (times := smaller_with_each_layer(data)) > 1:
        text = f"÷ {times:.1f} with each layer back"
        label(axes, text, (0.03, 0.08), xycoords="axes fraction", weight="bold")
    say_how_many(figure, networks, every)
    return figure


def smaller_with_each_layer(data: ExperimentData) -> float:
    """By what factor errors shrink from one hidden layer to the one before, in the deepest network.

    As jacobians.csv has it; NaN where it has none, or where networks are trained.
    """
    networks = data.table("networks")
    table = data.table("jacobians")
    deepest = table.sort_values("hidden_layers", kind="stable").tail(1)["factor_per_layer"]
    return deepest.item() if len(deepest) and (networks["epochs"] == 0).all() else np.nan
