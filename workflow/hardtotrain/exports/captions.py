"""Writes what `snakemake --report` says of each figure, which it takes from a file alone."""

import re
from html import unescape
from pathlib import Path

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.figure import Figure

CAPTIONS = Path(__file__).parents[2] / "report" / "captions" / "figures"


def caption(figure: Figure) -> str:
    """What a figure shows and what its marks mean, in English, as reStructuredText."""
    said = " ".join(text.en for text in (figure.alt, figure.caption))
    text = unescape(re.sub(r"<[^>]+>", "", said))
    # |w| would be a reference, x_ another.
    return re.sub(r"([\\`*_|])", r"\\\1", text) + "\n"


if __name__ == "__main__":
    for path in CAPTIONS.glob("*.rst"):
        path.unlink()
    for figure in FIGURES.values():
        CAPTIONS.joinpath(f"{figure.name}.rst").write_text(caption(figure), encoding="utf-8")
