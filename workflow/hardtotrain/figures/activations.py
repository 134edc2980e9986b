"""How active each hidden layer is during training (Glorot & Bengio 2010, figures 2 and 3)."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.colours import INK
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label_ends, lay_out, text_width
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import WIDTH, colours_of_layers

PANELS = 12
PANEL = 1.7  # inches
HALF = 72 * (WIDTH - 1.8) / 2  # points that words may take above one of two panels
MEAN, P98 = {"lw": 1.6}, {"lw": 0.9, "ls": "--"}
SD = {"alpha": 0.1, "linewidth": 0}


def draw_activations(data: ExperimentData) -> Figure:
    """Activations of each hidden layer against epoch: mean, ± SD over units and images, 98%.

    A panel a network; those with the same activation function share the vertical axis.
    """
    levels, words = data.table("activation_levels"), data.words()
    functions = data.table("networks").set_index("network")["activation"]
    every = list(levels["network"].unique())
    networks = spread(every, PANELS)
    columns = 2 if all(text_width(words[name]) <= HALF for name in networks) else 1
    rows = -(-len(networks) // columns)
    alike = levels.groupby("network")["epoch"].max().nunique() == 1
    figure, panels = plt.subplots(
        rows, columns, figsize=(WIDTH, 0.8 + PANEL * rows), sharex=alike, squeeze=False
    )
    colours = colours_of_layers(sorted(levels["layer"].unique()))
    sharing = {}
    for network, axes in zip(networks, panels.flat, strict=False):
        first = sharing.setdefault(functions[network], axes)
        if first is not axes:
            axes.sharey(first)
        draw_curves(axes, levels[levels["network"] == network], colours)
        heading(axes, words[network])
    for axes in panels.flat[len(networks) :]:
        axes.set_axis_off()
    for axes in panels.flat[max(len(networks) - columns, 0) : len(networks)]:
        axes.set_xlabel("epoch")
        axes.tick_params(labelbottom=True)
    lay_out(figure)
    for network, axes in zip(networks, panels.flat, strict=False):
        name_layers(axes, levels[levels["network"] == network], colours)
    say_how_many(figure, networks, every)
    handles = [
        Line2D([], [], color=INK, label="mean activation", **MEAN),
        Line2D([], [], color=INK, label="± standard deviation", lw=8, alpha=0.15),
        Line2D([], [], color=INK, label="98th percentile", **P98),
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=2)
    return figure


def draw_curves(axes: Axes, levels: pd.DataFrame, colours: dict[int, str]) -> None:
    """The curves of the layers of one network."""
    for layer, curve in levels.groupby("layer"):
        colour, epochs = colours[layer], curve["epoch"]
        low, high = curve["mean"] - curve["sd"], curve["mean"] + curve["sd"]
        axes.fill_between(epochs, low, high, color=colour, **SD)
        axes.plot(epochs, curve["mean"], color=colour, **MEAN)
        axes.plot(epochs, curve["p98"], color=colour, **P98)
    axes.locator_params(axis="y", nbins=4)


def name_layers(axes: Axes, levels: pd.DataFrame, colours: dict[int, str]) -> None:
    """Which layer each mean is of, at its end."""
    ends = levels.groupby("layer").tail(1).itertuples()
    label_ends(
        axes, [(f"layer {end.layer}", end.epoch, end.mean, colours[end.layer]) for end in ends]
    )
