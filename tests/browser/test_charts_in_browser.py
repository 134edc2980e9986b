"""The interactive charts in a real browser: drawn, driven by keyboard, restored, and quiet."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from small_study import LONGEST_NAME, SHAPES, WrittenStudy
from test_report_in_browser import barriers

from hardtotrain.interactive_charts.document import charts_document
from hardtotrain.interactive_charts.selection import charts_of

HOSTILE = "هل <script>alert(1)</script> & \"'${x}' " + "W" * 170
# A plot that the charts take the place of; what it shows is for other tests.
PLOT = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="72pt" viewBox="0 0 72 72"/>'
NARROW, WIDE = ({"width": width, "height": 900} for width in (360, 1280))
CONTROLS = ".chart :is(input, select, button)"


def diverging(study):
    return replace(study, diverged={"784-30-30-10": [0], "784-30-30-30-10": range(3)})


STUDIES = {
    "the book's": SHAPES["the book's"],
    "one replicate": SHAPES["one replicate"],
    "some diverged": diverging(SHAPES["the book's"]),
    "hostile names": SHAPES["hostile names"],
}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """Reports with charts, as files."""
    made = {}
    for name, shape in STUDIES.items():
        folder = tmp_path_factory.mktemp("study")
        study = WrittenStudy(shape, folder)
        charts = charts_of(shape.networks.to_dict("records"))
        document = charts_document(charts, study.data)
        if name == "hostile names":
            document = document.replace(LONGEST_NAME, HOSTILE.replace('"', '\\"'))
        figures = dict.fromkeys(study.figures(), PLOT)
        path = folder / "report.html"
        path.write_text(study.page(figures, document), encoding="utf-8")
        made[name] = path.as_uri()
    return made


def chart(page, name):
    """The figure of a chart, once the chart is drawn; a fold around it is opened."""
    figure = page.locator(f"figure[data-chart='{name}']")
    figure.evaluate("e => { for (let f; f = e.closest('details:not([open])');) f.open = true }")
    figure.scroll_into_view_if_needed()
    figure.locator("svg.marks").wait_for()
    return figure


def drawn(figure):
    """The shapes and places of what a chart draws."""
    return figure.locator("svg.marks .role-mark :is(path, line, text)").evaluate_all(
        "marks => marks.map(e => [...e.attributes].map(a => a.value).join() + e.textContent)"
    )


def draw_all(page):
    figures = page.locator("figure[data-chart]")
    for number in range(figures.count()):
        chart(page, figures.nth(number).get_attribute("data-chart"))
    return figures.count()


@pytest.mark.parametrize("shape", STUDIES)
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=[360, 1280])
def test_every_chart_is_drawn_and_asks_for_nothing(opened, addresses, shape, viewport):
    with opened(shape, viewport) as page:
        assert draw_all(page) > 3
        assert page.requested == [addresses[shape]]
        assert page.noticed == []
        wide = page.evaluate(
            """() => [...document.querySelectorAll('.chart *')]
                .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        plots = page.locator("figure[data-chart] .plot")
        assert plots.count() > 2
        assert not any(plot.is_visible() for plot in plots.all())


def test_charts_are_drawn_only_when_they_come_near(opened):
    with opened() as page:
        page.wait_for_timeout(300)
        before = page.locator("svg.marks").count()
        assert before < draw_all(page) == page.locator("svg.marks").count()


def test_how_long_it_takes_until_the_page_can_be_used(opened):
    with opened() as page:
        ready = page.evaluate("performance.now()")
        start = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        chart(page, "neurons")
        print(f"HTML read after {start:.0f} ms, scripts ran before {ready:.0f} ms")
        assert page.locator(CONTROLS).first.is_visible()


def test_the_marks_are_the_numbers_of_the_data(opened):
    """Rows of the bars, and how the highest of them compares with the lowest."""
    with opened() as page:
        figure = chart(page, "neurons")
        bars = page.evaluate(
            """() => { const data = JSON.parse(document.getElementById('charts').textContent)
                .charts.neurons.data.bars;
                return data.speed.filter((_, row) => data.replicate[row] === 0).flat() }"""
        )
        heights = figure.locator(".mark-rect path").evaluate_all(
            "paths => paths.map(path => path.getBBox().height)"
        )
        # The boxes of the two layers come first.
        assert len(heights) == len(bars) + 2 == 62
        ratio = max(heights[2:]) / sorted(heights[2:])[-2]
        assert ratio == pytest.approx(sorted(bars)[-1] / sorted(bars)[-2], rel=0.01)


