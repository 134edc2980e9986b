"""The report in a real browser: quiet, complete, readable by everybody, and printable."""

import csv
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from small_study import CLAIMS, SHAPES, WrittenStudy

from hardtotrain.config.claims import Claim
from hardtotrain.figures.drawings import draw
from hardtotrain.figures.style import save_svg, use_style

TITLE = "هل <script>alert(1)</script> & " + "W" * 170
HOSTILE_WORDS = dict.fromkeys(["section", "english", "chinese", "remark"], TITLE)
QUESTIONS = [
    {"question": {"en": en, "zh": zh}, "answer": {"en": "Because.", "zh": "因为。"}}
    for en, zh in [("Which layer is the slowest?", "哪一层最慢？"), ("Why?", "为何？")]
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What the page's own script adds, beside the buttons in the headings of tables.
CONTROLS = ".settings button, .tools button"
WIDTHS = [320, 380, 1280]
NARROW, PHONE, WIDE = ({"width": width, "height": 900} for width in WIDTHS)
OPEN = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"


def asking(study, title=None, questions=QUESTIONS):
    """A study in which every experiment asks a class, and may be called otherwise."""
    titled = {"questions": questions} | ({"title": title} if title else {})
    return {name: {**of, **titled} for name, of in study.experiments.items()}


def stated(words):
    """The claims of the config in other words."""
    return [Claim.model_validate(claim.model_dump(exclude_none=True) | words) for claim in CLAIMS]


BOOK, HOSTILE, BARE = "the book's", "hostile names", "nothing to compare or train"
STUDIES = {
    BOOK: replace(SHAPES[BOOK], claims=CLAIMS, experiments=asking(SHAPES[BOOK])),
    HOSTILE: replace(
        SHAPES[HOSTILE], claims=stated(HOSTILE_WORDS), experiments=asking(SHAPES[HOSTILE], TITLE)
    ),
    BARE: SHAPES[BARE],
}


@pytest.fixture(scope="session")
def addresses(tmp_path_factory):
    """Reports as files: one with all parts, one with hostile names and titles, and a bare one."""
    made = {}
    for name, shape in STUDIES.items():
        folder = tmp_path_factory.mktemp("study")
        study = WrittenStudy(shape, folder)
        figures = {}
        for figure, experiment in study.figures():
            use_style()
            drawn = draw(figure, study.data(experiment))
            save_svg(drawn, folder / "figure.svg")
            plt.close(drawn)
            figures[figure, experiment] = (folder / "figure.svg").read_text(encoding="utf-8")
        path = folder / "report.html"
        path.write_text(study.page(figures), encoding="utf-8")
        made[name] = path.as_uri()
    return made


@pytest.mark.parametrize("shape", STUDIES)
def test_a_report_opens_from_disk_and_asks_for_nothing(opened, addresses, shape):
    with opened(shape) as page:
        page.evaluate(OPEN)
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
    html = Path(addresses[BOOK].removeprefix("file://")).read_text(encoding="utf-8")
    changed = tmp_path / "report.html"
    changed.write_text(
        html.replace("// What the page can do", "// what the page can do"), encoding="utf-8"
    )
    assert changed.read_text(encoding="utf-8") != html
    with opened() as page:
        page.goto(changed.as_uri())
        assert page.locator(CONTROLS).count() == 0
        assert any("script-src" in text for text in page.noticed)


OUTSIDE = """() => [...document.querySelectorAll('main *, header *, nav *')]
    .filter(e => !e.closest('.scroll, .plot, math'))
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("shape", [BOOK, HOSTILE])
@pytest.mark.parametrize("viewport", [NARROW, PHONE, WIDE], ids=WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_never_scrolls_sideways(opened, shape, viewport, language):
    width = "document.documentElement.{}".format
    with opened(shape, viewport, query=f"?lang={language}") as page:
        for _ in ("folded", "open"):
            assert page.evaluate(width("scrollWidth")) <= page.evaluate(width("clientWidth"))
            # Nor is text cut off: what is wider than its place scrolls by itself.
            assert page.evaluate(OUTSIDE) == []
            page.evaluate(OPEN)


def colours(page):
    """Colours of the page, of its text and links, and of a figure."""
    return page.evaluate(
        """() => {
            const of = (selector, name) =>
                getComputedStyle(document.querySelector(selector)).getPropertyValue(name);
            return [of('body', 'background-color'), of('body', 'color'), of('main a', 'color'),
                    of('figure svg text', 'fill'),
                    of('figure svg [style*="stroke: var"]', 'stroke')];
        }"""
    )


def test_light_and_dark_differ_in_text_background_and_figures(opened):
    with opened(scheme="light") as light, opened(scheme="dark") as dark:
        pairs = list(zip(colours(light), colours(dark), strict=True))
    assert all(light != dark for light, dark in pairs), pairs


@pytest.mark.parametrize(("scheme", "other"), [("light", "Dark"), ("dark", "Light")])
def test_a_theme_is_chosen_by_keyboard_and_kept_in_the_address(opened, scheme, other):
    with opened(scheme=other.lower()) as page:
        expected = colours(page)
    pressed = "[aria-label=Colours] [aria-pressed=true]"
    with opened(scheme=scheme, reduced_motion="reduce") as page:
        of_system = colours(page)
        page.get_by_role("button", name=other).press("Enter")
        assert colours(page) == expected != of_system
        page.locator("nav a[href='#claims']").click()
        assert page.url.endswith(f"?theme={other.lower()}#claims")
        page.reload()
        assert colours(page) == expected
        assert page.locator(pressed).inner_text() == other
        page.get_by_role("button", name="System").press("Space")
        assert colours(page) == of_system
        assert page.url.endswith("report.html#claims")
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
        page.get_by_role("button", name="中文").press("Enter")
        assert language_of(page) == "zh"
        assert page.evaluate("document.activeElement.value") == "zh"
        in_chinese = [e.get_attribute("aria-label") for e in page.locator("[aria-label]").all()]
        assert not any(old == new for old, new in zip(labels, in_chinese, strict=True))
        shown = page.evaluate(
            "() => [...document.querySelectorAll('[data-switch]')]"
            ".filter(e => e.checkVisibility()).map(e => e.getAttribute('lang'))"
        )
        assert set(shown) == {"zh"}
        page.locator("nav a[href='#claims']").click()
        page.get_by_role("button", name="深色").press("Space")
        page.reload()
        assert language_of(page) == "zh"
        page.get_by_role("button", name="English").press("Space")
        assert page.url.endswith("?lang=en&theme=dark#claims")
        assert page.locator("main").inner_text() == english
        assert [e.get_attribute("aria-label") for e in page.locator("[aria-label]").all()] == labels
        assert page.noticed == []


def test_in_chinese_tables_and_figures_are_handed_out_in_chinese_alone(opened):
    with opened(query="?lang=zh#methods") as page:
        name, text = downloaded(page, page.locator("#methods .tools button"))
        assert name == "各规则的用时.csv"
        assert next(csv.reader(text.splitlines())) == ["规则", "计时的任务数", "合计秒数"]
        figure = page.locator("figure:has([data-switch])").first
        _, svg = downloaded(page, figure.locator(".tools button"))
        assert drawn(figure) == texts_of(svg)
        assert re.search(r"[\u4e00-\u9fff]", "".join(texts_of(svg)))


def test_the_scene_that_is_read_is_marked_in_the_list_of_scenes(opened):
    with opened(reduced_motion="reduce") as page:
        marked = page.locator("nav a[aria-current]")
        for link in page.locator("nav a").all():
            link.click()
            target = link.get_attribute("href")
            page.wait_for_function(
                "target => document.querySelector('nav [aria-current]')?.hash === target",
                arg=target,
            )
            assert marked.count() == 1


INTO_FOLDS = [f"#claim-{CLAIMS[5].id}", "#evidence-depth", "#config-yaml"]


@pytest.mark.parametrize("anchor", INTO_FOLDS)
def test_a_link_into_a_fold_opens_it(opened, addresses, anchor):
    with opened(query=anchor, reduced_motion="reduce") as page:
        target = page.locator(":target")
        assert target.get_attribute("id") == anchor[1:]
        assert target.is_visible() and 0 <= target.bounding_box()["y"] < WIDE["height"]
    # Also where the page is there already, and every time.
    with opened(reduced_motion="reduce") as page:
        for _ in range(2):
            page.evaluate("anchor => { location.hash = anchor }", anchor)
            page.wait_for_timeout(50)
            fold = page.locator(anchor).locator("xpath=ancestor-or-self::details[1]")
            assert fold.evaluate("fold => fold.open") and fold.is_visible()
            page.evaluate(
                "() => { document.querySelectorAll('details').forEach(f => { f.open = false });"
                " location.hash = '' }"
            )
            page.wait_for_timeout(50)


@pytest.mark.parametrize("reached", ["pointed at", "by keyboard"])
def test_a_number_says_where_it_comes_from(opened, reached):
    with opened() as page:
        number = page.locator("#depth .prose data").first
        source = page.locator("#source")
        assert not source.is_visible()
        if reached == "by keyboard":
            number.focus()
        else:
            number.hover()
        table, column, place, value = number.evaluate(
            "e => [e.dataset.table, e.dataset.column, e.dataset.place, e.value]"
        )
        assert source.inner_text() == f"{table}.csv {place}: {column} {value}"
        box = source.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= WIDE["width"]
        page.keyboard.press("Escape")
        assert not source.is_visible()
        counts = page.locator("#claims .finding [lang=en] data[data-count]")
        for index, said in enumerate(["origin note: ", "origin note, verdict "]):
            counts.nth(index).focus()
            assert source.inner_text().startswith(f"claims.csv rows with {said}")


def test_without_javascript_the_page_says_the_same_and_has_no_control(opened):
    with opened() as page, opened(java_script_enabled=False) as without:
        assert without.locator("button").count() == 0
        page.evaluate("document.querySelectorAll('.settings, .tools').forEach(e => e.remove())")
        text, bare = (" ".join(p.locator("body").inner_text().split()) for p in (page, without))
        assert bare == text
        without.locator("#claims summary").first.press("Enter")
        assert CLAIMS[0].english in without.locator("#claims").inner_text()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=WIDTHS[1:])
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


@pytest.fixture
def accuracy(opened):
    """The table of accuracies in the evidence, unfolded."""
    with opened(query="#evidence-depth") as page:
        yield page.locator("#evidence-depth table[data-table=accuracy]")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_table_is_sorted_by_keyboard_and_restored(accuracy, key):
    names, means = column(accuracy, 0), column(accuracy, 5)
    order = sorted(range(len(means)), key=lambda row: float(means[row]))
    assert order not in (sorted(order), sorted(order, reverse=True))
    heading = accuracy.locator("th[scope=col]").nth(5)
    heading.locator("button").focus()
    for sort, rows in [
        ("ascending", order),
        ("descending", sorted(order, key=lambda row: -float(means[row]))),
        ("none", range(len(order))),
    ]:
        accuracy.page.keyboard.press(key)
        assert heading.get_attribute("aria-sort") == sort
        assert column(accuracy, 5) == [means[row] for row in rows]
        # Whole rows move.
        assert column(accuracy, 0) == [names[row] for row in rows]
    assert heading.evaluate("e => e.contains(document.activeElement)")
    # One column at a time: the next starts anew, and the first no longer says that it sorts.
    accuracy.page.keyboard.press(key)
    accuracy.locator("th[scope=col] button").nth(0).press(key)
    assert column(accuracy, 0) == sorted(names)
    assert accuracy.locator("[aria-sort=ascending]").count() == 1


@pytest.mark.parametrize(
    "ascending",
    [
        [
            *("−1,200", "−0.31 −0.4 to −0.2", "2.5×10⁻¹² (book)", "9×10⁻³ 1×10⁻³ to 2×10⁻²"),
            *("0.5", "+1.20", "3%", "20 (output)", "1,000", "1.1×10⁵"),
        ],
        ["784-8-10", "784-30-10", "784-30-30-10", "784-100-10"],
        ["not shown", "Tanh", "yes"],
    ],
)
def test_cells_are_sorted_by_their_first_number_or_as_words(opened, addresses, tmp_path, ascending):
    mixed = ascending[1::2] + ascending[::2]
    assert mixed not in (ascending, ascending[::-1])
    # A table of the page with more rows than it shows.
    html = Path(url2pathname(urlsplit(addresses[BOOK]).path)).read_text(encoding="utf-8")
    rows = re.compile(r'(data-table="learning_speed_ratios".*?<tbody>)(.*?)(?=</tbody>)', re.DOTALL)
    longer = tmp_path / "longer.html"
    longer.write_text(rows.sub(lambda m: m[1] + 4 * m[2], html), encoding="utf-8")
    with opened() as page:
        page.goto(f"{longer.as_uri()}#evidence-learning_speed")
        table = page.locator("#evidence-learning_speed [data-table=learning_speed_ratios]")
        rows = len(column(table, 3))
        assert rows > len(mixed)
        table.evaluate(
            "(table, texts) => texts.forEach((text, row) =>"
            " { table.tBodies[0].rows[row].cells[3].textContent = text })",
            mixed + ["–"] * (rows - len(mixed)),
        )
        heading = table.locator("th[scope=col] button").nth(3)
        for expected in (ascending, ascending[::-1]):
            heading.evaluate("e => e.click()")
            cells = column(table, 3)
            assert [cell for cell in cells if cell != "–"] == expected
            # What has no value comes last, either way.
            assert cells[-1] == "–"


def downloaded(page, control):
    """The name and the text of the file that a control hands out."""
    page.wait_for_timeout(150)  # Chromium drops what is more than ten downloads in a second
    with page.expect_download() as download:
        control.press("Enter")
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    return download.value.suggested_filename, text


@pytest.mark.parametrize("shape", [BOOK, HOSTILE])
def test_every_table_is_handed_out_as_csv_as_it_is_shown(opened, shape):
    with opened(shape) as page:
        page.evaluate(OPEN)
        regions = page.locator(".scroll:has(table)")
        tools = page.locator(".scroll + .tools button")
        assert regions.count() == tools.count() > 5
        for number in range(regions.count()):
            region, tool = regions.nth(number), tools.nth(number)
            assert tool.get_attribute("aria-label").endswith(region.get_attribute("aria-label"))
            region.locator("tbody tr:first-child td").last.evaluate(
                "e => { e.textContent = 'a \"b\", c' }"
            )
            name, text = downloaded(page, tool)
            assert name.endswith(".csv")
            shown = region.locator("tr").evaluate_all(
                "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
            )
            assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n") == len(shown)
            read = list(csv.reader(text.splitlines(), strict=True))
            assert read == [[" ".join(cell.split()) for cell in row] for row in shown]
            assert 'a "b", c' in [row[-1] for row in read]
        assert all(address.startswith("blob:") for address in page.requested[1:])
        assert page.noticed == []


def drawn(place):
    """The words of the figures in a place, as they are shown."""
    return place.locator("svg text").evaluate_all(
        """texts => texts.map(text => {
            const switched = [...text.querySelectorAll('[data-switch]')];
            const shown = switched.filter(e => getComputedStyle(e).display !== 'none');
            return (switched.length ? shown.map(e => e.textContent).join('') : text.textContent)
                .trim() })"""
    )


def texts_of(svg):
    """The words of a figure that was handed out."""
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()).strip() for text in texts]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_is_handed_out_as_svg_in_its_colours(opened, theme):
    with opened(query=f"?theme={theme}") as page:
        page.evaluate(OPEN)
        figures = page.locator("figure")
        assert figures.count() > 5
        for number in range(figures.count()):
            figure = figures.nth(number)
            name, text = downloaded(page, figure.locator(".tools button"))
            assert name == f"{figure.get_attribute('id')}.svg"
            assert "var(" not in text
            assert texts_of(text) == drawn(figure) != []
            page_colour, ink, *_ = colours(page)
            assert f"background: {page_colour}" in ElementTree.fromstring(text).get("style")
            assert f"fill: {ink}" in text
        assert page.noticed == []


def test_everything_to_press_and_every_part_that_scrolls_is_reached_by_keyboard(opened):
    with opened(viewport=NARROW) as page:
        page.evaluate(OPEN)
        # Numbers of the story are stops too, but many.
        page.evaluate("() => document.querySelectorAll('data').forEach(e => { e.tabIndex = -1 })")
        expected = page.evaluate(
            """() => { const seen = [...document.querySelectorAll('body *')].filter(e =>
                    e.checkVisibility());
                window.stops = seen.filter(e => e.matches('a, button, summary')
                    || (getComputedStyle(e).overflowX === 'auto' && e.scrollWidth > e.clientWidth));
                return stops.map(e =>
                    e.getAttribute('href') || e.getAttribute('aria-label') || e.textContent) }"""
        )
        assert len(expected) > 10 and all(expected)
        reached = set()
        for _ in range(int(1.3 * len(expected)) + 50):
            page.keyboard.press("Tab")
            stop, outline = page.evaluate(
                """() => [stops.indexOf(document.activeElement),
                          getComputedStyle(document.activeElement).outlineStyle]"""
            )
            if stop >= 0:
                reached.add(stop)
                assert outline != "none", expected[stop]
        assert [expected[stop] for stop in range(len(expected)) if stop not in reached] == []


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


@pytest.mark.parametrize("shape", [BOOK, HOSTILE])
@pytest.mark.parametrize(
    ("viewport", "scheme", "language"), [(PHONE, "light", "en"), (WIDE, "dark", "zh")]
)
def test_axe_finds_no_barrier_in_what_is_folded_and_what_is_open(
    opened, axe, shape, viewport, scheme, language
):
    with opened(shape, viewport, scheme, f"?lang={language}") as page:
        assert barriers(page, axe) == []
        page.evaluate(OPEN)
        page.get_by_role("button", name="Dark" if language == "en" else "浅色").click()
        for heading in page.locator("thead tr > :first-child button").all():
            heading.press("Enter")
        page.locator(".prose data").first.focus()
        assert barriers(page, axe) == []


def printed(pdftotext, path):
    """The text of each page of a PDF."""
    command = [pdftotext, "-layout", path, "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return text.split("\f")[:-1]


PAPER = {"width": 680, "height": 1010}  # A4 within its margins
BEYOND_PAPER = """() => {
    const { left, right } = document.body.getBoundingClientRect();
    return [...document.querySelectorAll('main :is(table, svg, svg text)')]
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([, box]) => box.right > right + 1 || box.left < left - 1)
        .map(([e]) => e.outerHTML.slice(0, 200)) }"""
LINES_OF_HEADINGS = """() => [...document.querySelectorAll('#evidence thead th')].map(e => {
    const range = document.createRange();
    range.selectNodeContents(e.querySelector('button') ?? e);
    return [e.innerText.trim(), new Set([...range.getClientRects()].map(box => box.top)).size] })"""


@pytest.mark.parametrize(("scheme", "query"), [("light", ""), ("light", "?theme=dark")])
def test_on_paper_are_the_story_and_the_evidence_that_the_screen_folds(
    opened, pdftotext, tmp_path, scheme, query
):
    with opened(scheme=scheme, query=query) as page:
        headings = page.locator("h1, h2").all_inner_texts()
        cells = page.locator("tbody td").all_text_contents()
        page.pdf(path=tmp_path / "report.pdf", format="A4")
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        # Dark paper costs ink.
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        assert not any(control.is_visible() for control in page.locator(CONTROLS).all())
        assert set(
            page.evaluate(
                "() => [...document.querySelectorAll('main :is(h2, h3)')]"
                ".map(e => getComputedStyle(e).breakAfter)"
            )
        ) == {"avoid"}
        assert page.evaluate(BEYOND_PAPER) == []
        # A heading of a column that is broken into more pieces than words is no heading.
        lines = page.evaluate(LINES_OF_HEADINGS)
        assert len(lines) > 50 and [(text, n) for text, n in lines if n > text.count("_") + 1] == []
        page.eval_on_selector_all("main details", "all => all.forEach(e => e.open = false)")
        folds = page.locator(".prose > details, .claim-section, #evidence > details")
        assert folds.count() > 5
        assert all(fold.locator("> :last-child").is_visible() for fold in folds.all())
    pages = printed(pdftotext, tmp_path / "report.pdf")
    words = " ".join(" ".join(pages).split())
    assert [heading for heading in headings if " ".join(heading.split()) not in words] == []
    assert len(pages) in range(3, 40)
    values = {value for cell in cells for value in cell.split() if value.replace(".", "").isdigit()}
    assert len(values) > 50 and {value for value in values if value not in words} == set()
    # Every claim, how ever it goes on.
    assert [claim.id for claim in CLAIMS if claim.english[:20] not in words] == []


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
