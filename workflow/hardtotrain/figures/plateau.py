"""How the cost stays on its plateau and leaves it, and when theory says that it does."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import INK, QUIET, colour_and_dash
from hardtotrain.measures.plateau import LEFT_BELOW
from hardtotrain.roles.differing_settings import differing_settings

ROW = 0.26  # inches that a network takes in the lower panel
HIGHEST = 1.8  # of the plateau's cost: before the first updates costs are higher

MEASURED = {"marker": "o", "ls": "", "ms": 4.5, "alpha": 0.6, "markeredgewidth": 0}
FROM_START = {"marker": "D", "ls": "", "ms": 6, "markerfacecolor": "none", "markeredgewidth": 1.3}
FORMULA = {"marker": "|", "ls": "", "ms": 12, "markeredgewidth": 2.2}


def draw_plateau(data: ExperimentData) -> Figure:
    """Above the cost of the probe images against updates; below when each network leaves.

    The line of a network is the median of its replicates, its band their whole range. A replicate
    whose training ended early counts with its last cost.
    """
    plateau = data.table("plateau")
    names = labels(data.table("networks"), plateau)
    courses = data.recorded("updates", names)
    rows = len(names)
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(7.2, 3.6 + ROW * rows), sharex=True, height_ratios=(3, ROW * rows + 0.1)
    )
    figure.subplots_adjust(hspace=0.06)
    draw_courses(above, courses[courses["update"] > 0], plateau, names)
    draw_lengths(below, plateau, names)
    return figure


def labels(networks: pd.DataFrame, plateau: pd.DataFrame) -> dict[str, str]:
    """What each network is called: its depth where that is all that differs, else its name."""
    shown = networks[networks["network"].isin(plateau["network"])]
    depths = shown.set_index("network")["hidden_layers"]
    if differing_settings(shown.to_dict("records")) or depths.duplicated().any():
        return {name: name for name in depths.index}
    return {
        name: "1 hidden layer" if depth == 1 else f"{depth} hidden layers"
        for name, depth in depths.items()
    }


def draw_courses(
    axes: Axes, courses: pd.DataFrame, plateau: pd.DataFrame, names: Mapping[str, str]
) -> None:
    """Costs against updates, and the cost of the best single answer."""
    plateau_costs = plateau["plateau_cost"].unique()
    for number, name in enumerate(names):
        own = courses[courses["network"] == name]
        costs = own.pivot(index="update", columns="replicate", values="probe_cost").ffill()
        colour, dash = colour_and_dash(number)
        low, middle, high = costs.min(axis=1), costs.median(axis=1), costs.max(axis=1)
        axes.plot(costs.index, middle, dash, color=colour, lw=1.6)
        leaving = middle[middle < LEFT_BELOW * max(plateau_costs)]
        if names[name] != name and len(leaving):
            axes.annotate(
                names[name].split()[0],
                (leaving.index[0], leaving.iloc[0]),
                xytext=(-11, -11),
                textcoords="offset points",
                color=colour,
                weight="bold",
            )
        axes.fill_between(costs.index, low, high, color=colour, alpha=0.18, lw=0)
    for cost in plateau_costs:
        axes.axhline(cost, color=QUIET, lw=0.8, zorder=0)
        axes.annotate(
            f"one answer for every image: {cost:.3f}",
            xy=(0.995, cost),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
            color=QUIET,
            fontsize=9,
        )
    axes.set(
        xscale="log", ylabel="cost of the probe images", ylim=(0, HIGHEST * max(plateau_costs))
    )


def draw_lengths(axes: Axes, plateau: pd.DataFrame, names: Mapping[str, str]) -> None:
    """A row a network: when its replicates leave, and when they should."""
    lengths = plateau[["updates_to_leave", "predicted_formula", "predicted_from_start"]]
    lower, upper = limits(lengths, plateau["updates_made"])
    edge, beyond = at_edge(np.nan, upper), False
    for row, name in enumerate(names):
        own = plateau[plateau["network"] == name]
        colour, _ = colour_and_dash(row)
        measured = at_edge(own["updates_to_leave"], upper)
        axes.plot(measured, [row] * len(own), color=colour, zorder=3, **MEASURED)
        beyond |= own["updates_to_leave"].isna().any()
        for prediction, look in (("from_start", FROM_START), ("formula", FORMULA)):
            if own[f"{prediction}_right"].notna().all():
                updates = own[f"predicted_{prediction}"].fillna(np.inf).median()
                axes.plot(at_edge(updates, upper), row, color=colour, zorder=2, **look)
                beyond |= np.isinf(updates)
    if beyond:
        axes.axvline(edge, color=QUIET, lw=0.8, zorder=0)
        axes.annotate(
            "not within its training",
            xy=(edge, -0.62),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=QUIET,
            fontsize=9,
        )
    top = -1.1 if beyond else -0.6
    axes.set(xlabel="updates", xlim=(min(lower, 1), upper), ylim=(len(names) - 0.4, top))
    axes.set_yticks(range(len(names)), names.values())
    for number, label in enumerate(axes.get_yticklabels()):
        label.set_color(colour_and_dash(number)[0])
    axes.grid(visible=False, axis="y")
    axes.legend(
        handles=[
            Line2D([], [], color=INK, label="a replicate leaves its plateau", **MEASURED),
            Line2D([], [], color=INK, label="predicted from its start, median", **FROM_START),
            Line2D([], [], color=INK, label="predicted by the formula", **FORMULA),
        ],
        loc="upper left",
        bbox_to_anchor=(0, -0.55 / (ROW * len(names) + 0.1) - 0.05),
        ncols=3,
        columnspacing=1.2,
        handletextpad=0.3,
    )
