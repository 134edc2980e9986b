"""Training cost of every network against epoch (Sutskever et al. 2013, Table 1)."""

import matplotlib.pyplot as plt
import seaborn
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import (
    key_of_letters,
    label_ends,
    lay_out,
    lettered,
    measure,
    plain_numbers,
)
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import LINES, WIDTH, colour_and_dash
from hardtotrain.tables.replicates import training_runs

HEIGHT, ROW = 3.6, 0.21  # inches of the panel at least, and of a line of text


def draw_training_cost(data: ExperimentData) -> Figure:
    """Cost on the training images, without the L2 term: median and range of finished replicates."""
    table, words = data.table("networks"), data.words()
    every = list(table.loc[table["epochs"] > 0, "network"])
    networks = spread(every, LINES)
    words = {name: words[name] for name in networks}
    runs = training_runs(table, data.recorded("history", networks))
    finished = runs[runs["finished"]]
    signs = lettered(words, set(finished["network"]))
    listed = signs != words
    height = max(HEIGHT, ROW * len(words)) + ROW * len(words) * listed
    figure, axes = plt.subplots(figsize=(WIDTH, height))
    colours, ends = {}, []
    for number, network in enumerate(networks):
        colours[network], dash = colour_and_dash(number)
        own = finished[finished["network"] == network]
        if own.empty:
            continue
        seaborn.lineplot(
            data=own,
            x="epoch",
            y="training_cost",
            estimator="median",
            errorbar=("pi", 100),
            err_kws={"alpha": 0.15, "linewidth": 0},
            color=colours[network],
            linestyle=dash,
            lw=1.6,
            marker="o",
            markersize=3,
            markeredgewidth=0,
            ax=axes,
        )
        epoch = own["epoch"].max()
        cost = own.loc[own["epoch"] == epoch, "training_cost"].median()
        ends.append((signs[network], epoch, cost, colours[network]))
    axes.set(yscale="log", xlabel="epoch", ylabel="")
    axes.grid(visible=False, axis="x")
    plain_numbers(axes.yaxis)
    measure(axes, "training cost")
    if listed:
        key_of_letters(axes, words, colours)
    lay_out(figure)
    label_ends(axes, ends)
    say_how_many(figure, networks, every)
    return figure
