"""Training cost of every network against epoch (Sutskever et al. 2013, Table 1)."""

import matplotlib.pyplot as plt
import seaborn
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, LINES, colour_and_dash
from hardtotrain.tables.replicates import training_runs


def draw_training_cost(data: ExperimentData) -> Figure:
    """Cost on the training images, without the L2 term: median and range of finished replicates."""
    table = data.table("networks")
    every = list(table.loc[table["epochs"] > 0, "network"])
    networks = spread(every, LINES)
    runs = training_runs(table, data.recorded("history", networks))
    finished = runs[runs["finished"]]
    figure, axes = plt.subplots(figsize=(7.2, 3.6))
    handles = []
    for number, network in enumerate(networks):
        colour, dash = colour_and_dash(number)
        seaborn.lineplot(
            data=finished[finished["network"] == network],
            x="epoch",
            y="training_cost",
            estimator="median",
            errorbar=("pi", 100),
            err_kws={"alpha": 0.15, "linewidth": 0},
            color=colour,
            linestyle=dash,
            lw=1.4,
            marker="o",
            markersize=3,
            markeredgewidth=0,
            ax=axes,
        )
        handles.append(Line2D([], [], color=colour, ls=dash, lw=1.4, label=network))
    axes.set(yscale="log", ylabel="training cost")
    say_how_many(axes, networks, every)
    handles += [
        Line2D([], [], color=INK, lw=1.4, label="median of replicates"),
        Line2D([], [], color=INK, lw=7, alpha=0.15, label="their whole range"),
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.15))
    return figure
