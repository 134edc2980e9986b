"""What changes make of deep networks: accuracy by change and depth, and the factor a layer."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import label
from hardtotrain.figures.map import shade
from hardtotrain.figures.style import QUIET, WIDTH
from hardtotrain.roles.network_words import change_words

ROW = 0.62  # inches, of a change with its words above its cells
HIGH = 0.5  # of a row, which a cell takes
MOST = 16  # changes that are shown


def draw_remedies(data: ExperimentData) -> Figure:
    """Mean validation accuracy, a row for each change and a column for each depth.

    Beside each row stands what a layer makes of errors before training, in the shallowest network,
    as measured and as mean-field theory has it.
    """
    networks = data.table("networks")
    accuracy = data.table("accuracy").query("split == 'validation' and statistic == 'last_epoch'")
    cells = networks.merge(accuracy[["network", "mean"]], on="network")
    accuracies = cells.pivot(index="changes", columns="hidden_layers", values="mean")
    changes = list(dict.fromkeys(networks["changes"]))[:MOST]
    depths = accuracies.columns.to_numpy()
    figure, axes = plt.subplots(figsize=(WIDTH, ROW * len(changes) + 0.6))
    axes.set(
        xlim=(-0.5, 1.9 * len(depths)),
        ylim=(len(changes) - 0.4, -0.75),
        xticks=[],
        yticks=[],
    )
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    for column, depth in enumerate(depths):
        label(axes, f"{depth}", (column, -0.62), (0, 0), ha="center", color=QUIET)
    label(axes, "hidden layers", (len(depths) - 0.35, -0.62), (0, 0), color=QUIET)
    factors = data.table("remedies").merge(networks[["network", "changes"]], on="network")
    first = networks.iloc[0].to_dict()
    for row, change in enumerate(changes):
        settings = networks[networks["changes"] == change].iloc[0].to_dict()
        label(axes, str(change_words(settings, first)), (-0.48, row - 0.28), (0, 0))
        for column, value in enumerate(accuracies.loc[change]):
            draw_cell(axes, column, row, value)
        say_factor(axes, len(depths), row, factors[factors["changes"] == change])
    return figure


def draw_cell(axes: plt.Axes, column: int, row: int, accuracy: float) -> None:
    """A cell that is the stronger, the higher the accuracy that stands in it."""
    if np.isfinite(accuracy):
        corner = (column - 0.47, row)
        axes.add_patch(plt.Rectangle(corner, 0.94, HIGH, color=shade(accuracy), lw=0))
    text = f"{100 * accuracy:.0f}" if np.isfinite(accuracy) else "–"
    label(axes, text, (column, row + HIGH / 2), (0, 0), ha="center")


def say_factor(axes: plt.Axes, column: int, row: int, factors: pd.DataFrame) -> None:
    """What a layer makes of errors, and what it should by theory."""
    shallow = factors.nsmallest(1, "hidden_layers")
    measured, predicted = (
        shallow[name].dropna().to_list() for name in ("factor_per_layer", "predicted_factor")
    )
    place = column - 0.35
    if measured:
        text = f"errors × {measured[0]:.2f} a layer"
        label(axes, text, (place, row + 0.12), (0, 0), weight="bold")
    if predicted:
        label(axes, f"theory × {predicted[0]:.2f}", (place, row + 0.42), (0, 0), color=QUIET)
