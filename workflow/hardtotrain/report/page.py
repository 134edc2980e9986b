"""Renders report.html from the numbers, the figures and the template."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hardtotrain.figures.style import GRID, INK, PALETTE, PUBLISHED_COLOUR, QUIET
from hardtotrain.report.findings import SPEED, Findings
from hardtotrain.report.numbers import Report

# The colours of the figures, and the names under which style.css gives them in light and dark.
THEME = {
    INK: "ink",
    QUIET: "quiet",
    GRID: "rule",
    PUBLISHED_COLOUR: "published",
    **{colour: f"series-{number}" for number, colour in enumerate(PALETTE, start=1)},
}


def render(report: Report, figures: Mapping[tuple[str, str], str], templates: Path) -> str:
    """The page as one HTML document that needs nothing from outside.

    Args:
        report: Every number of the page.
        figures: SVG by figure and experiment.
        templates: The folder with page.html.jinja, style.css and script.js.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FORMATS, format_as=lambda value, name: FORMATS[name](value))
    inlined = {
        (figure, experiment): inline(svg, f"{figure}-{experiment}")
        for (figure, experiment), svg in figures.items()
    }
    script = templates.joinpath("script.js").read_text(encoding="utf-8")
    return environment.get_template("page.html.jinja").render(
        report=report,
        findings=Findings(report),
        SPEED=SPEED,
        figures=inlined,
        style=Markup(templates.joinpath("style.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_source=source_of(script),
    )


def source_of(script: str) -> str:
    """How a Content-Security-Policy allows one script, to the byte: by its SHA-256 (W3C, CSP 3)."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{b64encode(digest).decode('ascii')}"


def inline(svg: str, prefix: str) -> Markup:
    """An SVG made fit to stand in the page: ids of its own, and the colours of the theme."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    for colour, name in THEME.items():
        svg = svg.replace(colour, f"var(--{name})")
    return Markup(svg)


def percent(fraction: float) -> str:
    """0.9647 as 96.47."""
    return f"{100 * fraction:.2f}"


def points(fraction: float) -> str:
    """A difference of two fractions in percentage points, with its sign."""
    return f"{100 * fraction:+.2f}".replace("-", "−")


def times(ratio: float) -> str:
    """A ratio to three significant digits, huge and tiny ones as a power of ten."""
    if ratio and not 0.001 <= ratio < 99_999.5:
        return speed(ratio)
    return f"{ratio:#.3g}".removesuffix(".") if 0 < ratio < 999.5 else f"{ratio:,.0f}"


def speed(value: float) -> str:
    """A speed to two significant digits, small and large ones as a power of ten."""
    if 0.001 <= value < 99.5:
        return f"{value:#.2g}".removesuffix(".")
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits}·10{str(int(exponent)).translate(SUPERSCRIPT)}"


def plain(value: float) -> str:
    """A number to three significant digits, small ones as a power of ten."""
    return f"{value:.3g}".replace("-", "−") if value == 0 or abs(value) >= 1e-3 else speed(value)


FORMATS = {"percent": percent, "points": points, "times": times, "speed": speed, "plain": plain}

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
