"""A panel a network, but no more of them than a reader can compare: the tables have all."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import FigureBase

from hardtotrain.figures.colours import QUIET


def spread(values: Sequence, most: int) -> list:
    """At most so many of the values, evenly spread, the first and the last among them."""
    count = min(most, len(values))
    places = np.linspace(0, len(values) - 1, count).round().astype(int) if count else []
    return [values[place] for place in places]


def say_how_many(figure: FigureBase, shown: Sequence[str], networks: Sequence[str]) -> None:
    """Says above all panels how many networks have one, where not all do."""
    if len(shown) < len(networks):
        text = f"{len(shown)} of {len(networks)} networks"
        figure.suptitle(text, x=0.01, ha="left", color=QUIET)
