"""How long plateaus are, against how long either theory says."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.colours import INK, PALETTE, QUIET
from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import fitting, label, plain_numbers
from hardtotrain.figures.panels import spread
from hardtotrain.figures.style import TEXT, WIDTH
from hardtotrain.tables.keys import NETWORK_KEY

TITLES = {"formula": "predicted by the formula", "from_start": "predicted from its start"}
IN_LEGEND = 8
HALF = 72 * WIDTH / 2 - 40  # points that a panel is wide
HEIGHT = 3.8  # inches, in which the panels are squares even where their numbers are short
POINTS = 2000  # beyond which they hide each other


def draw_plateau_length(data: ExperimentData) -> Figure:
    """Measured against predicted updates, a point a replicate, on the diagonal where they agree.

    What does not leave its plateau within its training stands at the upper edge, what should not at
    the right one; what is predicted to take less than an update stands at the left one.
    """
    plateau = data.table("plateau")
    colours = colours_of_depths(plateau["hidden_layers"])
    every = {name: predicted_by(plateau, name) for name in TITLES}
    shown = {name: rows.iloc[spread(range(len(rows)), POINTS)] for name, rows in every.items()}
    scale = limits(
        *(rows[["updates_to_leave", f"predicted_{name}"]] for name, rows in shown.items())
    )
    figure, panels = plt.subplots(1, 2, figsize=(WIDTH, HEIGHT), sharex=True, sharey=True)
    for (name, rows), axes in zip(shown.items(), panels, strict=True):
        draw_panel(axes, rows, f"predicted_{name}", scale, colours)
        axes.set_title(TITLES[name], fontsize=fitting(TITLES[name], HALF, "bold"))
        axes.set_xlabel("predicted updates")
    measured = {"x": 0.01, "ha": "left", "color": QUIET, "fontsize": TEXT}
    figure.suptitle("updates until it leaves", **measured)
    handles = [
        Line2D([], [], marker="o", ls="", color=colours[depth], label=f"{depth}")
        for depth in spread(list(colours), IN_LEGEND)
    ]
    most = max(map(len, every.values()))
    if most > POINTS:
        handles.append(Line2D([], [], ls="", label=f"{POINTS} of {most} replicates"))
    figure.legend(
        handles=handles,
        title="hidden layers",
        loc="outside lower left",
        ncols=IN_LEGEND,
        alignment="left",
    )
    return figure


def colours_of_depths(depths: pd.Series) -> dict[int, str]:
    """A colour for each depth; where there are more than colours, shades from light to dark."""
    found = sorted(depths.unique())
    if len(found) <= len(PALETTE):
        return dict(zip(found, PALETTE, strict=False))
    shades = plt.get_cmap("viridis_r")(np.linspace(0.1, 1, len(found)))
    return dict(zip(found, map(plt.matplotlib.colors.to_hex, shades), strict=True))


def predicted_by(plateau: pd.DataFrame, name: str) -> pd.DataFrame:
    """The replicates for which there is such a prediction; one beyond their training is NaN."""
    predicted = plateau[f"predicted_{name}"]
    within = predicted.where(predicted <= plateau["updates_planned"]).clip(lower=1)
    rows = [
        replicates
        for _, replicates in plateau.assign(**{f"predicted_{name}": within}).groupby(
            NETWORK_KEY, sort=False
        )
        if replicates[f"{name}_right"].notna().all()
    ]
    shown = pd.concat(rows) if rows else plateau.iloc[:0]
    return shown[["hidden_layers", "updates_to_leave", f"predicted_{name}"]]


def draw_panel(
    axes: Axes, rows: pd.DataFrame, predicted: str, scale: tuple[float, float], colours: dict
) -> None:
    """The replicates beside one prediction: full marks with a length, hollow ones without."""
    _, upper = scale
    axes.plot(scale, scale, color=INK, lw=1, zorder=1)
    middle = np.sqrt(np.prod(scale))
    turned = {"rotation": 45, "rotation_mode": "anchor", "ha": "center"}
    label(axes, "as predicted", (middle, middle), (9, -9), **turned)
    for depth, replicates in rows.groupby("hidden_layers"):
        x = at_edge(replicates[predicted], upper)
        y = at_edge(replicates["updates_to_leave"], upper)
        known = replicates[[predicted, "updates_to_leave"]].notna().all(axis="columns").to_numpy()
        look = {"ls": "", "color": colours[depth], "ms": 5, "zorder": 2}
        axes.plot(x[known], y[known], "o", alpha=0.7, markeredgewidth=0, **look)
        axes.plot(x[~known], y[~known], "o", markerfacecolor="none", **look)
    edge, never = at_edge(np.nan, upper), {"color": QUIET}
    if rows[predicted].isna().any():
        axes.axvline(edge, color=QUIET, lw=0.8, ls=":", zorder=0)
    if rows["updates_to_leave"].isna().any():
        axes.axhline(edge, color=QUIET, lw=0.8, ls=":", zorder=0)
        place = {"xy": (0, edge), "xycoords": ("axes fraction", "data")}
        label(axes, "not within its training", offset=(2, -8), **place, **never)
    axes.set(xscale="log", yscale="log", xlim=scale, ylim=scale, aspect="equal")
    for axis in (axes.xaxis, axes.yaxis):
        plain_numbers(axis, most=3)
