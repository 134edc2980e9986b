"""The words inside the figures have two languages, and figures lose nothing but their size."""

import re
from itertools import groupby
from operator import itemgetter
from string import ascii_lowercase
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from small_study import (
    PLATEAU,
    SHAPES,
    TEMPLATES,
    SmallStudy,
    WrittenStudy,
    book_network,
    one_experiment,
    plateau_study,
    remedies_study,
)

from hardtotrain.bilingual import Text
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.drawings import draw
from hardtotrain.figures.style import save_svg, use_style
from hardtotrain.network_words import change_words, network_words
from hardtotrain.report.compact_svg import compact
from hardtotrain.report.figure_text import FigureText
from hardtotrain.report.words import read_words

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NETWORKS = {"tanh, 2 layers": "tanh，2 层"}
WORDS = FigureText(TEMPLATES / "words", [Text(*name) for name in NETWORKS.items()])
# What reads the same in every language.
FORMULAS = {
    "z",
    "|w|",
    "σ′(z) ≤ 1/4",
    "log₁₀ |δ|",
    "log₁₀ |∂C/∂W|",
}
SETTINGS = SmallStudy(
    one_experiment(
        book_network(2),
        {"layers": book_network(2), "activation": "tanh", "initialiser": "glorot_uniform"},
    )
)
MANY = SmallStudy(one_experiment(*([784, 8 + width, 8, 10] for width in range(5)), epochs=0))
# Every replicate leaves its plateau, also where theory says that its decay keeps it there, and
# soon; and no network learns.
EXCEPTION = plateau_study(
    plateau=lambda network: 10.0**network.hidden_layers, predicted=1e-3, accuracy=lambda _: 0.1
)
# Their first layers start fastest, and as fast as the last.
FASTER, ALIKE = (
    SmallStudy(one_experiment(book_network(4), epochs=0), slowdown=slowdown)
    for slowdown in (0.5, 0.967)
)
# They slow down, and then learn faster than at first.
LEAVES = SmallStudy(one_experiment(book_network(2)), course={15: 0.1, 30: 2})
SMALL = ([784, 2, 2, 10], [784, 2, 2, 2, 10], [784, 2, 2, 2, 2, 10])
MANY_REPLICATES = SmallStudy(one_experiment(*SMALL, **PLATEAU, epochs=3), replicates=700)
RATES = ({"optimiser": {"learning_rate": 0.001 * number}} for number in range(1, 17))
MANY_CHANGES = remedies_study({}, *RATES)
STUDIES = (
    SHAPES["the book's"],
    SHAPES["the first network diverged"],
    SETTINGS,
    MANY,
    SHAPES["the plateau's"],
    EXCEPTION,
    FASTER,
    ALIKE,
    LEAVES,
    MANY_REPLICATES,
    MANY_CHANGES,
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Every figure that there is, by its name, as SVG; some more than once."""
    drawn = []
    for study in STUDIES:
        folder = tmp_path_factory.mktemp("study")
        written = WrittenStudy(study, folder)
        for name, experiment in written.figures():
            use_style()
            figure = draw(name, written.data(experiment))
            save_svg(figure, folder / "figure.svg")
            plt.close(figure)
            drawn.append((name, (folder / "figure.svg").read_text(encoding="utf-8")))
    assert {name for name, _ in drawn} == set(FIGURES)
    return drawn


@pytest.fixture(scope="module")
def texts(figures):
    """All that is written in the figures."""
    trees = [ElementTree.fromstring(svg) for _, svg in figures]
    return {"".join(text.itertext()) for tree in trees for text in tree.iter(f"{SVG}text")}


def experiments(study):
    return groupby(study.networks.to_dict("records"), itemgetter("experiment"))


def test_every_word_of_a_figure_has_both_languages(texts):
    groups = [list(rows) for s in STUDIES for _, rows in experiments(s)]
    networks = {str(text) for rows in groups for text in network_words(rows)}
    networks |= {str(change_words(row, rows[0])) for rows in groups for row in rows}
    # Letters at lines are the same in both.
    written = {text for text in texts if re.search(r"[^\W\d_]", text)} - set(ascii_lowercase[:-1])
    assert written >= FORMULAS
    assert {text for text in written if WORDS.chinese(text) is None} - networks == FORMULAS


def test_what_several_figures_say_stands_apart_from_what_one_says():
    of_one = [text for figure in FIGURES.values() for text in figure.words]
    shared = read_words(TEMPLATES / "words" / "figures.yaml")
    said = of_one + [text["en"] for text in shared.values()]
    assert len(said) == len(set(said))


def test_every_text_of_figures_is_in_some_figure(texts):
    assert [
        chinese for found, chinese in WORDS.patterns if not any(map(found.fullmatch, texts))
    ] == []


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("epoch", "轮"),
        ("layer 3", "第 3 层"),
        ("the book’s neurons, layer 12", "原书的神经元，第 12 层"),
        ("the book", "原书"),
        ("784-30-10_tanh", None),
        ("epochs", None),
        ("my epoch", None),
        # What a network is called, alone and within other words.
        ("tanh, 2 layers", "tanh，2 层"),
        ("layer tanh, 2 layers", "第 tanh，2 层 层"),
    ],
)
def test_a_text_is_told_in_chinese_with_the_number_in_it(text, zh):
    assert WORDS.chinese(text) == zh


def test_both_languages_stand_in_a_text_and_nothing_else_changes(figures):
    for _, svg in figures:
        before, after = ElementTree.fromstring(svg), ElementTree.fromstring(svg)
        WORDS.add_chinese(after)
        for old, new in zip(before.iter(f"{SVG}text"), after.iter(f"{SVG}text"), strict=True):
            assert old.attrib == new.attrib
            switched = new.findall(f"{SVG}tspan[@data-switch]")
            assert [tspan.get("lang") for tspan in switched] in ([], ["en", "zh"])
            shown = switched[0].text if switched else "".join(new.itertext())
            assert shown == "".join(old.itertext())


def test_a_figure_in_the_page_is_much_smaller(figures):
    before = sum(len(svg) for _, svg in figures)
    after = 0
    for number, (_, svg) in enumerate(figures):
        tree = ElementTree.fromstring(svg)
        compact(tree, f"f{number}")
        after += len(ElementTree.tostring(tree, encoding="unicode"))
    assert after < 0.6 * before


def test_a_smaller_figure_has_the_same_parts_and_its_own_ids(figures):
    for name, svg in figures:
        before, after = ElementTree.fromstring(svg), ElementTree.fromstring(svg)
        compact(after, name)
        for tag in ("text", "use", "path", "clipPath"):
            assert len(list(before.iter(SVG + tag))) == len(list(after.iter(SVG + tag)))
        identifiers = [e.get("id") for e in after.iter() if "id" in e.attrib]
        whole = ElementTree.tostring(after, encoding="unicode")
        referred = {e.get(HREF).removeprefix("#") for e in after.iter() if HREF in e.attrib}
        referred |= set(re.findall(r"url\(#([^)]+)\)", whole))
        assert len(identifiers) == len(set(identifiers)) and set(identifiers) == referred
        assert all(re.fullmatch(rf"{name}-\d+", identifier) for identifier in identifiers)


def smaller(inside: str) -> str:
    tree = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    compact(tree, "f")
    whole = ElementTree.tostring(tree, encoding="unicode")
    return whole.removeprefix('<svg xmlns="http://www.w3.org/2000/svg">').removesuffix("</svg>")


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 0.001 1.236 \nL 5.004 1.2401 \nL 5 9.5 \nL 7.25 -8.128 \n", "M0 1.24H5V9.5L7.25 -8.13"),
        ("M -0.001 10 \nL -0.002 10.001 \nL 100 20 \nz\n", "M0 10L100 20z"),
        ("M 0 0 \nC 0.265203 1 0.5 1 1 1 \nL 3 1 \nz\nL 3 1 \n", "M0 0C0.27 1 0.5 1 1 1H3zL3 1"),
        ("M 1e-05 2 \nL 1.5e+02 3 \n", "M0 2L150 3"),
    ],
)
def test_a_path_goes_through_the_same_points_to_a_hundredth(path, short):
    assert smaller(f'<path d="{path}" />') == f'<path d="{short}" />'


@pytest.mark.parametrize(
    ("style", "shared"),
    [("fill: red; fill-opacity: 0.5", True), ("fill: red; opacity: 0.5", False)],
)
def test_a_common_style_stands_once_unless_it_fades_what_overlaps(style, shared):
    dots = "".join(f'<g clip-path="url(#c)"><use x="{x}" style="{style}" /></g>' for x in (1, 2))
    clip = '<clipPath id="c" />'
    uses = "".join(
        f'<use x="{x}" />' if shared else f'<use x="{x}" style="{style}" />' for x in (1, 2)
    )
    of_group = f' style="{style}"' if shared else ""
    expected = f'<g><g clip-path="url(#f-1)"{of_group}>{uses}</g></g><clipPath id="f-1" />'
    assert smaller(f"<g>{dots}</g>{clip}") == expected


def test_what_is_clipped_otherwise_stays_apart_and_in_its_order():
    inside = "".join(
        f'<g clip-path="url(#{clip})"><use x="{x}" /></g>' for x, clip in enumerate("aabba")
    )
    clips = '<clipPath id="a" /><clipPath id="b" />'
    told = smaller(f"<g>{inside}</g>{clips}")
    assert re.findall(r'x="(\d)"', told) == list("01234")
    assert re.findall(r'<g clip-path="url\(#f-(\d)\)"', told) == list("121")
