"""What depth and the size of the first weights make of an accuracy."""

import matplotlib.patheffects as effects
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import spread
from hardtotrain.theory.critical_start import critical_scale

# Cells keep their colours in the dark theme, so what stands on them has colours of its own.
ON_CELLS, HALO = "#111111", "#ffffff"
OUTLINE = [effects.withStroke(linewidth=3.5, foreground=HALO)]
SHADES = plt.get_cmap("YlGnBu", 20)
ROOM = 12  # so many columns have room for numbers
TICKS = 20


def draw_map(data: ExperimentData) -> Figure:
    """Mean validation accuracy by depth and weight scale, a cell a network.

    Lines: where the predicted plateau is as long as the training, which leaves what is above it
    the time to learn; and the critical scale, above which errors grow on their way back.
    """
    networks = data.table("networks")
    accuracy = data.table("accuracy").query("split == 'validation' and statistic == 'last_epoch'")
    cells = networks.merge(accuracy[["network", "mean"]], on="network")
    accuracies = cells.pivot(index="weight_scale", columns="hidden_layers", values="mean")
    scales, depths = accuracies.index.to_numpy(float), accuracies.columns.to_numpy()
    figure, axes = plt.subplots(figsize=(7.2, 4.8))
    edges = [np.arange(count + 1) - 0.5 for count in (len(depths), len(scales))]
    shades = axes.pcolormesh(
        *edges, 100 * accuracies, cmap=SHADES, vmin=0, vmax=100, edgecolor="none"
    )
    bar = figure.colorbar(shades, ax=axes, label="validation accuracy (%)", pad=0.02)
    bar.outline.set_visible(False)
    bar.solids.set_rasterized(False)  # the page has no place for the image of a bar
    if len(depths) <= ROOM:
        write_numbers(axes, 100 * accuracies.to_numpy())
    lengths = data.table("plateau").groupby("network").first()
    draw_frontier(axes, cells.join(lengths[["predicted_formula", "growth"]], on="network"))
    critical = critical_scale(cells.iloc[0])
    if critical and scales[0] <= critical <= scales[-1]:
        height = np.interp(np.log(critical), np.log(scales), range(len(scales)))
        axes.axhline(
            height,
            color=ON_CELLS,
            lw=1.6,
            ls="--",
            path_effects=OUTLINE,
            label="critical weights: above, errors grow",
        )
    axes.set(xlabel="hidden layers", ylabel="weight scale")
    for values, ticks in ((depths, axes.set_xticks), (scales, axes.set_yticks)):
        shown = spread(range(len(values)), TICKS)
        ticks(shown, [f"{values[place]:g}" for place in shown])
    axes.grid(visible=False)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=2)
    return figure


def write_numbers(axes: Axes, percent: np.ndarray) -> None:
    """The accuracy in each cell that has one."""
    for (row, column), value in np.ndenumerate(percent):
        if np.isfinite(value):
            colour = HALO if value > 60 else ON_CELLS
            axes.text(
                column, row, f"{value:.0f}", color=colour, ha="center", va="center", fontsize=8
            )


def draw_frontier(axes: Axes, cells: pd.DataFrame) -> None:
    """Where the predicted plateau is as long as the training, depth by depth."""
    known = cells.dropna(subset="growth")
    if known.empty:
        return
    longer = np.log(known["predicted_formula"].fillna(np.inf) / known["updates"])
    table = known.assign(longer=longer).pivot(
        index="weight_scale", columns="hidden_layers", values="longer"
    )
    heights = [crossing(column.to_numpy()) for _, column in table.items()]
    axes.plot(
        range(len(heights)),
        heights,
        color=ON_CELLS,
        lw=2,
        path_effects=OUTLINE,
        label="predicted plateau as long as the training",
    )


def crossing(longer: np.ndarray) -> float:
    """The place, between indices, where a falling sequence first reaches 0.

    Args:
        longer: Logarithms of predicted over available updates, by increasing weight scale.

    Returns:
        A height on the axis of cells; its lower or upper edge where all or none are 0 or less.
    """
    short = np.flatnonzero(longer <= 0)
    if not len(short):
        return len(longer) - 0.5
    at = short[0]
    if at == 0:
        return -0.5
    before, after = longer[at - 1 : at + 1]
    return float(at - 0.5 if np.isinf(before) else at - 1 + before / (before - after))
