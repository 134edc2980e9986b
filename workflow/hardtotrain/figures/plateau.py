"""How the cost stays on its plateau and leaves it, and when theory says that it does."""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.colours import DEPTHS, INK, QUIET
from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import fitting, key, label, measure, plain_numbers, text_width
from hardtotrain.figures.panels import spread
from hardtotrain.figures.style import TEXT, WIDTH, colour_and_dash
from hardtotrain.measures.plateau import LEFT_BELOW

ROW, TALL_ROW = 0.28, 0.46  # inches that a network takes below, with its words before or above it
COURSES = 2.7  # inches of the upper panel
HIGHEST = 1.8  # of the plateau's cost: before the first updates costs are higher
LETTER = 14  # points that a letter takes before words, or words above marks
PANEL = 72 * (WIDTH - 0.4)  # points, about, that a panel is wide

MEASURED = {"marker": "o", "ls": "", "ms": 5, "alpha": 0.6, "markeredgewidth": 0}
# Predictions stand behind what was measured, in the colour of text.
OPEN = {"color": INK, "markerfacecolor": "none", "markeredgewidth": 1.3}
FROM_START = {"marker": "D", "ls": "", "ms": 9, **OPEN}
FORMULA = {"marker": "|", "ls": "", "ms": 13, **OPEN, "markeredgewidth": 2.2}
END = {"marker": "s", "ms": 4.5}  # of a line
NAMES = {
    "a replicate leaves its plateau": MEASURED,
    "predicted from its start": FROM_START,
    "predicted by the formula": FORMULA,
}


def draw_plateau(data: ExperimentData) -> Figure:
    """Above the cost of the probe images against updates; below when each network leaves.

    The line of a network is the median of its replicates, its band their whole range. A replicate
    whose training ended early counts with its last cost.
    """
    plateau, networks = data.table("plateau"), data.table("networks")
    networks = networks[networks["network"].isin(plateau["network"])]
    words = {name: text for name, text in data.words().items() if name in set(networks["network"])}
    depths = data.differ_in_depth_alone()
    signs = dict(networks.set_index("network")["hidden_layers"].astype(str)) if depths else {}
    signs = signs or dict(zip(words, ascii_lowercase, strict=False))
    if depths and len(words) <= len(DEPTHS):
        looks = [(colour, "-") for colour in spread(DEPTHS, len(words))]
    else:
        looks = [colour_and_dash(number) for number in range(len(words))]
    courses = data.recorded("updates", words)
    lengths = plateau[["updates_to_leave", "predicted_formula", "predicted_from_start"]]
    lower, upper = limits(lengths, plateau["updates_made"])
    scale = min(lower, 1), upper
    first = lengths.fillna(upper).clip(scale[0], upper).min(axis=None)
    room = PANEL * np.log(first / scale[0]) / np.log(upper / scale[0])
    before = max(map(text_width, words.values())) < room - (10 if depths else 10 + LETTER)
    row = ROW if before else TALL_ROW
    below_height = row * (len(words) + 0.8)
    figure, (above, below) = plt.subplots(
        2,
        1,
        figsize=(WIDTH, COURSES + below_height + 1),
        sharex=True,
        height_ratios=(COURSES, below_height),
    )
    above.set(xscale="log", xlim=scale)
    draw_courses(above, courses[courses["update"] > 0], plateau, signs, looks)
    draw_lengths(below, plateau, list(words), looks)
    name_rows(below, words, {} if depths else signs, before, looks)
    times = longer_with_each_layer(plateau) if depths else None
    if times:
        say_how_much_longer(below, plateau, times)
    return figure


def draw_courses(
    axes: Axes,
    courses: pd.DataFrame,
    plateau: pd.DataFrame,
    signs: Mapping[str, str],
    looks: Sequence[tuple[str, str]],
) -> None:
    """Costs against updates, and the cost of the best single answer."""
    plateau_costs = plateau["plateau_cost"].unique()
    for (name, sign), (colour, dash) in zip(signs.items(), looks, strict=True):
        own = courses[courses["network"] == name]
        costs = own.pivot(index="update", columns="replicate", values="probe_cost").ffill()
        low, middle, high = costs.min(axis=1), costs.median(axis=1), costs.max(axis=1)
        axes.plot(costs.index, middle, dash, color=colour, lw=1.8)
        axes.plot(costs.index[-1:], middle.tail(1), color=colour, **END)
        leaving = middle[middle < LEFT_BELOW * max(plateau_costs)]
        if len(leaving):
            at = (leaving.index[0], leaving.iloc[0])
            label(axes, sign, at, (-9, -9), color=colour, weight="bold", fontsize=TEXT + 2)
        axes.fill_between(costs.index, low, high, color=colour, alpha=0.15, lw=0)
    for cost in plateau_costs:
        axes.axhline(cost, color=QUIET, lw=0.8, zorder=0)
        label(
            axes,
            f"the plateau: one answer for every image, {cost:.2f}",
            (1, cost),
            (0, 9),
            xycoords=("axes fraction", "data"),
            ha="right",
        )
    axes.set_ylim(0, HIGHEST * max(plateau_costs))
    axes.tick_params(labelbottom=False)
    measure(axes, "cost of the probe images")


