"""The report in a real browser: quiet, complete, readable by everybody, and printable."""

import subprocess
from contextlib import contextmanager
from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
import yaml
from small_study import SHAPES, TEMPLATES, WrittenStudy

from hardtotrain.config.claims import Claim
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.style import save_svg, use_style
from hardtotrain.report.page import render

TITLE = "هل <script>alert(1)</script> & " + "W" * 170
CLAIMS = yaml.safe_load(
    (TEMPLATES.parents[1] / "config" / "claims.yaml").read_text(encoding="utf-8")
)["claims"]
HOSTILE_WORDS = dict.fromkeys(["section", "english", "chinese", "remark"], TITLE)
CLAIMS_OF_SHAPE = {
    "the book's": CLAIMS,
    "hostile names": [claim | HOSTILE_WORDS for claim in CLAIMS],
    "nothing to compare or train": [],
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = [360, 1280]
NARROW, WIDE = ({"width": width, "height": 900} for width in WIDTHS)


@pytest.fixture(scope="session")
def addresses(tmp_path_factory):
    """Reports as files: one with all parts, one with hostile names and titles, and a bare one."""
    made = {}
    for shape, stated in CLAIMS_OF_SHAPE.items():
        folder = tmp_path_factory.mktemp("study")
        claims = [Claim.model_validate(claim) for claim in stated]
        study = WrittenStudy(replace(SHAPES[shape], claims=claims), folder)
        numbers = study.report()
        if shape == "hostile names":
            for experiment in numbers.experiments:
                experiment.title = TITLE
        figures = {}
        for figure, experiment in study.figures():
            use_style()
            drawn = FIGURES[figure](study.data(experiment))
            save_svg(drawn, folder / "figure.svg")
            plt.close(drawn)
            figures[figure, experiment] = (folder / "figure.svg").read_text(encoding="utf-8")
        path = folder / "report.html"
        path.write_text(render(numbers, figures, TEMPLATES), encoding="utf-8")
        made[shape] = path.as_uri()
    return made


@pytest.fixture
def opened(chromium, addresses):
    """Opens a report without any network; leaves in `page.noticed` all that should not happen."""

    @contextmanager
    def open_page(shape="the book's", viewport=WIDE, scheme="light", **options):
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, **options)
        context.set_offline(True)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
        )
        page = context.new_page()
        page.requested, page.noticed = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.noticed.append(message.text))
        page.on("pageerror", lambda error: page.noticed.append(str(error)))
        page.goto(addresses[shape])
        try:
            yield page
        finally:
            context.close()

    return open_page


@pytest.mark.parametrize("shape", CLAIMS_OF_SHAPE)
def test_a_report_opens_from_disk_and_asks_for_nothing(opened, addresses, shape):
    with opened(shape) as page:
        page.mouse.wheel(0, 100_000)
        page.wait_for_load_state("networkidle")
        assert page.requested == [addresses[shape]]
        assert page.noticed == []


def test_the_policy_stops_a_script_that_gets_into_the_page(opened):
    # The other tests find no violation; this one shows that they would hear of it.
    with opened() as page:
        page.evaluate(
            "() => { const s = document.createElement('script'); s.text = 'window.ran = 1';"
            " document.body.append(s); const i = new Image(); i.src = 'https://example.org/x.png';"
            " document.body.append(i) }"
        )
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") is None
        assert any("script-src" in text for text in page.noticed)
        assert any("img-src" in text for text in page.noticed)


