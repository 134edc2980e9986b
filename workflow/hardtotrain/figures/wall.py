"""From which weight decay on a plateau never ends, depth by depth."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.colours import GRID, INK, PALETTE
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import key, label, measure, plain_numbers
from hardtotrain.figures.style import WIDTH
from hardtotrain.tables.keys import NETWORK_KEY

# In steps from one depth to the next: what the dots of a network take, and the ends of the axis.
STEP, MOST = 0.15, 0.6
LEFT_ROOM, RIGHT_ROOM = 0.6, 1.6  # the name of the line stands at the right
ASIDE = 0.45  # that an area reaches beyond the first depth and the last
AS_PREDICTED, EXCEPTION = PALETTE[0], PALETTE[1]
HOLLOW = {"marker": "o", "ls": "", "ms": 6.5, "markerfacecolor": "none", "markeredgewidth": 1.4}
LEAVES, STAYS = {"lw": 0}, {"facecolors": "none", "lw": 1.4}


def draw_wall(data: ExperimentData) -> Figure:
    """Depth against λ/n: a dot a replicate, full where it leaves its plateau, else hollow.

    The line is the growth rate that nothing was fitted for: below it they should leave. Replicates
    that do what the formula says they do not have a colour of their own.
    """
    replicates = data.table("plateau").assign(
        left=lambda rows: rows["updates_to_leave"].notna(),
        wrong=lambda rows: rows["formula_right"].eq(False),
    )
    positive = replicates.loc[replicates["weight_decay"] > 0, "weight_decay"]
    nothing = positive.min() / 10**0.5  # where a logarithmic axis puts no decay at all
    replicates["height"] = replicates["weight_decay"].replace(0, nothing)
    growth = replicates.groupby("hidden_layers")["growth"].first()
    replicates["place"] = places_of_dots(replicates, growth.index)
    figure, axes = plt.subplots(figsize=(WIDTH, 4.3))
    low = min(replicates["height"].min(), growth.min()) / 2.2
    high = max(replicates["height"].max(), growth.max()) * 2.2
    axes.set(
        yscale="log",
        xlabel="hidden layers",
        xlim=(-LEFT_ROOM, len(growth) - 1 + RIGHT_ROOM),
        ylim=(low, high),
    )
    axes.set_xticks(range(len(growth)), growth.index)
    draw_line(axes, growth.to_numpy())
    draw_dots(axes, replicates)
    key(
        axes,
        [
            Line2D([], [], marker="o", ls="", ms=6.5, color=INK, label="left its plateau"),
            Line2D([], [], label="stayed on it", color=INK, **HOLLOW),
        ],
    )
    plain_numbers(axes.yaxis)
    if (replicates["weight_decay"] == 0).any():
        ticks = [tick for tick in axes.get_yticks() if positive.min() * 0.99 <= tick <= high]
        axes.set_yticks([nothing, *ticks], ["0", *map(axes.yaxis.get_major_formatter(), ticks)])
    axes.grid(visible=False)
    measure(axes, "weight decay λ/n", lines=1)
    return figure


def places_of_dots(replicates: pd.DataFrame, depths: pd.Index) -> pd.Series:
    """Side by side around their depth, first those that leave."""
    ordered = replicates.sort_values("left", ascending=False, kind="stable")
    networks = ordered.groupby(NETWORK_KEY, sort=False)
    number, count = networks.cumcount(), networks["left"].transform("size")
    step = np.minimum(STEP, MOST / count)
    return depths.get_indexer(ordered["hidden_layers"]) + (number - (count - 1) / 2) * step


def draw_dots(axes: Axes, replicates: pd.DataFrame) -> None:
    """A dot a replicate; of those that are not as predicted the first is named so."""
    for wrong, colour in ((False, AS_PREDICTED), (True, EXCEPTION)):
        for left, look in ((True, LEAVES), (False, STAYS)):
            rows = replicates[(replicates["wrong"] == wrong) & (replicates["left"] == left)]
            axes.scatter(rows["place"], rows["height"], 44, color=colour, zorder=4, **look)
    exceptions = replicates[replicates["wrong"]]
    if len(exceptions):
        at = exceptions[exceptions["height"] == exceptions["height"].max()]
        label(
            axes,
            "the formula was wrong",
            (at["place"].max(), at["height"].iloc[0]),
            (9, 0),
            color=EXCEPTION,
        )


def draw_line(axes: Axes, growth: np.ndarray) -> None:
    """The predicted wall, named at its end, and what its two sides are."""
    places = np.arange(len(growth))
    axes.plot(places, growth, "-", color=INK, lw=2, zorder=3)
    # What is behind the wall is grey; beside the dots it goes on as it does between them.
    steps = np.log(growth[[1, -1]] / growth[[0, -2]])
    beyond = growth[[0, -1]] * np.exp(steps * (-ASIDE, ASIDE))
    axes.fill_between(
        [-ASIDE, *places, places[-1] + ASIDE],
        [beyond[0], *growth, beyond[1]],
        axes.get_ylim()[1],
        color=GRID,
        alpha=0.45,
        lw=0,
        zorder=0,
    )
    label(axes, "predicted wall", (places[-1] + ASIDE, beyond[1]), (4, 0))
    sides = {"xycoords": ("data", "axes fraction"), "weight": "bold"}
    end = places[-1] + ASIDE
    label(axes, "predicted to stay", (end, 0.95), (-6, 0), ha="right", **sides)
    label(axes, "predicted to leave", (-ASIDE, 0.05), **sides)
