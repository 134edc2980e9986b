"""Layer sizes as text, `784-30-10` or `784-10x30-10`: how they are written and read."""

import re
from collections.abc import Sequence
from itertools import groupby

# Deeper than any network that was ever trained without shortcuts past its layers, and few enough
# that neither `784-1000000000x30-10` nor a sweep of thousands of networks fills the memory.
MOST_LAYERS = 1000

# Six hidden layers or more of one size are counted, so that deep networks have names to be read.
LONGEST_ROW = 5

# Numbers of a hundred digits and more are no sizes, and from some length on no numbers to Python.
NUMBER = "[1-9][0-9]{0,98}"
ROW = f"({NUMBER}x)?{NUMBER}"
NOTATION = f"^({ROW}(-{ROW})+|{NUMBER}x{NUMBER})$"

EXPECTED = "expected layer sizes, as in [784, 30, 10] or 784-10x30-10"


def write_layers(layers: Sequence[int]) -> str:
    """`784-30-10`; a row of more than LONGEST_ROW equal layers is counted, `784-20x30-10`.

    Args:
        layers: Layer sizes, input first.
    """
    texts = []
    for size, row in groupby(layers):
        count = len(list(row))
        texts += [f"{count}x{size}"] if count > LONGEST_ROW else [str(size)] * count
    return "-".join(texts)


def read_layers(text: str) -> list[int]:
    """The layer sizes that a text names, input first.

    Raises:
        ValueError: If it is no such text or has more than MOST_LAYERS layers.
    """
    if not re.fullmatch(NOTATION, text):
        raise ValueError(EXPECTED)
    rows = []
    for row in text.split("-"):
        *count, size = map(int, row.split("x"))
        rows.append((count[0] if count else 1, size))
    total = sum(count for count, _ in rows)
    if total > MOST_LAYERS:
        raise ValueError(f"expected at most {MOST_LAYERS:,} layers")
    return [size for count, size in rows for _ in range(count)]
