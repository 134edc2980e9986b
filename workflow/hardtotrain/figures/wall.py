"""From which weight decay on a plateau never ends, depth by depth."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import GRID, INK, PALETTE

WIDTH = 0.46  # of a bar, in hidden layers
LEFT, STAYED, EXCEPTION = PALETTE[0], GRID, PALETTE[1]


def draw_wall(data: ExperimentData) -> Figure:
    """Depth against λ/n: a bar a network, full as far as its replicates leave their plateau.

    The line is the growth rate that nothing was fitted for: below it they should leave. A network
    has a frame where any replicate does what the formula says it does not.
    """
    networks = (
        data.table("plateau")
        .groupby("network", sort=False)
        .agg(
            depth=("hidden_layers", "first"),
            decay=("weight_decay", "first"),
            growth=("growth", "first"),
            left=("updates_to_leave", lambda lengths: lengths.notna().mean()),
            wrong=("formula_right", lambda right: right.eq(False).any()),
        )
    )
    positive = networks.loc[networks["decay"] > 0, "decay"]
    nothing = positive.min() / 10**0.5  # where a logarithmic axis puts no decay at all
    heights = networks["decay"].where(networks["decay"] > 0, nothing)
    figure, axes = plt.subplots(figsize=(7.2, 4.2))
    start, end = networks["depth"] - WIDTH / 2, networks["depth"] + WIDTH / 2
    full = start + WIDTH * networks["left"]
    frame = networks["wrong"].to_numpy()
    axes.hlines(heights[frame], start[frame] - 0.03, end[frame] + 0.03, EXCEPTION, lw=13)
    axes.hlines(heights, start, end, STAYED, lw=8)
    axes.hlines(heights, start, full, LEFT, lw=8)
    for _, network in networks.assign(y=heights).iterrows():
        side = -1 if network["decay"] < network["growth"] else 1  # where the line is not
        axes.annotate(
            f"{100 * network['left']:.0f}%",
            (network["depth"] + side * WIDTH / 2, network["y"]),
            xytext=(5 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=8,
            color=INK,
        )
    growth = networks.groupby("depth")["growth"].first()
    axes.plot(growth.index, growth, "o-", color=INK, lw=1.4, ms=3.5, zorder=3)
    axes.set(
        yscale="log",
        xlabel="hidden layers",
        ylabel="weight decay λ/n",
        xticks=growth.index,
        xlim=(growth.index.min() - 0.6, growth.index.max() + 0.6),
    )
    low, high = min(heights.min(), growth.min()), max(heights.max(), growth.max())
    axes.set_ylim(low / 1.6, high * 1.9)
    if (networks["decay"] == 0).any():
        ticks = [tick for tick in axes.get_yticks() if positive.min() * 0.99 <= tick <= high]
        axes.set_yticks([nothing, *ticks], ["0", *(f"{tick:g}" for tick in ticks)])
    axes.grid(visible=False, axis="x")
    thick = {"lw": 8, "solid_capstyle": "butt"}
    handles = [
        Line2D([], [], **thick, color=LEFT, label="share that leaves its plateau"),
        Line2D([], [], **thick, color=STAYED, label="share that does not"),
        Line2D([], [], color=INK, marker="o", ms=3.5, lw=1.4, label="predicted wall"),
    ]
    if np.any(frame):
        handles.append(Line2D([], [], **thick, color=EXCEPTION, label="not all as predicted"))
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.14), ncols=4)
    return figure