STEPS = {"range": "ArrowRight", "select-one": "ArrowDown"}


def test_every_control_is_reached_and_changes_its_chart_by_keyboard(opened):
    with opened() as page:
        driven = 0
        for name in page.locator("figure[data-chart]").evaluate_all(
            "figures => figures.map(figure => figure.dataset.chart)"
        ):
            figure = chart(page, name)
            for control in figure.locator(".controls :is(input, select)").all():
                label = control.evaluate("e => e.labels[0].textContent.trim()")
                assert label
                before, url = drawn(figure), page.url
                words = figure.locator("output.reading").inner_text()
                control.focus()
                last = control.evaluate("e => e.matches('select') && e.selectedIndex > 0")
                page.keyboard.press("ArrowUp" if last else STEPS[control.evaluate("e => e.type")])
                page.wait_for_timeout(80)
                assert (drawn(figure), figure.locator("output.reading").inner_text()) != (
                    before,
                    words,
                ), (name, label)
                assert f"{name}.{control.get_attribute('name')}=" in page.url != url
                driven += 1
            for button in figure.locator(".presets button").all():
                button.focus()
                page.keyboard.press("Enter")
                assert button.get_attribute("aria-pressed") == "true"
                driven += 1
        assert driven > 12
        assert page.noticed == []


def test_a_slider_says_its_value(opened):
    with opened() as page:
        figure = chart(page, "factors")
        slider = figure.get_by_label("Layers L")
        assert slider.get_attribute("aria-valuetext") == "4"
        slider.press("ArrowRight")
        assert slider.get_attribute("aria-valuetext") == "5"
        assert "to the power 5 it is 9.8×10⁻⁴" in figure.locator("output.reading").inner_text()
        figure.get_by_role("button", name="Explosion").press("Enter")
        page.wait_for_timeout(80)
        reading = figure.locator("output.reading").inner_text()
        assert "|w σ′(z)| = 25," in reading and "the error explodes" in reading


def test_what_was_chosen_stands_in_the_address_and_is_restored(opened):
    with opened() as page:
        figure = chart(page, "factors")
        figure.get_by_role("button", name="The exception").press("Enter")
        figure.get_by_label("Layers L").press("End")
        page.wait_for_timeout(80)
        assert "factors.w=6.9" in page.url and "factors.layers=20" in page.url
        assert "factors.z" not in page.url  # it is as it was at first
        state, words = drawn(figure), figure.locator("output.reading").inner_text()
        page.reload()
        figure = chart(page, "factors")
        page.wait_for_timeout(80)
        assert drawn(figure) == state
        assert figure.locator("output.reading").inner_text() == words
        figure.get_by_role("button", name="The bound").press("Enter")
        figure.get_by_label("Layers L").press("Home")
        for _ in range(3):
            figure.get_by_label("Layers L").press("ArrowRight")
        assert "factors" not in page.url
        assert page.noticed == []


def test_a_chart_begins_with_the_network_that_its_scene_tells_of(opened, addresses, tmp_path):
    html = Path(addresses["the book's"].removeprefix("file://")).read_text(encoding="utf-8")
    told = 'data-chart="learning_speed.depth" data-network="{}"'
    assert told.format("784-30-30-30-30-10") in html
    other = tmp_path / "report.html"
    shallower = html.replace(told.format("784-30-30-30-30-10"), told.format("784-30-30-10"))
    other.write_text(shallower, encoding="utf-8")
    with opened() as page:
        page.goto(other.as_uri())
        select = chart(page, "learning_speed.depth").locator("select[name=network]")
        assert select.evaluate("e => e.selectedOptions[0].text") == "2 hidden layers"
        # What it begins with does not stand in the address.
        select.select_option(label="3 hidden layers")
        assert "learning_speed.depth.network" in page.url
        select.select_option(label="2 hidden layers")
        assert "learning_speed.depth.network" not in page.url


@pytest.mark.parametrize("query", ["?factors.w=x&neurons.epoch=99", "?factors.layers=%3Cscript%3E"])
def test_an_address_that_asks_for_what_there_is_not_shows_the_first_state(opened, query):
    with opened() as page, opened(query=query) as other:
        for name in ("factors", "neurons"):
            assert drawn(chart(other, name)) == drawn(chart(page, name))
        assert other.noticed == []


