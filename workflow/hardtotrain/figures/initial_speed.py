"""The learning speed of every layer before training, over many initialisations."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.colours import INK, PUBLISHED_COLOUR, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label, plain_numbers
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import WIDTH, colours_of_layers, mark_published

PANELS = 4  # below each other
ROW, HEADING = 0.4, 0.42  # inches of a layer, and of the words above a panel
TALL = 0.3  # of a median's line, to either side of the middle of its row


def draw_initial_speed(data: ExperimentData) -> Figure:
    """‖∂C/∂b^l‖ of the hidden layers at epoch 0, a panel a network: replicates, median, book.

    From the median of each layer to that of the next, and by what factor it is larger.
    """
    table, speeds, words = data.table("networks"), data.table("learning_speeds"), data.words()
    every = list(table.loc[table["hidden_layers"] > 0, "network"])
    gradients = data.recorded("gradients", spread(every, PANELS))
    start = gradients[(gradients["epoch"] == 0) & (gradients["kind"] == "hidden")]
    speeds = speeds.query("epoch == 0 and kind == 'hidden' and measure == 'bias_gradient_norm'")
    networks = list(start["network"].unique())  # whose numbers overflow has none to show
    layers = [start.loc[start["network"] == name, "layer"].nunique() for name in networks]
    figure, panels = plt.subplots(
        len(networks),
        1,
        figsize=(WIDTH, 0.7 + ROW * sum(layers) + HEADING * len(networks)),
        sharex=True,
        squeeze=False,
        height_ratios=[count + 0.2 for count in layers],
    )
    for network, axes in zip(networks, panels[:, 0], strict=True):
        medians = speeds[speeds["network"] == network].reset_index(drop=True)
        dots = start[start["network"] == network]
        draw_starts(axes, dots)
        draw_medians(axes, medians["median"])
        book = medians["published"].dropna()
        mark_published(axes, book, book.index, "book")
        name_values(axes, dots, medians, axes is panels[0, 0])
        heading(axes, words[network])
        axes.set(xscale="log", xlabel="", ylabel="")
        axes.spines["bottom"].set_visible(axes is panels[-1, 0])
        plain_numbers(axes.xaxis)
    panels[-1, 0].set_xlabel("learning speed ‖∂C/∂b‖ before training")
    say_how_many(figure, networks, every)
    return figure


def draw_starts(axes: Axes, start: pd.DataFrame) -> None:
    """A row a layer, the first on top, and a dot a start."""
    layers = sorted(start["layer"].unique())
    seaborn.stripplot(
        data=start,
        x="bias_gradient_norm",
        y="layer",
        hue="layer",
        order=layers,
        orient="h",
        palette=colours_of_layers(layers),
        jitter=0.26,
        size=2.4,
        alpha=0.5,
        legend=False,
        ax=axes,
    )
    axes.set_yticks(range(len(layers)), [f"layer {layer}" for layer in layers], color=INK)
    axes.grid(visible=False, axis="y")


def draw_medians(axes: Axes, medians: pd.Series) -> None:
    """The median of each layer, and the step from it to that of the next."""
    for row, middle in enumerate(medians):
        axes.plot([middle, middle], [row - TALL, row + TALL], color=INK, lw=2, zorder=4)
    for row, (before, after) in enumerate(pairwise(medians)):
        if not before > 0 < after:
            continue  # A speed that underflows is no part of another.
        height = row + 0.5
        axes.annotate(
            "",
            (after, height),
            (before, height),
            arrowprops={"arrowstyle": "->", "color": INK, "lw": 1, "shrinkA": 0, "shrinkB": 0},
        )
        label(axes, f"× {after / before:.1f}", (max(before, after), height), (6, 0), weight="bold")


def name_values(axes: Axes, start: pd.DataFrame, medians: pd.DataFrame, first: bool) -> None:
    """To the right of its marks the median of each layer, in the first row with what they mean."""
    ends = start.groupby("layer")["bias_gradient_norm"].max()
    for row, layer in medians.iterrows():
        place = (np.fmax(ends[layer["layer"]], layer["published"]), row)
        if not (first and row == 0):
            label(axes, plain(layer["median"]), place, (8, 0), color=QUIET)
            continue
        known = pd.notna(layer["published"])
        text = f"median {plain(layer['median'])}"
        label(axes, text, place, (8, 11 if known else 0), color=QUIET)
        if known:
            text = f"◇ the book {plain(layer['published'])}"
            label(axes, text, place, (8, -3), color=PUBLISHED_COLOUR)


def plain(speed: float) -> str:
    """Two digits of it, without a power of ten where that is short enough."""
    return f"{speed:.2g}"
