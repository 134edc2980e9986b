"""Renders report.html: the story, then the evidence."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from hardtotrain.bilingual import Text
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.colours import DEPTHS, GRID, INK, PAGE, PALETTE, PUBLISHED_COLOUR, QUIET
from hardtotrain.formats import FORMATS
from hardtotrain.report.cells import shown
from hardtotrain.report.compact_svg import compact
from hardtotrain.report.evidence import evidence
from hardtotrain.report.figure_text import FigureText
from hardtotrain.report.formulas import formula
from hardtotrain.report.language import BothLanguages, html_phrase, joined
from hardtotrain.report.page_script import page_script
from hardtotrain.report.provenance import Provenance
from hardtotrain.report.story import SCENES
from hardtotrain.report.study import Study
from hardtotrain.report.words import script_words, speed_words

# The colours of the figures, and the names under which style.css gives them in light and dark.
THEME = {
    INK: "ink",
    QUIET: "quiet",
    GRID: "rule",
    PAGE: "page",
    PUBLISHED_COLOUR: "published",
    **{colour: f"series-{number}" for number, colour in enumerate(PALETTE, start=1)},
    **{colour: f"depth-{number}" for number, colour in enumerate(DEPTHS, start=1)},
}


def render(
    study: Study,
    provenance: Provenance,
    figures: Mapping[tuple[str, str], str],
    templates: Path,
    charts: str = "{}",
    vega: str = "",
) -> str:
    """The page as one HTML document that needs nothing from outside.

    Args:
        study: What the page tells.
        provenance: How the results came to be.
        figures: SVG by figure and experiment.
        templates: The folder with page.html.jinja, scenes/, evidence/, style.css and the scripts.
        charts: The JSON of the interactive charts; without it the page has its figures alone.
        vega: The library that draws them.
    """
    text = FigureText(templates / "words", [*study.names.values(), *study.changes.values()])
    pictures = {
        key: inline(svg, f"f{number}", text)
        for number, (key, svg) in enumerate(figures.items(), start=1)
    }
    environment = Environment(
        loader=FileSystemLoader(templates),
        extensions=[BothLanguages],
        autoescape=True,
        undefined=StrictUndefined,
    )
    names = json.loads(charts).get("charts", {}).keys()
    told_figures: list[tuple[str, str]] = []
    environment.globals.update(
        study=study,
        provenance=provenance,
        figures=pictures,
        records=FIGURES,
        charts=names,
        speeds=speed_words(templates / "words"),
        show=told_figures.append,
    )
    formats = {name: shown(form) for name, form in FORMATS.items()}
    environment.filters.update(
        formats,
        format_as=lambda number, name: formats[name](number),
        attribute=lambda words, name: html_phrase(Text(*words)).attribute(name),
        phrase=html_phrase,
        called=study.called,
        changed=study.changed,
        joined=joined,
        formula=formula,
        # A network's name may be wider than a column: a line may end after each of its words.
        breakable=lambda name: escape(name).replace("_", Markup("_<wbr>")),
    )
    # The scenes first, as the evidence has the figures that none of them shows.
    scenes = [
        told(environment, name, found)
        for name, tell in SCENES.items()
        if (found := tell(study)) is not None
    ]
    script = page_script(templates, vega if names else "")
    early_script = templates.joinpath("early.js").read_text(encoding="utf-8")
    return environment.get_template("page.html.jinja").render(
        scenes=scenes,
        evidence=evidence(study, figures, told_figures),
        words=script_words(templates / "words"),
        chart_data=Markup(charts.replace("<", r"\u003c")),
        style=Markup(templates.joinpath("style.css").read_text(encoding="utf-8")),
        early_script=Markup(early_script),
        script=Markup(script),
        script_sources=[source_of(early_script), source_of(script)],
    )


def told(environment: Environment, name: str, found: Mapping) -> dict[str, Markup]:
    """A scene as HTML, and its question for the list of scenes.

    Args:
        environment: That has its template.
        name: Of the scene.
        found: What its module decided.
    """
    template = environment.get_template(f"scenes/{name}.html.jinja")
    values = {"name": name, **found}
    question = "".join(template.blocks["question"](template.new_context(values)))
    return {"name": name, "question": Markup(question), "html": Markup(template.render(values))}


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
