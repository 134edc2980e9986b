"""What changes make of deep networks: accuracy by change and depth, and the factor a layer."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import fitting, label
from hardtotrain.figures.shades import shade, shades
from hardtotrain.figures.style import QUIET, WIDTH
from hardtotrain.formats import spoken
from hardtotrain.network_words import change_words

ROW = 0.62  # inches, of a change with its words above its cells
HIGH = 0.5  # of a row, which a cell takes
HEAD = 1.05  # rows that what is measured and the depths take above the first cells
FOOT = 0.5  # of a row below the last cells, for how many changes are not shown
CELLS = 0.53  # of the width; factors take the rest
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
    axes = empty_rows(len(changes), accuracies.shape[1], FOOT if len(changes) < len(every) else 0)
    name_columns(axes, accuracies.columns.to_list())
    factors = data.table("remedies").merge(networks[["network", "changes"]], on="network")
    first = networks.iloc[0].to_dict()
    for row, change in enumerate(changes):
        settings = networks[networks["changes"] == change].iloc[0].to_dict()
        words = str(change_words(settings, first))
        label(axes, words, (-0.48, row - 0.21), fontsize=fitting(words))
        draw_cells(axes, row, accuracies.loc[change].to_numpy())
        say_factor(axes, accuracies.shape[1], row, factors[factors["changes"] == change])
    if len(changes) < len(every):
        text = f"{len(changes)} of {len(every)} changes"
        label(axes, text, (-0.48, len(changes) - 1 + HIGH + FOOT / 2), color=QUIET)
    return axes.figure


def empty_rows(rows: int, columns: int, foot: float) -> plt.Axes:
    """Axes as large as their figure, in which row 0 is the highest and column 0 the leftmost."""
    below = HIGH + foot + 0.1
    size = WIDTH, ROW * (HEAD + rows - 1 + below)
    figure = plt.figure(figsize=size, layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.5, columns / CELLS - 0.5), ylim=(rows - 1 + below, -HEAD))
    axes.axis("off")
    return axes


def name_columns(axes: plt.Axes, depths: list[int]) -> None:
    """What is measured, and the depths; where cells have no numbers, what their colours mean."""
    label(axes, "validation accuracy (%)", (-0.48, -0.89), color=QUIET)
    for column in range(0, len(depths), -(-len(depths) // ROOM)):
        label(axes, f"{depths[column]}", (column, -0.56), ha="center", color=QUIET)
    label(axes, "hidden layers", (len(depths) - 0.5, -0.56), (8, 0), color=QUIET)
    if len(depths) > ROOM:
        axes.legend(handles=shades(), loc="upper right", ncols=3)


def draw_cells(axes: plt.Axes, row: int, accuracies: np.ndarray) -> None:
    """Cells that are the stronger, the higher the accuracy that stands in them if there is room."""
    for column, accuracy in enumerate(accuracies):
        if np.isfinite(accuracy):
            corner = (column - 0.47, row)
            axes.add_patch(plt.Rectangle(corner, 0.94, HIGH, color=shade(accuracy), lw=0))
        if len(accuracies) <= ROOM:
            text = f"{100 * accuracy:.0f}" if np.isfinite(accuracy) else "–"
            label(axes, text, (column, row + HIGH / 2), ha="center")


def say_factor(axes: plt.Axes, columns: int, row: int, factors: pd.DataFrame) -> None:
    """What a layer makes of errors, and what it should by theory."""
    shallow = factors.nsmallest(1, "hidden_layers")
    measured, predicted = (
        shallow[name].dropna().to_list() for name in ("factor_per_layer", "predicted_factor")
    )
    place = columns - 0.5
    if measured:
        text = f"errors × {spoken(measured[0])} a layer"
        label(axes, text, (place, row + 0.1), (8, 0), weight="bold")
    if predicted:
        label(axes, f"theory × {spoken(predicted[0])}", (place, row + 0.4), (8, 0), color=QUIET)