@pytest.mark.parametrize("shape", ["the book's", "hostile names"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=WIDTHS)
def test_the_page_never_scrolls_sideways(opened, shape, viewport):
    with opened(shape, viewport) as page:
        width = "document.documentElement.{}".format
        assert page.evaluate(width("scrollWidth")) <= page.evaluate(width("clientWidth"))
        # Nor is text cut off: what is wider than its place lies in a part that scrolls by itself.
        outside = page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, nav *')]
                .filter(e => !e.closest('.scroll, .plot'))
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert outside == []


def test_light_and_dark_differ_in_text_background_and_figures(opened):
    colours = """() => {
        const of = (selector, name) =>
            getComputedStyle(document.querySelector(selector)).getPropertyValue(name);
        return [of('body', 'background-color'), of('body', 'color'), of('a', 'color'),
                of('figure svg text', 'fill'), of('figure svg use', 'stroke')];
    }"""
    with opened(scheme="light") as light, opened(scheme="dark") as dark:
        pairs = list(zip(light.evaluate(colours), dark.evaluate(colours), strict=True))
    assert all(light != dark for light, dark in pairs), pairs
    assert pairs[0][0] == "rgb(255, 255, 255)"


def test_without_javascript_the_page_says_the_same(opened):
    with opened() as page, opened(java_script_enabled=False) as without:
        text = page.locator("body").inner_text()
        assert without.locator("body").inner_text() == text
    assert "Depth helps." in text and "784-30-30-30-30-10" in text
    assert all(claim["english"] in text for claim in CLAIMS)


def test_every_scrolling_part_and_link_is_reached_by_keyboard_and_shows_it(opened):
    with opened(viewport=NARROW) as page:
        expected = page.evaluate(
            """() => { window.stops = [...document.querySelectorAll('body *')].filter(e =>
                    e.matches('a') || (getComputedStyle(e).overflowX === 'auto'
                                       && e.scrollWidth > e.clientWidth));
                return stops.map(e => e.getAttribute('href') || e.getAttribute('aria-label')) }"""
        )
        assert len(expected) > 10 and all(expected)
        reached = set()
        for _ in range(2 * len(expected)):
            page.keyboard.press("Tab")
            stop, outline = page.evaluate(
                """() => [stops.indexOf(document.activeElement),
                          getComputedStyle(document.activeElement).outlineStyle]"""
            )
            if stop >= 0:
                reached.add(stop)
                assert outline != "none", expected[stop]
        assert reached == set(range(len(expected)))


@pytest.mark.parametrize("shape", ["the book's", "hostile names"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(opened, axe, shape, viewport, scheme):
    with opened(shape, viewport, scheme) as page:
        page.evaluate(axe)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
        )
        barriers = [
            (violation["id"], node["target"], node["failureSummary"])
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert barriers == []
        assert len(found["passes"]) > 10


def printed(pdftotext, path):
    """The text of each page of a PDF."""
    command = [pdftotext, "-layout", path, "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_nothing_is_lost(opened, pdftotext, tmp_path, scheme):
    with opened(scheme=scheme) as page:
        headings = page.locator("h1, h2, h3").all_inner_texts()
        cells = page.locator("tbody td").all_inner_texts()
        page.pdf(path=tmp_path / "report.pdf", format="A4")
        # Dark paper costs ink.
        page.emulate_media(media="print")
        ink = page.evaluate("getComputedStyle(document.body).color")
        assert ink == "rgb(31, 41, 51)"
        beyond = page.evaluate(
            """() => { document.body.style.width = '180mm';
                const right = document.body.getBoundingClientRect().right;
                return [...document.querySelectorAll('main table, main svg')]
                    .filter(e => e.getBoundingClientRect().right > right + 1)
                    .map(e => e.outerHTML.slice(0, 200)) }"""
        )
        assert beyond == []
    pages = printed(pdftotext, tmp_path / "report.pdf")
    words = " ".join(" ".join(pages).split())
    assert [heading for heading in headings if heading not in words] == []
    assert len(pages) in range(3, 20)
    values = {value for cell in cells for value in cell.split() if value.replace(".", "").isdigit()}
    assert len(values) > 50 and {value for value in values if value not in words} == set()


def test_on_paper_every_card_begins_and_ends_on_the_same_page(opened, pdftotext, tmp_path):
    with opened() as page:
        # The cards alone, those that end with the name of a table.
        page.evaluate(
            """() => document.querySelectorAll(
                   'header, main > :not(#claims), .card:not(:has(.evidence))'
               ).forEach(e => e.remove())"""
        )
        cards = page.locator(".card").count()
        page.pdf(path=tmp_path / "claims.pdf", format="A4")
    pages = printed(pdftotext, tmp_path / "claims.pdf")
    verdicts = ("✓ reproduced", "≈ in direction only", "✗ not reproduced", "– not tested")
    begun = [sum(map(text.count, verdicts)) for text in pages]
    assert len(pages) > 3 and sum(begun) == cards > 20
    assert [text.count(".csv") for text in pages] == begun


def test_on_paper_headings_stay_with_what_follows_and_figures_fit_a_page(opened):
    with opened() as page:
        page.emulate_media(media="print")
        assert set(
            page.evaluate(
                "() => [...document.querySelectorAll('main :is(h2, h3, h4)')]"
                ".map(e => getComputedStyle(e).breakAfter)"
            )
        ) == {"avoid"}
        # However many panels a figure has: here, far higher than wide. A page holds 267 mm.
        millimetres = page.evaluate(
            """() => { document.body.style.width = '180mm';
                const svg = document.querySelector('figure svg');
                svg.setAttribute('width', '100pt');
                svg.setAttribute('height', '400pt');
                svg.setAttribute('viewBox', '0 0 100 400');
                return svg.closest('figure').getBoundingClientRect().height / 96 * 25.4 }"""
        )
        assert 150 < millimetres < 240
