"""Formulas as MathML, which browsers set and screen readers read without any script."""

import re
from typing import Literal

from latex2mathml.converter import convert
from markupsafe import Markup

# Before these a line may end; inside braces they stand without a space.
BREAK = re.compile(r" (?==|\\cdot) ?")


def formula(latex: str, display: Literal["block", "inline"] = "block") -> Markup:
    r"""A formula.

    Args:
        latex: In LaTeX's mathematical notation, without dollar signs.
        display: Whether it stands on lines of its own or in a sentence. As browsers break no line
            inside a formula, it is then several, which begin with ` = ` and ` \cdot `.
    """
    if display == "inline":
        return Markup(convert(latex))
    parts = (convert(part) for part in BREAK.split(latex))
    return Markup(" ").join(Markup(part.replace(">", ' displaystyle="true">', 1)) for part in parts)
