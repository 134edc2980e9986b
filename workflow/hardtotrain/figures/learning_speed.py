"""Learning speed of every hidden layer against epoch, over the book's own curves."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label, label_ends, lay_out, plain_numbers
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import WIDTH, colours_of_layers

PANELS = 10
PANEL = 2.3  # inches
MEASURED = "learning speed ‖∂C/∂b‖"
BAND = 0.13  # opacity
EPOCH_TICKS = [0, 1, 2, 5, *(step * 10**power for power in range(1, 5) for step in (1, 2, 5))]


def draw_learning_speed(data: ExperimentData) -> Figure:
    """‖∂C/∂b^l‖ against epoch, a panel a network: median, range of the replicates, the book's."""
    table, speeds, words = data.table("networks"), data.table("learning_speeds"), data.words()
    every = list(table.loc[table["hidden_layers"] > 1, "network"])
    gradients = data.recorded("gradients", spread(every, PANELS))
    hidden = gradients[gradients["kind"] == "hidden"]
    networks = list(hidden["network"].unique())  # whose numbers overflow has none to show
    layers = sorted(hidden["layer"].unique())
    book = speeds.query("kind == 'hidden' and measure == 'bias_gradient_norm' and epoch > 0")
    book = book[book["published"].notna()]
    figure, panels = plt.subplots(
        len(networks), 1, figsize=(WIDTH, 0.5 + PANEL * len(networks)), sharex=True, squeeze=False
    )
    colours = colours_of_layers(layers)
    epochs = data.last_epochs(hidden).max()
    for network, axes in zip(networks, panels[:, 0], strict=True):
        draw_layers(axes, hidden[hidden["network"] == network], colours)
        for layer, curve in book[book["network"] == network].groupby("layer"):
            axes.plot(curve["epoch"], curve["published"], "--", lw=1, color=colours[layer])
        # Where all diverged, there is room for the epochs that were to come.
        axes.update_datalim([(epochs, 0)], updatey=False)
        # The first epochs, in which most happens, have as much room as all others.
        axes.set_xscale("function", functions=(np.log1p, np.expm1))
        ticks = [tick for tick in EPOCH_TICKS if tick <= epochs]
        axes.margins(y=0.1)
        axes.set(yscale="log", xticks=ticks)
        heading(axes, words[network], MEASURED if axes is panels[0, 0] else None)
        axes.spines["bottom"].set_visible(axes is panels[-1, 0])
        plain_numbers(axes.yaxis)
    say_how_many(figure, networks, every)
    lay_out(figure)
    for network, axes in zip(networks, panels[:, 0], strict=True):
        name_layers(axes, hidden[hidden["network"] == network], colours)
    panels[-1, 0].set_xlabel("epoch")
    if len(book):
        name_book(panels[networks.index(book["network"].iloc[0]), 0], book)
    return figure


def draw_layers(axes: Axes, speeds: pd.DataFrame, colours: dict[int, str]) -> None:
    """The median of each layer, the whole range of the first and the last, and the plateau."""
    groups = speeds.groupby(["layer", "epoch"])["bias_gradient_norm"]
    medians = groups.median().unstack("layer")
    for layer, curve in medians.items():
        # A line of one point is a point.
        axes.plot(
            curve.index, curve, "o" if len(curve) == 1 else "-", color=colours[layer], lw=1.8, ms=4
        )
    for layer in {min(medians), max(medians)}:
        low, high = groups.min()[layer], groups.max()[layer]
        axes.fill_between(low.index, low, high, color=colours[layer], alpha=BAND, lw=0)
    if (epoch := dip(medians)) is not None:
        label(axes, "plateau", (epoch, medians.loc[epoch].iloc[0]), (0, -10), ha="center")


def dip(medians: pd.DataFrame) -> int | None:
    """The epoch at which the first layer is slowest, if that is on a plateau which it then leaves.

    Args:
        medians: Speeds by epoch, a column for each layer, the first one first.

    Returns:
        None where not all layers are slower than before training, or the first one stays so.
    """
    start, first = medians.iloc[0], medians.iloc[:, 0]
    slower = first[medians.lt(start).all(axis="columns")]
    lowest = slower.idxmin() if len(slower) else None
    return lowest if lowest is not None and first.loc[lowest:].max() > start.iloc[0] else None


def name_layers(axes: Axes, speeds: pd.DataFrame, colours: dict[int, str]) -> None:
    """Which layer each line is, at its end."""
    last = speeds.groupby(["layer", "epoch"])["bias_gradient_norm"].median().reset_index()
    ends = last.groupby("layer").tail(1).itertuples()
    label_ends(
        axes,
        [
            (f"layer {end.layer}", end.epoch, end.bias_gradient_norm, colours[end.layer])
            for end in ends
        ],
    )


def name_book(axes: Axes, book: pd.DataFrame) -> None:
    """Says once what the dashed lines are: in the middle of the lowest, below it."""
    network = book[book["network"] == book["network"].iloc[0]]
    curve = network[network["layer"] == network["layer"].min()]
    at = curve.iloc[len(curve) // 3]
    label(axes, "dashed: the book", (at["epoch"], at["published"]), (0, -12))
