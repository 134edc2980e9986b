"""The look of cells that hold accuracies."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from hardtotrain.figures.colours import INK, PALETTE, QUIET

FAINT, STRONG = 0.06, 0.6  # how much of the colour a cell has at 0% and at 100%


def shade(accuracy: float) -> tuple[float, ...]:
    """The colour of a cell: one of the palette, to which the page gives that of its theme."""
    return to_rgba(PALETTE[0], FAINT + (STRONG - FAINT) * accuracy)


def draw_cell(
    axes: Axes,
    corner: tuple[float, float],
    width: float,
    height: float,
    accuracy: float,
    marked: bool = False,
) -> None:
    """A cell in the colour of its accuracy, and its edge, as pale ones are hardly seen."""
    edge = {"ec": INK, "lw": 1.6} if marked else {"ec": QUIET, "lw": 0.6}
    axes.add_patch(plt.Rectangle(corner, width, height, fc=shade(accuracy), **edge))


def shades() -> list[Line2D]:
    """What a legend says of the colours of cells, in per cent."""
    look = {"marker": "s", "ls": "", "ms": 10, "markeredgewidth": 0}
    return [
        Line2D([], [], color=shade(percent / 100), label=f"{percent}", **look)
        for percent in (10, 50, 90)
    ]
