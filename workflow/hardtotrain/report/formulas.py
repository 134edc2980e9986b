"""Formulas as MathML, which browsers set and screen readers read without any script."""

from latex2mathml.converter import convert
from markupsafe import Markup


def formula(latex: str) -> Markup:
    """A formula that stands on a line of its own.

    Args:
        latex: In LaTeX's mathematical notation, without dollar signs.
    """
    return Markup(convert(latex, display="block"))
