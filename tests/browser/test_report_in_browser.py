"""The report in a real browser: quiet, complete, readable by everybody, and printable."""

import csv
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
import yaml
from hardtotrain.report.numbers import Question, Text
from small_study import SHAPES, TEMPLATES, WrittenStudy

from hardtotrain.config.claims import Claim
from hardtotrain.figures.drawings import draw
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
QUESTIONS_OF_SHAPE = {
    "the book's": [
        Question(question=Text(en=en, zh=zh), answer=Text(en="Because.", zh="因为。"))
        for en, zh in [("Which layer is the slowest?", "哪一层最慢？"), ("Why?", "为何？")]
    ],
    "hostile names": [Question(question=Text(en=TITLE, zh=TITLE), answer=Text(en=TITLE, zh=TITLE))],
    "nothing to compare or train": [],
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What the page's own script adds, beside the buttons in the headings of tables.
CONTROLS = ".settings button, .tools button"
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
        for experiment in numbers.experiments:
            experiment.questions = QUESTIONS_OF_SHAPE[shape]
        if shape == "hostile names":
            for experiment in numbers.experiments:
                experiment.title = Text(en=TITLE, zh=TITLE)
        figures = {}
        for figure, experiment in study.figures():
            use_style()
            drawn = draw(figure, study.data(experiment))
            save_svg(drawn, folder / "figure.svg")
            plt.close(drawn)
            figures[figure, experiment] = (folder / "figure.svg").read_text(encoding="utf-8")
        path = folder / "report.html"
        path.write_text(render(numbers, figures, TEMPLATES), encoding="utf-8")
        made[shape] = path.as_uri()
    return made


@pytest.mark.parametrize("shape", CLAIMS_OF_SHAPE)
def test_a_report_opens_from_disk_and_asks_for_nothing(opened, addresses, shape):
    with opened(shape) as page:
        page.mouse.wheel(0, 100_000)
        page.wait_for_load_state("networkidle")
        assert page.requested == [addresses[shape]]
        assert page.noticed == []
        assert page.locator(CONTROLS).count() > 3


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


def test_the_policy_stops_the_page_s_own_script_once_a_byte_of_it_is_changed(
    opened, addresses, tmp_path
):
    html = Path(addresses["the book's"].removeprefix("file://")).read_text(encoding="utf-8")
    changed = tmp_path / "report.html"
    changed.write_text(
        html.replace("// What the page can do", "// what the page can do"), encoding="utf-8"
    )
    assert changed.read_text(encoding="utf-8") != html
    with opened() as page:
        page.goto(changed.as_uri())
        assert page.locator(CONTROLS).count() == 0
        assert any("script-src" in text for text in page.noticed)


@pytest.mark.parametrize("shape", ["the book's", "hostile names"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_never_scrolls_sideways(opened, shape, viewport, language):
    with opened(shape, viewport, query=f"?lang={language}") as page:
        width = "document.documentElement.{}".format
        assert page.evaluate(width("scrollWidth")) <= page.evaluate(width("clientWidth"))
        # Nor is text cut off: what is wider than its place lies in a part that scrolls by itself.
        outside = page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, nav *')]
                .filter(e => !e.closest('.scroll, .plot, .formula'))
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert outside == []


def colours(page):
    """Colours of the page, of its text and links, and of a figure."""
    return page.evaluate(
        """() => {
            const of = (selector, name) =>
                getComputedStyle(document.querySelector(selector)).getPropertyValue(name);
            return [of('body', 'background-color'), of('body', 'color'), of('a', 'color'),
                    of('figure svg text', 'fill'), of('figure svg use', 'stroke')];
        }"""
    )


def test_light_and_dark_differ_in_text_background_and_figures(opened):
    with opened(scheme="light") as light, opened(scheme="dark") as dark:
        pairs = list(zip(colours(light), colours(dark), strict=True))
    assert all(light != dark for light, dark in pairs), pairs
    assert pairs[0][0] == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("scheme", "other"), [("light", "Dark"), ("dark", "Light")])
def test_a_theme_is_chosen_by_keyboard_and_kept_in_the_address(opened, scheme, other):
    with opened(scheme=other.lower()) as page:
        expected = colours(page)
    pressed = "[aria-label=Colours] [aria-pressed=true]"
    with opened(scheme=scheme, reduced_motion="reduce") as page:
        of_system = colours(page)
        assert page.locator(pressed).inner_text() == "System"
        page.get_by_role("button", name=other).focus()
        page.keyboard.press("Enter")
        assert colours(page) == expected != of_system
        page.locator("nav a[href='#why']").click()
        assert page.url.endswith(f"?theme={other.lower()}#why")
        assert colours(page) == expected
        page.reload()
        assert colours(page) == expected
        assert page.locator(pressed).inner_text() == other
        page.get_by_role("button", name="System").focus()
        page.keyboard.press("Space")
        assert colours(page) == of_system
        assert page.locator(pressed).inner_text() == "System"
        assert page.url.endswith("report.html#why")
        assert page.noticed == []


TITLES = {
    "en": "Why are deep neural networks hard to train?",
    "zh": "深度神经网络为何很难训练？",
}


def language_of(page):
    """The language that a page is in; all that says which it is must agree."""
    [language] = {
        page.locator("html").get_attribute("lang"),
        page.locator(
            ":is([aria-label=Language], [aria-label=语言]) [aria-pressed=true]"
        ).get_attribute("value"),
        *(language for language, title in TITLES.items() if page.title() == title),
        *(name for name, title in TITLES.items() if page.locator("h1").inner_text() == title),
    }
    return language


@pytest.mark.parametrize(
    ("locale", "query", "language"),
    [
        ("en-GB", "", "en"),
        ("zh-CN", "", "zh"),
        ("zh-TW", "", "zh"),
        ("de-DE", "", "en"),
        ("en-GB", "?lang=zh", "zh"),
        ("zh-CN", "?lang=en", "en"),
        ("zh-CN", "?lang=fr", "zh"),
    ],
)
def test_the_language_is_that_of_the_address_or_of_the_reader(opened, locale, query, language):
    with opened(query=query, locale=locale) as page:
        assert language_of(page) == language


def test_the_language_is_chosen_by_keyboard_and_kept_in_the_address(opened):
    with opened(reduced_motion="reduce") as page:
        labels = [e.get_attribute("aria-label") for e in page.locator("[aria-label]").all()]
        english = page.locator("main").inner_text()
        page.get_by_role("button", name="中文").focus()
        page.keyboard.press("Enter")
        assert language_of(page) == "zh"
        assert page.evaluate("document.activeElement.value") == "zh"
        in_chinese = [e.get_attribute("aria-label") for e in page.locator("[aria-label]").all()]
        assert not any(old == new for old, new in zip(labels, in_chinese, strict=True))
        page.locator("nav a[href='#why']").click()
        page.get_by_role("button", name="深色").press("Space")
        assert page.url.endswith("?lang=zh&theme=dark#why")
        page.reload()
        assert language_of(page) == "zh"
        page.get_by_role("button", name="English").press("Space")
        assert language_of(page) == "en"
        assert page.url.endswith("?lang=en&theme=dark#why")
        assert page.locator("main").inner_text() == english
        assert [e.get_attribute("aria-label") for e in page.locator("[aria-label]").all()] == labels
        assert page.noticed == []


# Names, code, data, and the words of others keep their language.
VERBATIM = "code, pre, cite, tbody th, .references, .source, [lang=en], svg text"
SEEN = """verbatim => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = [];
    while (walker.nextNode()) {
        const {parentElement, data} = walker.currentNode;
        if (parentElement.checkVisibility() && !parentElement.closest(verbatim)) seen.push(data);
    }
    return seen }"""


def test_in_chinese_no_english_sentence_is_left_and_none_in_english_is_chinese(opened):
    with opened(query="?lang=zh") as page:
        seen = page.evaluate(SEEN, VERBATIM)
        assert sum(bool(re.search(r"[\u4e00-\u9fff]", text)) for text in seen) > 200
        seen += page.evaluate(
            "() => [...document.querySelectorAll('[aria-label]')].map(e => e.ariaLabel)"
        )
        # The config of this study gives its titles in one language.
        titles = [e["title"] for e in SHAPES["the book's"].experiments.values()]
        words = re.sub("|".join(map(re.escape, titles)), "", "\n".join(seen))
        assert re.findall(r".*[A-Za-z]+ [a-z]+ [a-z]+.*", words) == []
        # Axes and legends of the figures too.
        of_figures = drawn(page.locator("body"))
        assert "轮" in of_figures and "epoch" not in of_figures
    with opened(query="?lang=en") as page:
        seen = page.evaluate(SEEN, ".chinese, .references, [lang=zh]")
        assert [text for text in seen if re.search(r"[\u4e00-\u9fff]", text)] == []


def test_whatever_is_shown_stands_in_an_element_of_its_language(opened):
    spoken = """element => document.querySelectorAll(element).values().map(e =>
        e.closest('[lang]').lang).toArray()"""
    with opened(query="?lang=zh") as page:
        assert set(page.evaluate(spoken, ".card .chinese")) == {"zh"}
        shown = page.evaluate(
            "() => [...document.querySelectorAll('[data-switch]')]"
            ".filter(e => e.checkVisibility()).map(e => e.getAttribute('lang'))"
        )
        assert set(shown) == {"zh"}
        assert page.get_by_role("button", name="English").get_attribute("lang") == "en"


def test_in_chinese_tables_and_figures_are_handed_out_in_chinese_alone(opened):
    with opened(query="?lang=zh") as page:
        region = page.get_by_role("region", name="准确率：Does depth help?")
        region.locator("thead button").first.press("Enter")
        tool = page.get_by_role("button", name="准确率：Does depth help?")
        name, text = downloaded(page, tool)
        assert name == "准确率-does-depth-help-.csv"
        heading, *rows = csv.reader(text.splitlines())
        assert heading[:3] == ["网络", "验证 %，95% 置信区间", "标准差"]
        assert [row[0] for row in rows] == column(region, 0)
        assert all(re.fullmatch(r"[\d.]+ [\d.]+ 至 [\d.]+", row[1]) for row in rows)
        _, svg = downloaded(page, page.locator("#figure-learning_speed-depth .tools button"))
        written = ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter()]
        assert "轮" in written and "各次重复的中位数" in written
        assert not {"epoch", "median of replicates"} & set(written)


@pytest.mark.parametrize("query", ["", "?theme=dark", "?theme=none&x=1", "?lang=zh"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_deep_link_leads_to_its_place_whatever_the_theme(opened, query, scripts):
    options = {"reduced_motion": "reduce", "java_script_enabled": scripts}
    with opened(query=f"{query}#claim-{CLAIMS[5]['id']}", **options) as page:
        card = page.locator(":target")
        assert card.get_attribute("id") == f"claim-{CLAIMS[5]['id']}"
        assert -2 < card.bounding_box()["y"] < 2
        dark = scripts and query == "?theme=dark"
        assert (colours(page)[0] != "rgb(255, 255, 255)") == dark


def test_without_javascript_the_page_says_the_same_and_has_no_control(opened):
    with opened() as page, opened(java_script_enabled=False) as without:
        assert without.locator("button").count() == 0
        page.evaluate("document.querySelectorAll('.settings, .tools').forEach(e => e.remove())")
        text, bare = (" ".join(p.locator("body").inner_text().split()) for p in (page, without))
        assert bare == text
    assert "Depth helps." in text and "784-30-30-30-30-10" in text
    assert all(claim["english"] in text for claim in CLAIMS)


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=WIDTHS)
def test_nothing_moves_when_the_controls_come(opened, viewport):
    places = """() => [...document.querySelectorAll('main :is(h2, h3, p, figure, tr, th, td)')]
        .map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.width, r.height])"""
    with (
        opened(viewport=viewport) as page,
        opened(viewport=viewport, java_script_enabled=False) as without,
    ):
        expected = without.evaluate(places)
        assert len(expected) > 100 and page.evaluate(places) == expected


def column(table, number):
    """The texts of a column, from the first row to the last."""
    cells = table.locator(f"tbody tr > :nth-child({number + 1})").all_inner_texts()
    return [" ".join(cell.split()) for cell in cells]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_table_is_sorted_by_keyboard_and_restored(opened, key):
    with opened() as page:
        table = page.get_by_role("region", name="Accuracy of Does depth help?").locator("table")
        names, accuracies, published = (column(table, number) for number in (0, 1, 8))
        assert len(set(published)) == len(published) == len(names) == 4
        order = sorted(range(4), key=lambda row: float(published[row]))
        assert order not in ([0, 1, 2, 3], [3, 2, 1, 0])
        heading = table.locator("th[scope=col]").nth(8)
        heading.locator("button").focus()
        for sort, rows in [
            ("ascending", order),
            ("descending", order[::-1]),
            ("none", range(4)),
            ("ascending", order),
        ]:
            page.keyboard.press(key)
            assert heading.get_attribute("aria-sort") == sort
            assert column(table, 8) == [published[row] for row in rows]
            # Whole rows move.
            assert column(table, 0) == [names[row] for row in rows]
            assert column(table, 1) == [accuracies[row] for row in rows]
        assert heading.evaluate("e => e.contains(document.activeElement)")
        # One column at a time: the next starts anew, and the first no longer says that it sorts.
        table.locator("th[scope=col] button").nth(0).press(key)
        assert column(table, 0) == names
        assert table.locator("[aria-sort=ascending]").count() == 1
        assert heading.get_attribute("aria-sort") == "none"


@pytest.mark.parametrize(
    "ascending",
    [
        [
            *("−1,200", "−0.31 −0.4 to −0.2", "2.5·10⁻¹² (book)", "9·10⁻³ 1·10⁻³ to 2·10⁻²"),
            *("0.5", "+1.20", "3%", "20 (output)", "1,000", "1.1·10⁵"),
        ],
        ["1e-05", "<\u00a00.001", "0.012", "0.5"],
        ["784-8-10", "784-30-10", "784-30-30-10", "784-100-10"],
        ["not shown", "Tanh", "yes"],
    ],
)
def test_cells_are_sorted_by_their_first_number_or_as_words(opened, ascending):
    mixed = ascending[1::2] + ascending[::2]
    assert mixed not in (ascending, ascending[::-1])
    with opened() as page:
        table = page.get_by_role("region", name="Predicted and measured errors").locator("table")
        rows = len(column(table, 3))
        assert rows > len(mixed)
        table.evaluate(
            "(table, texts) => texts.forEach((text, row) =>"
            " { table.tBodies[0].rows[row].cells[3].textContent = text })",
            mixed + ["–"] * (rows - len(mixed)),
        )
        heading = table.locator("th[scope=col] button").nth(3)
        for expected in (ascending, ascending[::-1]):
            heading.click()
            cells = column(table, 3)
            assert [cell for cell in cells if cell != "–"] == [
                " ".join(t.split()) for t in expected
            ]
            # What has no value comes last, either way.
            assert cells[-1] == "–"


def downloaded(page, control):
    """The name and the text of the file that a control hands out."""
    page.wait_for_timeout(150)  # Chromium drops what is more than ten downloads in a second
    with page.expect_download() as download:
        control.press("Enter")
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    return download.value.suggested_filename, text


@pytest.mark.parametrize("shape", ["the book's", "hostile names"])
def test_every_table_is_handed_out_as_csv_as_it_is_shown(opened, shape):
    with opened(shape) as page:
        regions = page.locator(".scroll:has(table)")
        tools = page.locator(".scroll + .tools button")
        assert regions.count() == tools.count() > 5
        names = set()
        for number in range(regions.count()):
            region, tool = regions.nth(number), tools.nth(number)
            assert tool.get_attribute("aria-label").endswith(region.get_attribute("aria-label"))
            region.locator("tbody tr:first-child td").last.evaluate(
                "e => { e.textContent = 'a \"b\", c' }"
            )
            region.locator("thead button").last.press("Enter")
            name, text = downloaded(page, tool)
            names.add(name)
            shown = region.locator("tr").evaluate_all(
                "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
            )
            assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n") == len(shown)
            read = list(csv.reader(text.splitlines(), strict=True))
            assert read == [[" ".join(cell.split()) for cell in row] for row in shown]
            assert 'a "b", c' in [row[-1] for row in read]
        assert all(name.endswith(".csv") for name in names)
        assert len(names) == regions.count() or shape == "hostile names"
        assert all(address.startswith("blob:") for address in page.requested[1:])
        assert page.noticed == []


def test_a_cell_over_several_columns_keeps_those_after_it_in_their_place(opened):
    with opened() as page:
        region = page.get_by_role("region", name="Accuracy of Does depth help?")
        region.locator("tbody tr").first.evaluate(
            """row => { row.cells[1].textContent = 'every replicate diverged';
                row.cells[1].colSpan = 4;
                for (const cell of [...row.cells].slice(2, 5)) cell.remove() }"""
        )
        tool = page.get_by_role("button", name="Accuracy of Does depth help?")
        heading, diverged, *others = csv.reader(downloaded(page, tool)[1].splitlines())
        assert diverged[1:5] == ["every replicate diverged", "", "", ""]
        assert {len(row) for row in (heading, diverged, *others)} == {11}
        # The note's 96.47 of that row lies between the others, though its row has fewer cells.
        region.locator("th[scope=col] button").nth(8).press("Enter")
        table = csv.reader(downloaded(page, tool)[1].splitlines())
        assert [row[8] for row in table] == ["Note %", "96.28", "96.42", "96.47", "96.80"]


def drawn(place):
    """The words of the figures in a place, as they are shown."""
    return place.locator("svg text").evaluate_all(
        """texts => texts.map(text => {
            const switched = [...text.querySelectorAll('[data-switch]')];
            const shown = switched.filter(e => getComputedStyle(e).display !== 'none');
            return (switched.length ? shown.map(e => e.textContent).join('') : text.textContent)
                .trim() })"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_is_handed_out_as_svg_in_its_colours(opened, theme):
    with opened(query=f"?theme={theme}") as page:
        figures = page.locator("figure")
        assert figures.count() > 5
        for number in range(figures.count()):
            figure = figures.nth(number)
            name, text = downloaded(page, figure.locator(".tools button"))
            assert name == f"{figure.get_attribute('id')}.svg"
            assert "var(" not in text
            root = ElementTree.fromstring(text)
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            words = ["".join(e.itertext()).strip() for e in root.iter() if e.tag.endswith("}text")]
            assert words == drawn(figure) != []
            page_colour, ink, *_ = colours(page)
            assert f"background: {page_colour}" in root.get("style")
            assert f"fill: {ink}" in text
        assert page.noticed == []


def test_every_scrolling_part_and_link_is_reached_by_keyboard_and_shows_it(opened):
    with opened(viewport=NARROW) as page:
        expected = page.evaluate(
            """() => { const seen = [...document.querySelectorAll('body *')].filter(e =>
                    e.checkVisibility());
                window.stops = seen.filter(e =>
                    e.matches('a, button') || (getComputedStyle(e).overflowX === 'auto'
                                       && e.scrollWidth > e.clientWidth));
                return stops.map(e =>
                    e.getAttribute('href') || e.getAttribute('aria-label') || e.textContent) }"""
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


def barriers(page, axe):
    """What axe-core objects to."""
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
    )
    assert len(found["passes"]) > 10
    return [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("shape", ["the book's", "hostile names"])
@pytest.mark.parametrize(
    ("viewport", "scheme", "language"), [(NARROW, "light", "en"), (WIDE, "dark", "zh")]
)
def test_axe_finds_no_barrier(opened, axe, shape, viewport, scheme, language):
    with opened(shape, viewport, scheme, f"?lang={language}") as page:
        assert barriers(page, axe) == []


@pytest.mark.parametrize(
    ("viewport", "scheme", "chosen"), [(NARROW, "light", "Dark"), (WIDE, "dark", "Light")]
)
def test_axe_finds_no_barrier_once_the_controls_were_used(opened, axe, viewport, scheme, chosen):
    with opened(viewport=viewport, scheme=scheme) as page:
        page.get_by_role("button", name=chosen).click()
        for heading in page.locator("thead tr > :first-child button").all():
            heading.press("Enter")
        page.locator("thead button").nth(1).hover()
        assert barriers(page, axe) == []


def printed(pdftotext, path):
    """The text of each page of a PDF."""
    command = [pdftotext, "-layout", path, "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return text.split("\f")[:-1]


@pytest.mark.parametrize(
    ("scheme", "query"), [("light", ""), ("dark", ""), ("light", "?theme=dark")]
)
def test_on_paper_nothing_is_lost(opened, pdftotext, tmp_path, scheme, query):
    with opened(scheme=scheme, query=query) as page:
        headings = page.locator("h1, h2, h3").all_inner_texts()
        cells = page.locator("tbody td").all_inner_texts()
        page.pdf(path=tmp_path / "report.pdf", format="A4")
        # Dark paper costs ink.
        page.emulate_media(media="print")
        ink = page.evaluate("getComputedStyle(document.body).color")
        assert ink == "rgb(31, 41, 51)"
        assert not any(control.is_visible() for control in page.locator(CONTROLS).all())
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
    assert len(pages) in range(3, 30)
    values = {value for cell in cells for value in cell.split() if value.replace(".", "").isdigit()}
    assert len(values) > 50 and {value for value in values if value not in words} == set()


@pytest.mark.parametrize(
    ("query", "question", "answer"),
    [("", "Which layer is the slowest?", "Because."), ("?lang=zh", "哪一层最慢？", "因为。")],
)
def test_an_answer_is_shown_once_it_is_unfolded_and_printed_only_then(
    opened, query, question, answer
):
    with opened(query=query) as page:
        questions = page.locator("#questions")
        assert question in questions.inner_text() and answer not in questions.inner_text()
        # By keyboard, as everything on the page.
        questions.locator("summary").first.press("Enter")
        assert questions.inner_text().count(answer) == 1
        page.emulate_media(media="print")
        assert questions.inner_text().count(answer) == 1
        shown = [summary.is_visible() for summary in questions.locator("summary").all()]
        assert shown == [True] + [False] * (len(shown) - 1) and len(shown) > 2


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
    verdicts = (
        *("✓ reproduced", "∈ compatible", "≈ in direction only"),
        *("? not shown", "✗ refuted", "– not tested"),
    )
    begun = [sum(map(text.count, verdicts)) for text in pages]
    assert len(pages) > 3 and sum(begun) == cards > 20
    assert [text.count("results/tables/") for text in pages] == begun


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
