"""The opening figure: networks of three depths, each hidden layer as tall as it learns fast."""

import math
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.measured_starts import measured_starts
from hardtotrain.figures.style import GRID, INK, PALETTE, QUIET, WIDTH
from hardtotrain.formats import spoken

DEPTHS = (1, 4, 10)  # hidden layers, from where none is slow to where some hardly learn
FLOOR = 1e-7  # of the axis, which is the same at every depth: what is slower stays dark
LEVEL = 1.05  # of the last layer's speed over the first's; up to there neither is called faster

COLUMN = 0.72  # width of a column, in layers
ROOM = 6.6  # layers that would be as wide as the words about a network
FAST, DARK = PALETTE[1], GRID


def draw_opening(data: ExperimentData) -> Figure:
    """Predicted speeds before training, divided by the fastest of each network; rings measured."""
    predicted, measured = data.table("speeds_by_depth"), measured_starts(data)
    figure, panels = plt.subplots(
        1,
        len(DEPTHS),
        figsize=(WIDTH, 3.7),
        sharey=True,
        # A column is as wide in one panel as in another.
        width_ratios=[max(depth, ROOM) for depth in DEPTHS],
    )
    figure.get_layout_engine().set(w_pad=0, wspace=0.03)
    for depth, axes in zip(DEPTHS, panels, strict=True):
        draw_network(
            axes,
            predicted[predicted["hidden_layers"] == depth],
            measured[measured["hidden_layers"] == depth],
        )
    ticks = 10.0 ** -np.arange(0, -math.log10(FLOOR), 2)
    panels[0].set_yticks(ticks, ["speed 1", *(f"1/{1 / tick:,.0f}" for tick in ticks[1:])])
    panels[0].yaxis.set_tick_params(length=0)
    panels[0].yaxis.minorticks_off()
    return figure


def draw_network(axes: Axes, predicted: pd.DataFrame, measured: pd.DataFrame) -> None:
    """The layers of one network, and how much slower the first is than the last."""
    depth, fastest = len(predicted), predicted["predicted"].max()
    layers, speeds = predicted["layer"], predicted["predicted"] / fastest
    axes.bar(layers, 1 - FLOOR, COLUMN, FLOOR, color=DARK, alpha=0.5, lw=0)
    for layer, speed in zip(layers, speeds, strict=True):
        height = max(speed, FLOOR)
        brightness = max(1 - math.log(height) / math.log(FLOOR), 0.25)
        axes.bar(layer, height - FLOOR, COLUMN, FLOOR, color=FAST, alpha=brightness, lw=0)
    rings = measured[measured["measured"] / fastest >= FLOOR]
    ring = {"markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.5}
    axes.plot(rings["layer"], rings["measured"] / fastest, "o", ms=5.5, zorder=3, **ring)
    axes.set(
        yscale="log",
        ylim=(FLOOR, 1.5),
        xlim=(0.5, max(depth, ROOM) + 0.5),
        xticks=layers,
    )
    axes.tick_params(axis="x", length=0, pad=1)
    axes.grid(visible=False, axis="x")
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)
    title = "1 hidden layer" if depth == 1 else f"{depth} hidden layers"
    below(axes, title, 0, 1.06)
    if depth > ROOM:
        below(axes, "← pixels", 0, -0.13, color=QUIET)
        below(axes, "answer →", 1, -0.13, ha="right", color=QUIET)
    ratios = measured["measured_ratio"].dropna()
    ratio = [*ratios, predicted["predicted_ratio"].iloc[0]][0]
    if depth > 1 and 0 < ratio < math.inf:
        said, times = pace(ratio)
        below(axes, "first layer learns", 0, -0.23)
        below(axes, "as fast as the last" if said == "alike" else f"{times} times {said}", 0, -0.31)


def below(axes: Axes, text: str, x: float, y: float, **look: object) -> None:
    """Writes text at a place in fractions of a panel, as a rule below or above it."""
    axes.text(x, y, text, transform=axes.transAxes, **look)


def pace(ratio: float) -> tuple[Literal["slower", "faster", "alike"], str]:
    """How the first layer learns beside the last, and how many times faster the faster one is.

    Args:
        ratio: The last layer's speed over the first's.
    """
    times = max(ratio, 1 / ratio)
    if times < LEVEL:
        return "alike", spoken(times)
    return "slower" if ratio > 1 else "faster", spoken(times)
