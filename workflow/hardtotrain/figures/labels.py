"""Words on the picture: what stands where a legend would, and how much room it takes."""

from collections.abc import Collection, Mapping, Sequence
from string import ascii_lowercase

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from hardtotrain.figures.colours import INK, QUIET
from hardtotrain.figures.style import TEXT, WIDTH

ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1)}  # of a panel, where its key stands
SMALLEST, LARGEST = 0.9e-5, 1e7  # numbers that are written out; beyond them, powers of ten are
SHORT_AXIS = 30  # an axis is short whose highest number is less than so many times its lowest
LINE = 1.25  # from one line of text to the next, in sizes of its letters
SHORT = 115  # points that a label may take beside a panel
PANEL = 72 * WIDTH - 90  # that a panel has at least, beside short labels and numbers


def text_width(text: str, weight: str = "bold") -> float:
    """Points that a text takes in one line, in the font that is drawn with."""
    prop = FontProperties(weight=weight)
    return TextPath((0, 0), text, TEXT, prop=prop).get_extents().width if text.strip() else 0.0


def are_short(texts: Collection[str]) -> bool:
    """Whether there is room for each of the texts beside a panel."""
    return all(text_width(text) <= SHORT for text in texts)


def fitting(text: str, width: float = 72 * WIDTH - 12, weight: str = "normal") -> float:
    """The size at which a text fits into so many points: what is ordinary, or smaller."""
    return TEXT * min(1.0, width / max(text_width(text, weight), 1.0))


def label(axes: Axes, text: str, xy: tuple, offset: tuple = (0, 0), **look) -> Annotation:
    """Writes a text so many points away from a place of the data, or of `xycoords`."""
    return axes.annotate(
        text,
        xy,
        xytext=offset,
        textcoords="offset points",
        annotation_clip=False,
        **{"fontsize": TEXT, "va": "center", **look},
    )


def measure(axes: Axes, text: str, lines: int = 0) -> None:
    """Says above a panel, and so many lines of its key, what its vertical axis measures."""
    axes.set_title(text, fontweight="normal", color=QUIET, pad=8 + lines * 1.6 * TEXT)


def heading(axes: Axes, text: str, measured: str | None = None) -> None:
    """Writes above a panel what it shows, and at its right what is measured, if that is said there.

    Where there is no room for both in one line, what is measured stands above.
    """
    axes.set_title(text, fontsize=fitting(text, PANEL, "bold"))
    if measured:
        room = text_width(text) + text_width(measured) < PANEL
        label(
            axes,
            measured,
            (1, 1) if room else (0, 1),
            (0, 10 if room else 10 + LINE * TEXT),
            xycoords="axes fraction",
            ha="right" if room else "left",
            color=QUIET,
        )


def plain_numbers(axis: Axis, most: int = 7) -> None:
    """Writes 1,000 and 0.001 at a logarithmic axis, and few of them.

    Where it is too short for two powers of ten, there are twice and five times each of them too.
    """
    low, high = axis.get_view_interval()
    axis.set_major_locator(
        LogLocator(subs=(1, 2, 5) if high < SHORT_AXIS * low else (1,), numticks=most)
    )
    axis.set_minor_locator(NullLocator())

    def written(number: float, _place: int) -> str:
        low, high = axis.get_view_interval()
        if low < SMALLEST or high > LARGEST:
            return f"$\\mathdefault{{10^{{{np.log10(number):.0f}}}}}$"
        return f"{number:,.0f}" if number >= 1 else f"{number:.6f}".rstrip("0")

    axis.set_major_formatter(FuncFormatter(written))


def apart(places: Sequence[float], least: float) -> np.ndarray:
    """Moves places as little as needed to be so far from each other, in the same order.

    Args:
        places: In any order.
        least: The distance that two of them must have.
    """
    order = np.argsort(places, kind="stable")
    groups: list[tuple[float, int]] = []  # the middle of a stack of labels, and how many it has
    for place in np.asarray(places, float)[order]:
        middle, count = place, 1
        while groups and middle - groups[-1][0] < least * (count + groups[-1][1]) / 2:
            below, fewer = groups.pop()
            middle = (middle * count + below * fewer) / (count + fewer)
            count += fewer
        groups.append((middle, count))
    moved = np.empty(len(order))
    moved[order] = [
        middle + least * (number - (count - 1) / 2)
        for middle, count in groups
        for number in range(count)
    ]
    return moved


def lay_out(figure: Figure) -> None:
    """Gives panels their places, without which they have no size that labels could go by."""
    figure.get_layout_engine().execute(figure)


def label_ends(axes: Axes, ends: Sequence[tuple[str, float, float, str]]) -> None:
    """Writes to the right of the ends of lines what they are, none upon another.

    Args:
        axes: Laid out, with the limits that it will have.
        ends: Text, place, height and colour of each.
    """
    if not ends:
        return
    points = axes.transData.transform([end[1:3] for end in ends])[:, 1] * 72 / axes.figure.dpi
    for (text, x, y, colour), at, moved in zip(
        ends, points, apart(points, LINE * TEXT), strict=True
    ):
        label(axes, text, (x, y), (6, moved - at), color=colour, weight="bold")


def lettered(words: Mapping[str, str], lines: Collection[str]) -> dict[str, str]:
    """What stands at the line of each network: its words where all are short, else a letter.

    Args:
        words: Of each network.
        lines: The networks that have a line; the others can be named in a list alone.
    """
    if are_short(words.values()) and all(name in lines for name in words):
        return dict(words)
    return dict(zip(words, ascii_lowercase, strict=False))


def key_of_letters(
    axes: Axes, words: Mapping[str, str], colours: Mapping[str, str], row: float = 15
) -> None:
    """Lists below a panel what its letters stand for."""
    for number, (name, text) in enumerate(words.items()):
        for part, x, look in (
            (ascii_lowercase[number], 0, {"color": colours[name], "weight": "bold"}),
            (text, 14, {"color": INK, "fontsize": fitting(text, 72 * WIDTH - 60)}),
        ):
            label(axes, part, (0, 0), (x, -46 - row * number), xycoords="axes fraction", **look)


def key(axes: Axes, handles: Sequence[Line2D], columns: int | None = None) -> None:
    """Says above a panel, from its left edge on, what its marks are."""
    axes.legend(handles=handles, ncols=columns or len(handles), **ABOVE)
