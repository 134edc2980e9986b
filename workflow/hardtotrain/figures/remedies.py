"""What changes make of deep networks: accuracy by change and depth, and the factor a layer."""

from collections.abc import Iterable

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from hardtotrain.figures.colours import INK, PALETTE, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import fitting, label, text_width
from hardtotrain.figures.shades import draw_cell, shades
from hardtotrain.figures.style import WIDTH
from hardtotrain.formats import spoken
from hardtotrain.network_words import change_words

ROW = 0.62  # inches, of a change with its words above its cells
HIGH = 0.5  # of a row, which a cell takes
HEAD = 1.35  # rows that what is measured and the depths take above the first cells
FOOT = 0.4  # of a row, that a line of text takes below the last cells
CELLS, SCALE, NUMBERS = 0.49, (0.54, 0.7), 0.725  # of the width: cells, factors as marks, as text
ROOM = 10  # so many depths have room for numbers
MOST = 16  # changes that are shown


def draw_remedies(data: ExperimentData) -> Figure:
    """Mean validation accuracy, a row for each change and a column for each depth.

    Beside each row stands what a layer makes of errors before training, in the shallowest network,
    as measured and as mean-field theory has it.
    """
    networks = data.table("networks")
    accuracy = data.accuracies()
    cells = networks.merge(accuracy[["network", "mean"]], on="network", how="left")
    accuracies = cells.pivot(index="changes", columns="hidden_layers", values="mean")
    every = list(dict.fromkeys(networks["changes"]))
    changes = every[:MOST]
    feet = ["learned: reads more than half of the images"]
    if len(changes) < len(every):
        feet.append(f"{len(changes)} of {len(every)} changes")
    axes = empty_rows(len(changes), accuracies.shape[1], FOOT * len(feet))
    name_columns(axes, accuracies.columns.to_list(), data.starts())
    remedies = data.table("remedies").merge(networks[["network", "changes"]], on="network")
    learned = remedies.pivot(index="changes", columns="hidden_layers", values="learned")
    learned = learned.reindex_like(accuracies).eq(True)
    shallow = remedies.sort_values("hidden_layers", kind="stable").groupby("changes").head(1)
    factors = shallow.set_index("changes")[["factor_per_layer", "predicted_factor"]].loc[changes]
    first = networks.iloc[0].to_dict()
    for row, change in enumerate(changes):
        settings = networks[networks["changes"] == change].iloc[0].to_dict()
        words = str(change_words(settings, first))
        label(axes, words, (-0.48, row - 0.21), fontsize=fitting(words))
        draw_cells(axes, row, accuracies.loc[change].to_numpy(), learned.loc[change])
    draw_factors(axes, factors)
    for line, text in enumerate(feet):
        label(axes, text, (-0.48, len(changes) - 0.72 + HIGH + FOOT * line), (16 * (line == 0), 0))
    mark = {"markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.6}
    axes.plot(across(axes, 0.02), len(changes) - 0.72 + HIGH, "s", ms=8, **mark)
    return axes.figure


def empty_rows(rows: int, columns: int, foot: float) -> plt.Axes:
    """Axes as large as their figure, in which row 0 is the highest and column 0 the leftmost."""
    below = HIGH + foot + 0.2
    size = WIDTH, ROW * (HEAD + rows - 1 + below)
    figure = plt.figure(figsize=size, layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.5, columns / CELLS - 0.5), ylim=(rows - 1 + below, -HEAD))
    axes.axis("off")
    return axes


def across(axes: plt.Axes, part: float) -> float:
    """A place at a part of the width."""
    left, right = axes.get_xlim()
    return left + part * (right - left)


def name_columns(axes: plt.Axes, depths: list[int], starts: str) -> None:
    """What is measured, and the depths; where cells have no numbers, what their colours mean."""
    measured = "validation accuracy (%)"
    label(axes, measured, (-0.48, -1.18), color=QUIET)
    if starts:
        label(axes, starts, (-0.48, -1.18), (text_width(measured), 0), color=QUIET)
    label(axes, "hidden layers", (-0.48, -0.87), color=QUIET)
    label(axes, "errors, layer by layer", (across(axes, SCALE[0]), -0.87), color=QUIET)
    for column in range(0, len(depths), -(-len(depths) // ROOM)):
        label(axes, f"{depths[column]}", (column, -0.56), ha="center", color=QUIET)
    if len(depths) > ROOM:
        axes.legend(handles=shades(), loc="upper right", ncols=3)


def draw_cells(axes: plt.Axes, row: int, accuracies: np.ndarray, learned: Iterable[bool]) -> None:
    """Cells that are the stronger, the higher the accuracy that stands in them if there is room."""
    for column, (accuracy, has_learned) in enumerate(zip(accuracies, learned, strict=True)):
        if np.isfinite(accuracy):
            draw_cell(axes, (column - 0.47, row), 0.94, HIGH, accuracy, has_learned)
        if len(accuracies) <= ROOM:
            text = f"{100 * accuracy:.0f}" if np.isfinite(accuracy) else "–"
            label(axes, text, (column, row + HIGH / 2), ha="center")


def draw_factors(axes: plt.Axes, factors: pd.DataFrame) -> None:
    """What a layer makes of errors, as dot and number, and what it should by theory.

    Args:
        axes: Of the figure.
        factors: A row for each change: factor_per_layer, predicted_factor, NaN where there is none.
    """
    known = np.log(factors.fillna(1).clip(lower=1e-300))
    low, high = min(known.min(axis=None), -1), max(known.max(axis=None), 1)
    places = np.interp(known, (low, high), [across(axes, end) for end in SCALE])
    one = np.interp(0, (low, high), [across(axes, end) for end in SCALE])
    rows = np.arange(len(factors))
    axes.vlines([one] * len(rows), rows - 0.02, rows + HIGH + 0.02, color=QUIET, lw=1)
    label(axes, "× 1", (one, -0.56), ha="center", color=QUIET)
    looks = (
        ("× {}", 0.1, {"marker": "o", "ms": 6, "color": INK}, {"weight": "bold"}),
        ("theory × {}", 0.4, {"marker": "|", "ms": 15, "color": PALETTE[1]}, {"color": QUIET}),
    )
    for column, (name, (text, height, mark, look)) in enumerate(zip(factors, looks, strict=True)):
        for row, factor in enumerate(factors[name]):
            if np.isfinite(factor):
                axes.plot(places[row, column], row + HIGH / 2, markeredgewidth=2, **mark)
                place = (across(axes, NUMBERS), row + height)
                label(axes, text.format(spoken(factor)), place, **look)