def draw_lengths(
    axes: Axes,
    plateau: pd.DataFrame,
    networks: Sequence[str],
    looks: Sequence[tuple[str, str]],
) -> None:
    """A row a network: when its replicates leave, and when they should."""
    _, upper = axes.get_xlim()
    edge, beyond = at_edge(np.nan, upper), False
    for row, (name, (colour, _)) in enumerate(zip(networks, looks, strict=True)):
        own = plateau[plateau["network"] == name]
        measured = at_edge(own["updates_to_leave"], upper)
        axes.plot(measured, [row] * len(own), color=colour, zorder=3, **MEASURED)
        beyond |= own["updates_to_leave"].isna().any()
        for prediction, look in (("from_start", FROM_START), ("formula", FORMULA)):
            if own[f"{prediction}_right"].notna().all():
                updates = own[f"predicted_{prediction}"].fillna(np.inf).median()
                axes.plot(at_edge(updates, upper), row, zorder=2, **look)
                beyond |= np.isinf(updates)
    if beyond:
        axes.axvline(edge, color=QUIET, lw=0.8, ls=":", zorder=0)
        label(
            axes,
            "not within its training",
            (edge, 1),
            (-5, -6),
            xycoords=("data", "axes fraction"),
            ha="right",
            color=QUIET,
        )
    axes.set_xlabel("updates")
    axes.set_yticks([])
    axes.grid(visible=False, axis="y")
    plain_numbers(axes.xaxis)
    handles = [Line2D([], [], label=text, **{"color": INK, **look}) for text, look in NAMES.items()]
    key(axes, handles, columns=1)


def name_rows(
    axes: Axes,
    words: Mapping[str, str],
    letters: Mapping[str, str],
    before: bool,
    looks: Sequence[tuple[str, str]],
) -> None:
    """The words of each row, before its marks or above them, and the letter of its line if any."""
    height, start = 0 if before else LETTER, LETTER if letters else 0
    look = {"xycoords": ("axes fraction", "data")}
    for row, (name, text) in enumerate(words.items()):
        label(axes, text, (0, row), (start, height), fontsize=fitting(text, PANEL - start), **look)
        if letters:
            bold = {"color": looks[row][0], "weight": "bold", **look}
            label(axes, letters[name], (0, row), (0, height), **bold)
    axes.set_ylim(len(words) - 0.4, -0.8 if before else -1.1)


def longer_with_each_layer(plateau: pd.DataFrame) -> float | None:
    """By what factor the median length grows a layer, on average of the logarithms.

    None for fewer than three depths, for some that do not follow each other, or if half of the
    replicates of one do not leave.
    """
    lengths = plateau["updates_to_leave"].fillna(np.inf)
    deep = plateau["hidden_layers"] > 1  # of one layer the plateau ends in another way
    medians = lengths[deep].groupby(plateau["hidden_layers"]).median()
    if len(medians) < 3 or np.any(np.diff(medians.index) != 1) or np.isinf(medians).any():
        return None
    return float((medians.iloc[-1] / medians.iloc[0]) ** (1 / (len(medians) - 1)))


def say_how_much_longer(axes: Axes, plateau: pd.DataFrame, times: float) -> None:
    """What a further layer does, before the marks of the deepest network."""
    deepest = plateau[plateau["hidden_layers"] == plateau["hidden_layers"].max()]
    marks = deepest[["updates_to_leave", "predicted_formula", "predicted_from_start"]]
    row = plateau["network"].nunique() - 1
    label(
        axes,
        f"each further layer: × {times:.1f}",
        (marks.min().min(), row),
        (-12, 0),
        ha="right",
        weight="bold",
    )
