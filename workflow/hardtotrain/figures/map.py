"""What depth and the size of the first weights make of an accuracy."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.colours import INK, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import LINE, label
from hardtotrain.figures.shades import draw_cell, shades
from hardtotrain.figures.style import TEXT, WIDTH
from hardtotrain.theory.critical_start import critical_scale

GAP = 0.03  # around a cell, in cells
ROOM = 12  # so many columns have room for numbers, and so many ticks
LARGE = ("too large:", "errors grow")
BETWEEN = ("should learn",)
SMALL_WEIGHTS = ("too small:", "a plateau longer", "than the training")


def draw_map(data: ExperimentData) -> Figure:
    """Mean validation accuracy by depth and weight scale, a cell a network.

    Lines between the cells: below the lower one the predicted plateau is longer than the training;
    above the upper one weights are larger than the critical ones: errors grow on their way back.
    """
    networks = data.table("networks")
    accuracy = data.accuracies()
    cells = networks.merge(accuracy[["network", "mean"]], on="network")
    accuracies = cells.pivot(index="weight_scale", columns="hidden_layers", values="mean")
    scales, depths = accuracies.index.to_numpy(float), accuracies.columns.to_numpy()
    figure, axes = plt.subplots(figsize=(WIDTH, 4.6))
    axes.set(
        xlabel="hidden layers",
        xlim=(-0.5, len(depths) - 0.5),
        ylim=(-0.5, len(scales) - 0.5),
    )
    draw_cells(axes, accuracies.to_numpy())
    for values, ticks, sign in ((depths, axes.set_xticks, ""), (scales, axes.set_yticks, "× ")):
        shown = range(0, len(values), -(-len(values) // ROOM))
        ticks(shown, [f"{sign}{values[place]:g}" for place in shown])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    for text, place, offset, side in (
        ("validation accuracy (%)", (0, 1), (6, 12), "left"),
        (data.starts(), (1, 1), (9, 12), "left"),
        ("weights", (0, 1), (-4, 12), "right"),
    ):
        label(axes, text, place, offset, xycoords="axes fraction", ha=side, color=QUIET)
    lengths = data.table("plateau").groupby("network").first()
    lower = draw_frontier(axes, cells.join(lengths[["predicted_formula", "growth"]], on="network"))
    upper = draw_critical(axes, critical_scale(cells.iloc[0]), scales)
    name_regions(axes, lower, upper)
    return figure


def draw_cells(axes: Axes, accuracies: np.ndarray) -> None:
    """One colour, the stronger the higher an accuracy is, which stands in it if there is room."""
    numbered = accuracies.shape[1] <= ROOM
    for (row, column), accuracy in np.ndenumerate(accuracies):
        if np.isfinite(accuracy):
            corner, size = (column - 0.5 + GAP, row - 0.5 + GAP), 1 - 2 * GAP
            draw_cell(axes, corner, size, size, accuracy)
            if numbered:
                axes.text(column, row, f"{100 * accuracy:.0f}", ha="center", va="center")
    if not numbered:
        axes.legend(handles=shades(), loc="upper right", bbox_to_anchor=(1, -0.15), ncols=3)


def draw_frontier(axes: Axes, cells: pd.DataFrame) -> float | None:
    """Below which cells the predicted plateau is longer than the training, depth by depth.

    Returns:
        Where the line ends at the right; None where theory predicts nothing.
    """
    known = cells.dropna(subset="growth")
    if known.empty:
        return None
    longer = known.assign(longer=~(known["predicted_formula"] <= known["updates"])).pivot(
        index="weight_scale", columns="hidden_layers", values="longer"
    )
    heights = [frontier(column.to_numpy(bool)) for _, column in longer.items()]
    edges = np.arange(len(heights) + 1) - 0.5
    axes.stairs(heights, edges, baseline=None, color=INK, lw=2.4, zorder=3, clip_on=False)
    return heights[-1]


def frontier(longer: np.ndarray) -> float:
    """The edge below the first cell whose plateau is not longer than the training.

    Args:
        longer: Whether it is, by increasing weight scale.

    Returns:
        A height on the axis of cells; its upper edge where all are longer.
    """
    short = np.flatnonzero(~longer)
    return (short[0] if len(short) else len(longer)) - 0.5


def draw_critical(axes: Axes, critical: float | None, scales: np.ndarray) -> float | None:
    """A line between the weights below and above the critical ones, and its height if there is."""
    if not critical or not scales[0] <= critical <= scales[-1]:
        return None
    height = np.searchsorted(scales, critical) - 0.5
    axes.axhline(height, color=INK, lw=2.4, ls=(0, (2.2, 1.4)), zorder=3)
    if len(scales) <= ROOM:
        look = {"xycoords": ("axes fraction", "data"), "ha": "right", "weight": "bold"}
        label(axes, f"× {critical:.1f}", (0, height), (-4, 0), **look)
    return height


def name_regions(axes: Axes, lower: float | None, upper: float | None) -> None:
    """What theory says of the cells on either side of its borders, at the right of the map."""
    bottom, top = axes.get_ylim()
    if upper is not None:
        name_region(axes, LARGE, upper, top)
    if lower is not None:
        border = top if upper is None else upper
        name_region(axes, BETWEEN, lower, border)
        name_region(axes, SMALL_WEIGHTS, bottom, min(lower, border))


def name_region(axes: Axes, lines: tuple[str, ...], start: float, end: float) -> None:
    """Some lines of text in the middle of a region, if that reaches to the right edge."""
    if start >= end:
        return
    for number, text in enumerate(lines):
        label(
            axes,
            text,
            (1, (start + end) / 2),
            (9, ((len(lines) - 1) / 2 - number) * LINE * TEXT),
            xycoords=("axes fraction", "data"),
            weight="bold" if number == 0 else "normal",
        )
