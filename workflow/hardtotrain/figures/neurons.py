"""The bars of the book: the learning speed of every neuron before training."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.colours import PUBLISHED_COLOUR, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label, measure, plain_numbers
from hardtotrain.figures.panels import spread
from hardtotrain.figures.style import TEXT, WIDTH, colours_of_layers
from hardtotrain.tables.published import published_neurons

LAYERS = 6  # so many have panels
BARS, HISTOGRAM = 1.8, 2.6  # inches of a row of panels of bars, and of the panel below
SLOWEST = 1e-4  # of the fastest neuron: slower ones count with the slowest that are shown
TICKS = 0.17  # of the highest peak: a row of the book's neurons


def draw_neurons(data: ExperimentData) -> Figure:
    """|∂C/∂b| of the hidden neurons: bars of one replicate above, all replicates below.

    Of the first network with layers to compare; the book's neurons are marked where they are its.
    """
    networks = data.table("networks")
    network = networks[networks["hidden_layers"] > 1].iloc[:1]
    layers = spread(range(1, network["hidden_layers"].item() + 1), LAYERS)
    neurons = data.recorded("neurons", list(network["network"]))
    start = neurons[(neurons["epoch"] == 0) & neurons["layer"].isin(layers)]
    start = start.assign(speed=start["bias_gradient"].abs())
    rows = (len(layers) + 1) // 2
    figure = plt.figure(figsize=(WIDTH, BARS * rows + HISTOGRAM))
    grid = figure.add_gridspec(rows + 1, 2, height_ratios=[BARS] * rows + [HISTOGRAM])
    one = start[start["replicate"] == start["replicate"].min()]
    first = None
    for layer, place in zip(layers, grid, strict=False):
        axes = first = figure.add_subplot(place, sharey=first)
        draw_bars(axes, one.loc[one["layer"] == layer, "speed"], layer)
        axes.tick_params(labelleft=layer in layers[::2])
    look = {"x": 0.01, "ha": "left", "color": QUIET, "fontsize": TEXT}
    figure.suptitle("learning speed |∂C/∂b| in one replicate", **look)
    figure.get_layout_engine().set(h_pad=0.08)
    published = published_neurons(network, data.published)
    draw_histograms(figure.add_subplot(grid[rows, :]), start, layers, published)
    return figure


def draw_bars(axes: Axes, speeds: pd.Series, layer: int) -> None:
    """A bar a neuron of a layer, the fastest first."""
    colour = colours_of_layers([layer])[layer]
    fastest = speeds.sort_values(ascending=False)
    axes.bar(range(len(speeds)), fastest, color=colour, width=0.75, lw=0)
    heading(axes, f"layer {layer}")
    axes.set_xticks([])
    axes.set_xlabel(f"its {len(speeds)} neurons")
    axes.grid(visible=False, axis="x")
    axes.locator_params(axis="y", nbins=4)


def draw_histograms(
    axes: Axes, start: pd.DataFrame, layers: Sequence[int], published: pd.DataFrame
) -> None:
    """How fast the neurons of all replicates learn, a layer over the other; the book's as ticks."""
    fastest = start["speed"].max()
    bins = np.geomspace(SLOWEST * fastest, fastest, 40)
    colours, peaks = colours_of_layers(layers), {}
    for layer in layers:
        speeds = start.loc[start["layer"] == layer, "speed"].clip(lower=bins[0])
        shares = np.histogram(speeds, bins)[0] / max(len(speeds), 1)
        axes.stairs(shares, bins, fill=True, color=colours[layer], alpha=0.3, lw=0)
        axes.stairs(shares, bins, color=colours[layer], lw=1.4)
        top = np.argmax(shares)
        peaks[layer] = (np.sqrt(bins[top] * bins[top + 1]), shares[top])
    for layer, peak in peaks.items():
        look = {"ha": "center", "weight": "bold", "color": colours[layer]}
        label(axes, f"layer {layer}", peak, (0, 9), **look)
    highest = max(share for _, share in peaks.values())
    step = TICKS * highest
    shown = [layer for layer in layers if layer in set(published["layer"])]
    for row, layer in enumerate(shown, start=1):
        book = published.loc[published["layer"] == layer, "bias_gradient"].abs()
        height = [-step * row] * len(book)
        axes.plot(book, height, "|", color=PUBLISHED_COLOUR, ms=9, markeredgewidth=1.6)
        label(
            axes,
            f"the book’s neurons, layer {layer}",
            (0, height[0]),
            xycoords=("axes fraction", "data"),
            color=PUBLISHED_COLOUR,
        )
    axes.axhline(0, color=QUIET, lw=0.8)
    axes.set(
        xscale="log",
        xlim=(bins[0], bins[-1]),
        ylim=(-step * (len(shown) + 0.6), 1.15 * highest),
        yticks=[],
        xlabel="learning speed |∂C/∂b|",
    )
    plain_numbers(axes.xaxis)
    axes.grid(visible=False)
    measure(axes, "all replicates: share of neurons")
