"""How long plateaus are, against how long either theory says."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import spread
from hardtotrain.figures.style import INK, PALETTE, QUIET
from hardtotrain.tables.keys import NETWORK_KEY

TITLES = {"formula": "predicted by the formula", "from_start": "predicted from its own start"}
IN_LEGEND = 8
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
    figure, panels = plt.subplots(1, 2, figsize=(7.2, 3.7), sharex=True, sharey=True)
    figure.subplots_adjust(wspace=0.08)
    for (name, rows), axes in zip(shown.items(), panels, strict=True):
        draw_panel(axes, rows, f"predicted_{name}", scale, colours)
        axes.set(title=TITLES[name], xlabel="predicted updates")
    panels[0].set(ylabel="updates until it leaves")
    handles = [
        Line2D([], [], marker="o", ls="", color=colours[depth], label=hidden_layers(depth))
        for depth in spread(list(colours), IN_LEGEND)
    ]
    handles.append(Line2D([], [], color=INK, lw=1, label="as predicted"))
    if any(rows.isna().any(axis=None) for rows in shown.values()):
        hollow = {"marker": "o", "ls": "", "color": INK, "markerfacecolor": "none"}
        handles.append(Line2D([], [], label="not within its training", **hollow))
    most = max(map(len, every.values()))
    if most > POINTS:
        handles.append(Line2D([], [], ls="", label=f"{POINTS} of {most} replicates"))
    panels[0].legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.17), ncols=4)
    return figure


def hidden_layers(depth: int) -> str:
    """As the legend says it."""
    return "1 hidden layer" if depth == 1 else f"{depth} hidden layers"


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
    for depth, replicates in rows.groupby("hidden_layers"):
        x = at_edge(replicates[predicted], upper)
        y = at_edge(replicates["updates_to_leave"], upper)
        known = replicates[[predicted, "updates_to_leave"]].notna().all(axis="columns").to_numpy()
        look = {"ls": "", "color": colours[depth], "ms": 5, "zorder": 2}
        axes.plot(x[known], y[known], "o", alpha=0.7, markeredgewidth=0, **look)
        axes.plot(x[~known], y[~known], "o", markerfacecolor="none", **look)
    edge = at_edge(np.nan, upper)
    for never, line in ((predicted, axes.axvline), ("updates_to_leave", axes.axhline)):
        if rows[never].isna().any():
            line(edge, color=QUIET, lw=0.8, ls=":", zorder=0)
    axes.set(xscale="log", yscale="log", xlim=scale, ylim=scale, aspect="equal")