def test_theme_and_language_change_the_chart_and_keep_its_state(opened):
    with opened() as page:
        figure = chart(page, "learning_speed.learning_speed")
        network = figure.locator("select[name=network]")
        network.select_option(label="2 hidden layers")
        page.wait_for_timeout(80)
        lines = figure.locator(".mark-line path").evaluate_all(
            "es => es.map(e => e.getAttribute('d'))"
        )
        colour = "e => getComputedStyle(e).fill"
        text = figure.locator("svg.marks text").first
        light = text.evaluate(colour)
        page.get_by_role("button", name="Dark").press("Enter")
        assert text.evaluate(colour) != light
        assert figure.locator("svg.marks").get_by_text("epoch", exact=True).count() == 1
        page.get_by_role("button", name="中文").press("Enter")
        figure.locator("svg.marks").get_by_text("轮", exact=True).wait_for()
        assert network.evaluate("e => e.selectedOptions[0].text") == "2 个隐藏层"
        assert network.evaluate("e => e.labels[0].firstChild.textContent") == "网络"
        assert "第 500 轮" in figure.locator("output.reading").inner_text()
        again = figure.locator(".mark-line path").evaluate_all(
            "es => es.map(e => e.getAttribute('d'))"
        )
        assert again == lines
        english = figure.locator(".chart").inner_text()
        assert "speed" not in english.lower() and "layer" not in english.lower()
        assert page.noticed == []


def test_hostile_names_are_text(opened):
    with opened("hostile names") as page:
        draw_all(page)
        texts = page.locator("svg.marks text, .chart option").all_text_contents()
        assert any("هل <script>alert(1)" in text for text in texts)
        assert page.locator(".chart script").count() == 0
        assert page.noticed == []


def test_the_data_of_a_chart_are_handed_out_as_csv(opened):
    with opened() as page:
        for name in (
            "opening.initial_speed",
            "neurons",
            "learning_speed.learning_speed",
            "factors",
        ):
            figure = chart(page, name)
            with page.expect_download() as download:
                figure.get_by_role("button", name="CSV of what the chart shows").press("Enter")
            assert download.value.suggested_filename == f"{name}.csv"
            text = Path(download.value.path()).read_bytes().decode("utf-8")
            heading, *rows = csv.reader(text.splitlines(), strict=True)
            columns = page.evaluate(
                """name => Object.values(
                    JSON.parse(document.getElementById('charts').textContent).charts[name].data)[0]""",
                name,
            )
            assert heading == list(columns)
            lengths = [
                max(len(cell) if isinstance(cell, list) else 1 for cell in row)
                for row in zip(*columns.values(), strict=True)
            ]
            assert len(rows) == sum(lengths) > 10
            assert {len(row) for row in rows} == {len(heading)}
        assert page.noticed == []


def test_the_figure_is_handed_out_as_the_chart_shows_it(opened):
    with opened() as page:
        figure = chart(page, "learning_speed.learning_speed")
        with page.expect_download() as download:
            figure.get_by_role("button", name="SVG").press("Enter")
        text = Path(download.value.path()).read_bytes().decode("utf-8")
        assert ">epoch<" in text and "var(" not in text


def test_without_scripts_there_are_figures_and_no_chart(opened):
    with opened(java_script_enabled=False) as page:
        assert page.locator(CONTROLS).count() == 0
        plots = page.locator(".scene figure[data-chart] .plot")
        assert plots.count() > 2 and all(plot.is_visible() for plot in plots.all())


def test_on_paper_there_are_figures_and_no_chart(opened):
    with opened() as page:
        draw_all(page)
        page.emulate_media(media="print")
        assert not any(part.is_visible() for part in page.locator(".chart").all())
        assert all(plot.is_visible() for plot in page.locator("figure[data-chart] .plot").all())


# Of width, theme and language any two meet, here or in the reports of real runs.
@pytest.mark.parametrize(
    ("viewport", "scheme", "language"), [(WIDE, "light", "en"), (NARROW, "dark", "zh")]
)
def test_axe_finds_no_barrier_before_and_after_the_controls_were_used(
    opened, axe, viewport, scheme, language
):
    with opened(viewport=viewport, scheme=scheme, query=f"?lang={language}") as page:
        draw_all(page)
        assert barriers(page, axe) == []
        for button in page.locator(".presets button:last-child").all():
            button.press("Enter")
        figure = chart(page, "neurons")
        figure.locator(".mark-rect path").last.hover()
        page.locator("#vg-tooltip-element.visible").wait_for()
        assert barriers(page, axe) == []
