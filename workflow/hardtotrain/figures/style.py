"""One look for every figure, and deterministic SVG."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from hardtotrain.figures.colours import GRID, INK, PAGE, PALETTE, PUBLISHED_COLOUR, QUIET

WIDTH = 5.4  # inches of every figure, so that text of one size is of one size in the page
TEXT = 11.6  # points, of which a telephone of 380 pixels makes 11 pixels

# Where there are more lines than colours, the dashes tell them apart.
DASHES = ["-", "--", ":"]
LINES = len(PALETTE) * len(DASHES)  # that differ

# Published values are always drawn the same way: the note's as a square, the book's as a diamond.
PUBLISHED_MARKERS = {"note": "s", "book": "D"}


def use_style() -> None:
    """Sets the look of the figures drawn from here on, and where their jittered dots fall."""
    import seaborn  # here, as interactive charts, which share a few measures, never need it

    np.random.seed(0)  # seaborn jitters by the global generator
    matplotlib.rcdefaults()  # whatever a matplotlibrc in the folder of the study says
    seaborn.set_theme(
        context="paper",
        style="whitegrid",
        palette=PALETTE,
        rc={
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.edgecolor": QUIET,
            "axes.labelcolor": INK,
            "axes.labelsize": TEXT,
            "axes.titlelocation": "left",
            "axes.titlesize": TEXT,
            "axes.titleweight": "bold",
            "axes.spines.left": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.unicode_minus": True,
            "grid.color": GRID,
            "grid.linewidth": 0.6,
            "text.color": INK,
            "xtick.color": QUIET,
            "xtick.labelsize": TEXT,
            "ytick.color": QUIET,
            "ytick.labelsize": TEXT,
            "legend.frameon": False,
            "legend.fontsize": TEXT,
            "legend.title_fontsize": TEXT,
            "legend.borderpad": 0,
            "legend.borderaxespad": 0.3,
            "legend.columnspacing": 1.4,
            "legend.handletextpad": 0.5,
            "font.size": TEXT,
            "figure.constrained_layout.use": True,  # in the width, and nothing beyond it
            # The first comes with matplotlib: text takes the same room on every machine.
            "font.sans-serif": ["DejaVu Sans", "Arial", "Liberation Sans", "sans-serif"],
            "svg.fonttype": "none",  # text stays text: searchable, and small
            "svg.hashsalt": "hard-to-train",  # the same ids in every run
        },
    )
    matplotlib.use("svg")


def colours_of_layers(layers: list[int]) -> dict[int, str]:
    """A colour for each layer, the same in every figure; deep networks go round the palette."""
    return {layer: PALETTE[(layer - 1) % len(PALETTE)] for layer in layers}


def colour_and_dash(number: int) -> tuple[str, str]:
    """Colour and dash of a line by its number, from 0: so many as LINES differ."""
    return PALETTE[number % len(PALETTE)], DASHES[number // len(PALETTE) % len(DASHES)]


def mark_published(axes: Axes, x: ArrayLike, y: ArrayLike, source: str) -> None:
    """Draws published values so that they stand out from all that they lie upon."""
    marker, size = PUBLISHED_MARKERS[source], {"color": "none", "ms": 6.5}
    axes.plot(x, y, marker, mfc=PAGE, mec=PAGE, mew=4.5, zorder=5.5, **size)
    axes.plot(x, y, marker, mfc="none", mec=PUBLISHED_COLOUR, mew=1.7, zorder=6, **size)


def save_svg(figure: Figure, path: Path) -> None:
    """Writes a figure as SVG that depends on nothing but what it shows, and closes it."""
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
