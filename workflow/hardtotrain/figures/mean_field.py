"""Learning speeds before training beside the prediction that fits nothing."""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, LINES, colour_and_dash


def draw_mean_field(data: ExperimentData) -> Figure:
    """Root mean square error of each layer, measured and predicted by mean-field theory.

    The layers of all networks count back from the output, where the errors begin.
    """
    table = data.table("mean_field")
    every = list(table["network"].unique())
    networks = spread(every, LINES)
    table = table[table["network"].isin(networks)]
    figure, axes = plt.subplots(figsize=(7.2, 3.2))
    for number, (name, rows) in enumerate(table.groupby("network", sort=False)):
        colour, dash = colour_and_dash(number)
        back = rows["layer"].max() - rows["layer"]
        axes.plot(back, rows["predicted_rms"], dash, color=colour, lw=1.4, label=name)
        axes.plot(back, rows["measured_rms"], "o", color=colour, ms=5, alpha=0.75)
    axes.set(
        yscale="log",
        xlabel="layers back from the output",
        ylabel="root mean square ‖δ‖",
        xticks=range(table["layer"].max()),
    )
    axes.invert_xaxis()
    say_how_many(axes, networks, every)
    handles, _ = axes.get_legend_handles_labels()
    handles += [
        Line2D([], [], marker="o", ls="", color=INK, label="measured"),
        Line2D([], [], color=INK, lw=1.4, label="predicted, nothing fitted"),
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1))
    return figure
