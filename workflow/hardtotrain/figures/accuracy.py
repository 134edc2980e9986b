"""Accuracy of every network: each replicate, the mean with its interval, the published values."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, PALETTE, PUBLISHED_COLOUR, PUBLISHED_MARKERS

ROWS = 40  # two pages of them


def draw_accuracy(data: ExperimentData) -> Figure:
    """Validation accuracy after the last epoch, one line a network, in the order of the config."""
    shown = data.table("accuracy").query("split == 'validation' and statistic == 'last_epoch'")
    every = shown["network"].to_list()
    order = spread(every, ROWS)
    shown = shown[shown["network"].isin(order)]
    histories = data.recorded("history", order)
    last = histories.groupby(["network", "replicate"]).tail(1).query("status == 'ok'")
    figure, axes = plt.subplots(figsize=(7.2, 1.1 + 0.48 * len(order)))
    seaborn.stripplot(
        data=last.assign(percent=100 * last["validation_accuracy"]),
        x="percent",
        y="network",
        order=order,
        jitter=0.12,
        size=4,
        alpha=0.55,
        color=PALETTE[0],
        ax=axes,
    )
    for position, row in enumerate(shown.itertuples()):
        axes.plot(
            [100 * row.ci_low, 100 * row.ci_high], [position] * 2, color=INK, lw=2.5, zorder=4
        )
        axes.plot(100 * row.mean, position, "o", color=INK, ms=6, zorder=5)
        for source, marker in PUBLISHED_MARKERS.items():
            axes.plot(
                100 * getattr(row, f"published_{source}"),
                position + 0.28,
                marker,
                color="none",
                markeredgecolor=PUBLISHED_COLOUR,
                markeredgewidth=1.4,
                ms=5.5,
            )
    axes.set(
        xlabel="validation accuracy after the last epoch (%)",
        ylabel="",
        ylim=(len(order) - 0.5, -0.5),
    )
    axes.set_yticks(range(len(order)), order)  # also those without a finished replicate
    say_how_many(axes, order, every)
    axes.legend(handles=legend_handles(shown), loc="upper left", bbox_to_anchor=(1.01, 1))
    return figure


def legend_handles(shown: pd.DataFrame) -> list[Line2D]:
    """One entry for each kind of mark that the figure has."""
    replicates = {"marker": "o", "ls": "", "ms": 4, "color": PALETTE[0], "alpha": 0.55}
    handles = [
        Line2D([], [], label="one replicate", **replicates),
        Line2D([], [], marker="o", color=INK, lw=2.5, label="mean, 95% interval"),
    ]
    for source, marker in PUBLISHED_MARKERS.items():
        if shown[f"published_{source}"].notna().any():
            hollow = {"markerfacecolor": "none", "markeredgecolor": PUBLISHED_COLOUR}
            handles.append(
                Line2D([], [], marker=marker, ls="", label=f"published: {source}", **hollow)
            )
    return handles
