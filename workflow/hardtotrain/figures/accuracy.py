"""Accuracy of every network: each replicate, the mean with its interval, the published values."""

from math import ceil

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from hardtotrain.figures.colours import GRID, INK, PALETTE, PUBLISHED_COLOUR, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import are_short, fitting, key, label
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import PUBLISHED_MARKERS, WIDTH, mark_published

ROWS = 40  # two pages of them
BESIDE, BELOW = 0.4, 0.62  # inches of a row whose words stand beside it, or above it
ABOVE, JITTER, UNDER = 6.5, 2, 7.5  # points: replicates above their mean, published values below
REPLICATES = {"marker": "o", "ls": "", "ms": 4.5, "color": PALETTE[0], "alpha": 0.85}
MEAN = {"marker": "o", "ms": 5.5, "lw": 2.2, "color": INK}


def draw_accuracy(data: ExperimentData) -> Figure:
    """Validation accuracy after the last epoch, a row a network, in the order of the config.

    Means stand as numbers at the right. The published values are named once, where they lie.
    """
    shown = data.accuracies()
    every = shown["network"].to_list()
    order = spread(every, ROWS)
    shown = shown[shown["network"].isin(order)].reset_index(drop=True)
    histories = data.recorded("history", order)
    last = histories.groupby(["network", "replicate"]).tail(1).query("status == 'ok'")
    words = data.words()
    beside = are_short([words[name] for name in order])
    row = BESIDE if beside else BELOW
    figure, axes = plt.subplots(figsize=(WIDTH, 0.95 + row * len(order)))
    rows = last["network"].map({name: row for row, name in enumerate(order)})
    point = 1 / (72 * row)
    above = np.random.uniform(ABOVE - JITTER, ABOVE + JITTER, len(last))
    axes.plot(100 * last["validation_accuracy"], rows - point * above, **REPLICATES)
    for position, network in shown.iterrows():
        axes.plot(
            [100 * network["ci_low"], 100 * network["ci_high"]],
            [position] * 2,
            color=INK,
            lw=MEAN["lw"],
            zorder=4,
        )
        axes.plot(100 * network["mean"], position, "o", color=INK, ms=MEAN["ms"], zorder=5)
    axes.set_yticks([])
    axes.set(
        xlabel="validation accuracy after the last epoch (%)",
        ylim=(len(order) - 0.4, -0.5 if beside else -0.75),
    )
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.grid(visible=False, axis="y")
    if not beside:
        axes.grid(visible=False, axis="x")  # which would run through the words
        look = {"transform": axes.get_yaxis_transform(), "color": GRID, "lw": 0.6, "zorder": 0}
        axes.hlines(range(len(order)), 0, 1, **look)
    name_rows(axes, shown, [words[name] for name in order], beside)
    mark_guessing(axes, shown, data.table("networks"))
    handles = []
    if len(last):
        counts = last.groupby("network").size()
        n = "–".join(map(str, sorted({counts.min(), counts.max()})))
        handles = [
            Line2D([], [], label=f"one replicate (n = {n})", **REPLICATES),
            Line2D([], [], label="mean, 95% interval", **MEAN),
        ]
    else:
        axes.set_xlim(0, 100)
    for source, marker in PUBLISHED_MARKERS.items():
        published = 100 * shown[f"published_{source}"].dropna()
        if len(published):
            mark_published(axes, published, published.index + point * UNDER, source)
            look = {"ls": "", "marker": marker, "ms": 6.5, "markeredgewidth": 1.7}
            look |= {"markerfacecolor": "none", "markeredgecolor": PUBLISHED_COLOUR}
            handles.append(Line2D([], [], label=f"the {source}", **look))
    # Where words stand beside the rows, a line of the key has room for one of the first two.
    key(axes, handles, columns=ceil(len(handles) / 2) if beside else 2)
    say_how_many(figure, order, every)
    return figure


def name_rows(axes: Axes, shown: pd.DataFrame, words: list[str], beside: bool) -> None:
    """The words of each network, and its mean as a number, the highest in bold."""
    means = 100 * shown["mean"]
    for position, text in enumerate(words):
        place = {"xy": (0, position), "xycoords": ("axes fraction", "data")}
        if beside:
            label(axes, text, offset=(-8, 0), ha="right", **place)
        else:
            label(axes, text, offset=(0, 19), fontsize=fitting(text), **place)
        place["xy"] = (1, position)
        if np.isfinite(means[position]):
            best = len(words) > 1 and means[position] == means.max()
            weight = "bold" if best else "normal"
            label(axes, f"{means[position]:.1f}", offset=(8, 0), weight=weight, **place)
        elif shown.loc[position, "diverged"]:
            label(axes, "all diverged", offset=(0, 0), ha="right", color=QUIET, **place)


def mark_guessing(axes: Axes, shown: pd.DataFrame, networks: pd.DataFrame) -> None:
    """Where one guesses, if a network is near that: a line at one in so many classes."""
    classes = networks["layers"].str.split("-").str[-1].astype(int).max()
    if not shown["mean"].min() < 1.5 / classes:
        return
    rows = shown.index.to_numpy()
    places = np.full(len(rows), 100 / classes)
    axes.vlines(places, rows - 0.3, rows + 0.35, color=QUIET, lw=1, ls=":", zorder=0)
    label(
        axes,
        "guessing",
        (100 / classes, 0),
        (4, 7),
        xycoords=("data", "axes fraction"),
        color=QUIET,
    )
