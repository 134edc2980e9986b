"""The opening figure: networks of three depths, each hidden layer as high as it learns fast."""

import math
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.colours import INK, PALETTE, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.measured_starts import measured_starts
from hardtotrain.figures.style import WIDTH
from hardtotrain.formats import spoken

DEPTHS = (1, 4, 10)  # hidden layers, from where none is slow to where some hardly learn
FLOOR = 1e-7  # of the axis, which is the same at every depth: what is slower has no place on it
LEVEL = 1.05  # of the last layer's speed over the first's; up to there neither is called faster

ROOM = (7.4, 8.4, 10)  # layers that would be as wide as the words about each network
LOST = 0.14  # opacity of what lies between a layer and the fastest one
RING = {"ms": 10.5, "color": "none", "markeredgecolor": INK, "markeredgewidth": 1.3}


def draw_opening(data: ExperimentData) -> Figure:
    """Predicted speeds before training, divided by the fastest of each network; rings measured."""
    predicted, measured = data.table("speeds_by_depth"), measured_starts(data)
    figure, panels = plt.subplots(
        1,
        len(DEPTHS),
        figsize=(WIDTH, 3.7),
        sharey=True,
        # Layers are as far from each other in one panel as in another.
        width_ratios=ROOM,
    )
    figure.get_layout_engine().set(w_pad=0, wspace=0.03)
    for depth, room, axes in zip(DEPTHS, ROOM, panels, strict=True):
        axes.set_xlim(0.5, room + 0.5)
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
    axes.fill_between(layers, speeds, 1, color=PALETTE[1], alpha=LOST, lw=0)
    axes.plot(layers, speeds, "o-", color=PALETTE[1], ms=6, lw=1.2)
    axes.plot(measured["layer"], measured["measured"] / fastest, "o", **RING)
    axes.set(
        yscale="log",
        ylim=(FLOOR, 2.2),
        xticks=layers if depth < 8 else (1, 5, 10),
    )
    axes.tick_params(axis="x", length=0, pad=1)
    axes.grid(visible=False, axis="x")
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)
    title = "1 hidden layer" if depth == 1 else f"{depth} hidden layers"
    below(axes, title, -0.35 if depth == 1 else 0, 1.06)
    if depth == max(DEPTHS):
        below(axes, "← pixels", 0, -0.13, color=QUIET)
        below(axes, "answer →", 1, -0.13, ha="right", color=QUIET)
    ratios = measured["measured_ratio"].dropna()
    ratio = [*ratios, predicted["predicted_ratio"].iloc[0]][0]
    if depth > 1 and 0 < ratio < math.inf:
        said, times = pace(ratio)
        below(axes, "first layer:", 0, -0.23)
        below(axes, "as fast as the last" if said == "alike" else f"{times}× {said}", 0, -0.31)


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
