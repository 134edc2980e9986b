"""One look for every chart: the colours and the type of the page."""

import altair as alt

# The names are those of style.css, so that a chart changes its colours with the page.
INK, QUIET, RULE, PAGE, PUBLISHED = (
    f"var(--{name})" for name in ("ink", "quiet", "rule", "page", "published")
)
SERIES = [f"var(--series-{number})" for number in range(1, 7)]

# Where neighbouring colours come round again, the dashes tell the lines apart.
DASHES = [[1, 0]] * 6 + [[5, 2]] * 6 + [[1, 2]] * 6

# How Vega-Lite draws that of which a specification says nothing.
CONFIG = {
    "aria": False,  # the page hides the marks from those who hear it, and has words for them
    "background": None,
    "font": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", '
    '"PingFang SC", "Microsoft YaHei", Arial, sans-serif',
    "axis": {
        "domainColor": QUIET,
        "gridColor": RULE,
        "labelColor": QUIET,
        "labelFontSize": 11,
        "tickColor": QUIET,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11.5,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": 11.5},
    "view": {"stroke": None},
}

SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def word(name: str) -> str:
    """A word of charts.yaml, for the page to put in its place in the language that it shows."""
    return f"@{name}"


def data(name: str) -> alt.NamedData:
    """A table of the chart."""
    return alt.NamedData(name=name)


def ten_to(exponent: str) -> str:
    """The expression for ten to the power of an expression, as 10⁻³; of at most two digits."""
    size = f"abs({exponent})"
    tens, ones = (
        f"slice('{SUPERSCRIPT}', {d}, {d} + 1)" for d in (f"floor({size} / 10)", f"{size} % 10")
    )
    return f"'10' + ({exponent} < 0 ? '⁻' : '') + ({size} > 9 ? {tens} : '') + {ones}"


def powers_of_ten() -> alt.Axis:
    """A logarithmic axis that has its labels as the page has them."""
    exponent = "round(log(datum.value) / LN10)"
    is_power = f"abs(log(datum.value) / LN10 - {exponent}) < 1e-9"
    return alt.Axis(
        labelExpr=f"datum.label && {is_power} ? {ten_to(exponent)} : datum.label", tickCount=4
    )


def layered(*layers: alt.Chart, parameters: tuple[str, ...] = (), height: int) -> alt.LayerChart:
    """Layers in one view that is as wide as its place.

    Args:
        layers: The lowest first.
        parameters: Names of the controls that they read.
        height: In pixels; a chart may have its own.
    """
    return (
        alt.layer(*layers)
        .properties(
            width="container",
            height=height,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .add_params(*(alt.param(name=name) for name in parameters))
    )
