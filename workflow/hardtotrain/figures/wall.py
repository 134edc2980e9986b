"""From which weight decay on a plateau never ends, depth by depth."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import label, measure, plain_numbers
from hardtotrain.figures.style import GRID, INK, PALETTE, SMALL, TEXT, WIDTH
from hardtotrain.tables.keys import NETWORK_KEY

# In steps from one depth to the next: what the dots of a network take, and the ends of the axis.
STEP, MOST = 0.15, 0.6
LEFT_ROOM, RIGHT_ROOM = 0.6, 1.5  # the name of the line stands at the right
AS_PREDICTED, EXCEPTION = PALETTE[0], PALETTE[1]
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
    plain_numbers(axes.yaxis)
    if (replicates["weight_decay"] == 0).any():
        ticks = [tick for tick in axes.get_yticks() if positive.min() * 0.99 <= tick <= high]
        axes.set_yticks([nothing, *ticks], ["0", *map(axes.yaxis.get_major_formatter(), ticks)])
    axes.grid(visible=False)
    measure(axes, "weight decay λ/n")
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
            "not as predicted",
            (at["place"].max(), at["height"].iloc[0]),
            (9, 0),
            color=EXCEPTION,
            fontsize=SMALL,
        )


def draw_line(axes: Axes, growth: np.ndarray) -> None:
    """The predicted wall, named at its end, and what its two sides are."""
    places = np.arange(len(growth))
    axes.plot(places, growth, "-", color=INK, lw=2, zorder=3)
    # What is behind the wall is grey; to the edges it goes on as it does beside them.
    steps = np.log(growth[[1, -1]] / growth[[0, -2]])
    beyond = growth[[0, -1]] * np.exp(steps * (-LEFT_ROOM, RIGHT_ROOM))
    axes.fill_between(
        [-LEFT_ROOM, *places, places[-1] + RIGHT_ROOM],
        [beyond[0], *growth, beyond[1]],
        axes.get_ylim()[1],
        color=GRID,
        alpha=0.45,
        lw=0,
        zorder=0,
    )
    label(axes, "predicted wall", (places[-1], growth[-1]), (26, 0))
    for text, place, sides in (
        ("○ never leaves its plateau", (0.97, 0.95), {"ha": "right", "va": "top"}),
        ("● learns", (0.04, 0.06), {"ha": "left", "va": "bottom"}),
    ):
        label(
            axes, text, place, xycoords="axes fraction", weight="bold", fontsize=TEXT + 1.5, **sides
        )
