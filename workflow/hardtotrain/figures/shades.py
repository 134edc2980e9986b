"""The colours of cells that hold accuracies."""

from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from hardtotrain.figures.style import PALETTE

FAINT, STRONG = 0.03, 0.58  # how much of the colour a cell has at 0% and at 100%


def shade(accuracy: float) -> tuple[float, ...]:
    """The colour of a cell: one of the palette, to which the page gives that of its theme."""
    return to_rgba(PALETTE[0], FAINT + (STRONG - FAINT) * accuracy)


def shades() -> list[Line2D]:
    """What a legend says of the colours of cells, in per cent."""
    look = {"marker": "s", "ls": "", "ms": 10, "markeredgewidth": 0}
    return [
        Line2D([], [], color=shade(percent / 100), label=f"{percent}", **look)
        for percent in (10, 50, 90)
    ]
