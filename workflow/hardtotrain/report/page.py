"""Renders report.html from the numbers, the figures and the template."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.style import GRID, INK, PALETTE, PUBLISHED_COLOUR, QUIET
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.measures.plateau import LEFT_BELOW
from hardtotrain.report.compact_svg import compact
from hardtotrain.report.figure_text import FigureText
from hardtotrain.report.figure_titles import FigureTitles
from hardtotrain.report.findings import SPEED, Findings
from hardtotrain.report.formats import FORMATS
from hardtotrain.report.formulas import formula
from hardtotrain.report.language import Phrase, Strings, phrase_of, spaced
from hardtotrain.report.numbers import PlateauLength, PlateauPrediction, Report
from hardtotrain.report.page_script import page_script

# The colours of the figures, and the names under which style.css gives them in light and dark.
THEME = {
    INK: "ink",
    QUIET: "quiet",
    GRID: "rule",
    PUBLISHED_COLOUR: "published",
    **{colour: f"series-{number}" for number, colour in enumerate(PALETTE, start=1)},
}


def render(
    report: Report, figures: Mapping[tuple[str, str], str], templates: Path, charts: str = "{}"
) -> str:
    """The page as one HTML document that needs nothing from outside.

    Args:
        report: Every number of the page.
        figures: SVG by figure and experiment.
        templates: The folder with page.html.jinja, strings/, style.css and the scripts.
        charts: The JSON of the interactive charts; without it the page has its figures alone.

    Raises:
        StringsError: Where the templates and the table of strings do not fit together.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    strings, findings = Strings(templates / "strings"), Findings(report)
    environment.globals.update(
        t=strings,
        figure_titles=FigureTitles(findings, strings),
        measures={name: strings(f"speeds.{name}") for name in SPEEDS},
    )
    environment.filters.update(
        FORMATS,
        format_as=lambda value, name: FORMATS[name](value),
        attribute=lambda value, name: phrase_of(value).attribute(name),
        bold=Markup("<b>{}</b>").format,
        # A network's name may be wider than a column: a line may end after each of its words.
        breakable=lambda name: escape(name).replace("_", Markup("_<wbr>")),
        formula=formula,
        exception=lambda found: exception(strings, *found),
        text=lambda name, group: strings(f"{group}_{name}"),
        quoted=lambda name: strings("page.quoted", title=findings.title(name)),
    )
    text = FigureText(strings)
    inlined = {
        key: inline(svg, f"f{number}", text)
        for number, (key, svg) in enumerate(figures.items(), start=1)
    }
    names = json.loads(charts).get("charts", {}).keys()
    script = page_script(templates, charts=bool(names))
    early_script = templates.joinpath("early.js").read_text(encoding="utf-8")
    page = environment.get_template("page.html.jinja").render(
        report=report,
        findings=findings,
        words=strings.words("controls"),
        SPEED=SPEED,
        LEFT_BELOW=LEFT_BELOW,
        figures=inlined,
        more_figures=[key for key in figures if not FIGURES[key[0]].in_section],
        charts=names,
        chart_words=chart_words(strings),
        chart_data=Markup(charts.replace("<", r"\u003c")),
        style=Markup(templates.joinpath("style.css").read_text(encoding="utf-8")),
        early_script=Markup(early_script),
        script=Markup(script),
        script_sources=[source_of(early_script), source_of(script)],
    )
    return spaced(page)


def chart_words(strings: Strings) -> dict[str, dict[str, str]]:
    """What the script of the charts says, by language and name; speeds are called as in tables."""
    speeds = strings.words("speeds")
    return {
        language: words | {f"measure_{name}": speeds[language][name] for name in SPEEDS}
        for language, words in strings.words("charts").items()
    }


def exception(strings: Strings, row: PlateauLength, said: PlateauPrediction) -> Phrase:
    """The replicates of a network whose fate a theory gets wrong, by their numbers."""
    if len(said.wrong) == row.replicates:
        return strings("plateau.exception_every", network=row.network)
    numbers = strings.join(said.wrong)
    return strings("plateau.exception", count=len(said.wrong), numbers=numbers, network=row.network)


def source_of(script: str) -> str:
    """How a Content-Security-Policy allows one script, to the byte: by its SHA-256 (W3C, CSP 3)."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{b64encode(digest).decode('ascii')}"


def inline(svg: str, prefix: str, text: FigureText) -> Markup:
    """An SVG made fit to stand in the page: small, in both languages, in the theme's colours."""
    root = ElementTree.fromstring(svg)
    compact(root, prefix)
    text.add_chinese(root)
    inlined = ElementTree.tostring(root, encoding="unicode")
    for colour, name in THEME.items():
        inlined = inlined.replace(colour, f"var(--{name})")
    return Markup(inlined)
