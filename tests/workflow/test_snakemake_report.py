"""Snakemake's own report: one archive with the page, every figure and what each of them shows."""

import json
import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from docutils.core import publish_doctree
from workspace import PROJECT, Workspace

from hardtotrain.exports.captions import CAPTIONS, caption
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.figure import Figure


def assigned(name: str, page: str) -> dict:
    """The value of a variable in the page's scripts, which is JSON."""
    start = re.search(rf"^\s*(?:var|let|const) {name} = (?={{)", page, re.MULTILINE).end()
    return json.JSONDecoder().raw_decode(page, start)[0]


def words_of(figure: Figure) -> str:
    return " ".join(text.en for text in (figure.alt, figure.caption) if text)


def test_the_committed_captions_are_those_of_the_figures():
    # After a change of figures/catalogue.py run:
    # make schemas
    committed = {path.stem: path.read_text(encoding="utf-8") for path in CAPTIONS.glob("*")}
    assert committed == {name: caption(figure) for name, figure in FIGURES.items()}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_caption_is_restructured_text_without_a_mistake(figure):
    """In which |w| alone, for one, is a reference to something that does not exist."""
    [paragraph] = publish_doctree(caption(figure), settings_overrides={"halt_level": 2})
    assert paragraph.tagname == "paragraph"
    assert paragraph.astext() == words_of(figure)


@pytest.mark.long
def test_the_archive_shows_every_figure_under_its_experiment(
    copy_of_finished: Workspace, config, mnist_folder: Path, tmp_path: Path
):
    archive = tmp_path / "report.zip"
    made = copy_of_finished.snakemake("--report", archive, config=config)
    assert made.exit_code == 0, made.said
    assert "ERROR" not in made.said
    with ZipFile(archive) as file:
        assert file.testzip() is None
        held = {name: file.read(name) for name in file.namelist()}
    [index] = [name for name in held if re.fullmatch(r"[^/]+/report\.html", name)]
    results = assigned("results", held[index].decode())
    categories = assigned("categories", held[index].decode())

    figures = sorted(copy_of_finished.results.glob("figures/*/*.svg"))
    assert figures
    for path in figures:
        experiment, figure = path.parent.name, path.stem
        name = str(path.relative_to(copy_of_finished.study))
        assert name in categories[experiment]["Other"]
        shown = results[name]
        assert shown["labels"] == {"figure": figure}
        text = re.sub(r"<[^>]+>", "", shown["caption"]).strip()
        assert unescape(text) == words_of(FIGURES[figure])
        [copy] = [content for name, content in held.items() if name.endswith(f"/{path.name}")]
        assert copy == path.read_bytes()
    assert categories["The report"]["Other"] == ["results/report.html"]
    assert "opens offline" in results["results/report.html"]["caption"]
    assert len(results) == len(figures) + 1

    # But for the folder that the config names itself.
    for content in held.values():
        text = content.decode().replace(str(mnist_folder), "")
        assert str(copy_of_finished.root) not in text
        assert str(PROJECT) not in text
