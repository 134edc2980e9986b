"""Formulas as MathML, which browsers set and screen readers read without any script."""

from typing import Literal

from latex2mathml.converter import convert
from markupsafe import Markup


def formula(latex: str, display: Literal["block", "inline"] = "block") -> Markup:
    """A formula.

    Args:
        latex: In LaTeX's mathematical notation, without dollar signs.
        display: Whether it stands on a line of its own or in a sentence.
    """
    return Markup(convert(latex, display=display))
