"""The page says what the numbers say, whole and safe for a study of any shape."""

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from small_study import SHAPES, TEMPLATES, SmallStudy, WrittenStudy, book_network, one_experiment

from hardtotrain.report.numbers import Report
from hardtotrain.report.page import points, render, speed, times

# A figure as matplotlib writes it: a declaration, ids, and references to them of both kinds.
SVG = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<defs><path id="m1" d="M0 0" style="stroke: #0072b2"/><clipPath id="c1"></clipPath></defs>
<g id="figure_1" clip-path="url(#c1)"><use xlink:href="#m1"/><text>784-30-10</text></g></svg>
"""
HOSTILE = [
    "<script>alert(1)</script>",
    '"\' onmouseover="alert(1)" x=\'',
    "</h3></section></main><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} &amp; &lt;b&gt;",
    "深度 🧠 é",
    "هل يساعد العمق؟ \u202e123",
    "W" * 200,
]
VOID = {"meta", "link", "br", "img", "rect", "path", "use", "input", "hr"}


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, text, and what is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.elements, self.pieces, self.open = html, [], [], []
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self.pieces).split())

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.pieces.append(data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, *names: str) -> list[str]:
        return [a[name] for _, a in self.elements for name in names if a.get(name) is not None]


def page_of(report: Report | dict) -> Page:
    report = Report.model_validate(report)
    names = [("accuracy", part.experiment) for part in report.accuracy]
    names += [("learning_speed", part.experiment) for part in report.learning_speed]
    if report.initial_speed:
        start = report.initial_speed.experiment
        names += [("neurons", start), ("initial_speed", start)]
    return Page(render(report, dict.fromkeys(names, SVG), TEMPLATES))


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The report of a study of a certain shape."""
    known = {}

    def report(shape: str) -> Report:
        if shape not in known:
            written = WrittenStudy(SHAPES[shape], tmp_path_factory.mktemp("study"))
            known[shape] = written.report()
        return known[shape]

    return report


@pytest.fixture
def numbers(reports):
    """The numbers of a study of the book's shape, to be changed."""
    return reports("the book's").model_dump()


def estimate(value, low=None, high=None, replicates=8):
    return {"value": value, "low": low, "high": high, "replicates": replicates}


CONCLUSIONS = {"p_holm": 0.2, "probability_better": 0.6, "margin": 0.002, "equivalent": False}


def set_differences(numbers: dict, *differences) -> None:
    """Differences of the second network and so on, which follow the accuracies in their order."""
    for row, difference in zip(numbers["accuracy"][0]["rows"][1:], differences, strict=True):
        row["difference"] = estimate(*difference) | CONCLUSIONS
        row["validation"] = estimate(0.95 + difference[0], 0.9, 0.99)
    numbers["accuracy"][0]["rows"][0]["validation"] = estimate(0.95, 0.9, 0.99)


UP, DOWN, UNCLEAR = (0.01, 0.005, 0.015), (-0.01, -0.015, -0.005), (0.001, -0.002, 0.004)
DEPTH_SENTENCES = {
    "Depth helps.",
    "Some depth helps, more does not.",
    "Depth costs accuracy.",
    "More layers are not clearly better or worse.",
}


@pytest.mark.parametrize(
    ("differences", "sentence"),
    [
        ((UP, UP, UP), "Depth helps."),
        ((UNCLEAR, UNCLEAR, UP), "Depth helps."),
        ((UP, UNCLEAR, UNCLEAR), "Some depth helps, more does not."),
        ((UNCLEAR, UP, DOWN), "Some depth helps, more does not."),
        ((DOWN, DOWN, DOWN), "Depth costs accuracy."),
        ((UNCLEAR, UNCLEAR, DOWN), "Depth costs accuracy."),
        ((UNCLEAR, UNCLEAR, UNCLEAR), "More layers are not clearly better or worse."),
        (((0.01,), (0.02,), (0.03,)), "More layers are not clearly better or worse."),
    ],
)
def test_the_first_sentence_is_the_one_that_the_differences_bear_out(
    numbers, differences, sentence
):
    set_differences(numbers, *differences)
    text = page_of(numbers).text
    assert {s for s in DEPTH_SENTENCES if s in text} == {sentence}
    assert "With 1 hidden layer a network reads 95.00% of the validation images" in text
    deepest = differences[-1]
    expected = f"with 4 hidden layers {100 * (0.95 + deepest[0]):.2f}%"
    if len(deepest) > 1:
        low, high = points(deepest[1]), points(deepest[2])
        expected += f" ({points(deepest[0])} points, 95% interval {low} to {high})"
    assert expected in text


def test_a_wider_network_is_not_taken_for_depth(numbers):
    rows = numbers["accuracy"][0]["rows"]
    rows[1]["layers"] = [784, 300, 10]
    set_differences(numbers, UP, UNCLEAR, DOWN)
    assert "Depth costs accuracy." in page_of(numbers).text


def test_differences_from_a_deep_network_are_not_taken_for_depth(numbers):
    del numbers["accuracy"][1]
    numbers["accuracy"][0]["rows"].reverse()
    numbers["accuracy"][0]["rows"][0]["difference"] = None
    set_differences(numbers, UP, UP, UP)
    text = page_of(numbers).text
    assert not [s for s in DEPTH_SENTENCES if s in text]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("the first network diverged", "With 1 hidden layer every replicate diverged."),
        ("everything diverged", "With 4 hidden layers every replicate diverged."),
        ("only shallow", "Depth helps."),
        ("nothing to compare or train", "so it cannot answer."),
        ("epochs 0 only", "The first layer starts 4."),
    ],
)
def test_the_answer_never_stays_empty(reports, shape, said):
    page = page_of(reports(shape))
    answer = page.text.partition("The answer")[2].partition("The answer")[2]
    assert said in answer[:700]


@pytest.mark.parametrize(
    ("ratio", "sentence", "factor"),
    [
        (
            27.0,
            "The first layer starts 27.0 times slower than the last.",
            "divides it by about 3.0",
        ),
        (0.125, "The first layer starts no slower than the last.", "multiplies it by about 2.0"),
        (1.0, "The first layer starts no slower than the last.", "multiplies it by about 1.0"),
    ],
)
def test_slowdown_is_claimed_only_where_it_was_measured(numbers, ratio, sentence, factor):
    for row in numbers["initial_speed"]["ratios"]:
        row["ratio"] = estimate(ratio, 0.9 * ratio, 1.1 * ratio)
    text = page_of(numbers).text
    assert sentence in text and factor in text
    assert ("Before training, earlier layers learn slower" in text) == (0.9 * ratio > 1)
    assert ("Every one of them says that the first layer is slower" in text) == (ratio > 1)


def test_one_measure_that_disagrees_is_told(numbers):
    numbers["initial_speed"]["ratios"][-1]["ratio"] = estimate(0.5, 0.4, 0.6)
    assert "They do not all say that the first layer is slower." in page_of(numbers).text


@pytest.mark.parametrize(
    ("interval", "sentence"),
    [
        ((2.5, 4.0), "Training does not undo it."),
        ((1.5, 4.0), "But it is not the whole story."),
        ((None, None), "But it is not the whole story."),
    ],
)
def test_training_undoes_it_or_not(numbers, interval, sentence):
    for row in numbers["learning_speed"][0]["ratios"]:
        row["ratio"] = estimate(3.0, *interval)
    text = page_of(numbers).text
    assert sentence in text
    assert "After 30 epochs of ordinary training on 50,000 images the same ratio is 3.00" in text


def test_nothing_is_said_of_a_training_that_never_was(reports):
    for shape in ("trained beside untrained", "everything diverged"):
        text = page_of(reports(shape)).text
        assert "After 0 epochs" not in text


@pytest.mark.parametrize(("accuracy", "chance"), [(0.1135, True), (0.95, False)])
def test_a_network_that_learned_nothing_is_said_to_guess(numbers, accuracy, chance):
    numbers["accuracy"][1]["rows"][-1]["validation"] = estimate(accuracy)
    text = page_of(numbers).text
    said = f"it reads {100 * accuracy:.2f}% of the validation images correctly, which is chance."
    assert (said in text) == chance


def test_disagreements_are_listed_and_counted(numbers):
    for comparison in numbers["comparisons"]:
        comparison.update(low=0.1, high=0.2, agrees=True)
    count = len(numbers["comparisons"])
    text = page_of(numbers).text
    assert f"Of {count} published numbers, {count} do not surprise" in text
    assert "None lies outside." in text
    numbers["comparisons"][3].update(agrees=False, low=0.0123, high=0.456, published=0.789)
    text = page_of(numbers).text
    assert f"Of {count} published numbers, {count - 1} do not surprise" in text
    assert "0.789 (" in text and "0.0123 to 0.456" in text
    assert "None lies outside." not in text


def test_what_has_no_interval_is_not_said_to_agree(numbers):
    for comparison in numbers["comparisons"]:
        comparison.update(low=None, high=None, agrees=False)
    assert "published numbers," not in page_of(numbers).text
    numbers["comparisons"][0].update(low=0.0, high=1.0, agrees=True)
    assert "Of 1 published numbers, 1 do not surprise" in page_of(numbers).text


@pytest.mark.parametrize(
    ("commit", "changed", "said"),
    [
        ("ab" * 20, False, "commit abababababab Software"),
        ("ab" * 20, True, "commit abababababab, with uncommitted changes"),
        (None, None, "outside a git checkout"),
    ],
)
def test_where_the_workflow_came_from(numbers, commit, changed, said):
    numbers["provenance"].update(commit=commit, uncommitted_changes=changed)
    assert said in page_of(numbers).text


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_text_and_never_markup(numbers, title):
    plain = page_of(numbers)
    for experiment in numbers["experiments"]:
        experiment["title"] = title
    numbers["comparisons"][0].update(agrees=False)
    for comparison in numbers["comparisons"]:
        comparison.update(low=0.1, high=0.2, agrees=False)
    page = page_of(numbers)
    assert page.text.count(" ".join(title.split())) >= 6
    assert page.all("script") == page.all("img") == []
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]
    assert f"Accuracy of {title}" in page.values("aria-label")
    # Whichever way its script runs, a title must not turn the text around it: bdi isolates it.
    assert len(page.all("bdi")) >= len(plain.all("bdi")) > 0


@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_of_any_study_is_whole_and_needs_nothing_from_outside(reports, shape):
    report = reports(shape)
    page = page_of(report)
    assert page.open == []
    assert [name for name, count in Counter(page.values("id")).items() if count > 1] == []
    links = page.values("href", "xlink:href")
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.values("id"))
    assert page.values("src", "srcset", "data", "action", "poster") == []
    assert "url(http" not in page.html and "@import" not in page.html
    assert page.all("script") == []
    sections = {
        "answer": True,
        "accuracy": bool(report.accuracy),
        "start": bool(report.initial_speed),
        "curves": bool(report.learning_speed),
        "agreement": any(c.low is not None for c in report.comparisons),
        "methods": True,
    }
    shown = [name for name, present in sections.items() if present]
    assert [a["id"] for a in page.all("section")] == shown
    contents = [a["href"] for a in page.all("a") if a["href"][1:] in sections]
    assert contents == [f"#{name}" for name in shown]
    assert "None" not in page.text.replace("None lies", "") or shape == "hostile names"
    for network in (row.network for part in report.accuracy for row in part.rows):
        assert network in page.text


def test_a_policy_forbids_the_page_to_load_or_run_anything(numbers):
    [policy] = [
        attributes["content"]
        for attributes in page_of(numbers).all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    directives = dict(d.strip().split(" ", 1) for d in policy.split(";"))
    assert directives.pop("default-src") == "'none'"
    assert directives == {"style-src": "'unsafe-inline'", "img-src": "data:"}


def test_figures_with_the_same_ids_stand_in_one_page(numbers):
    page = page_of(numbers)
    figures = [a["id"] for a in page.all("figure")]
    assert len(figures) == 6
    for figure in figures:
        prefix = figure.removeprefix("figure-")
        assert {f"{prefix}-m1", f"{prefix}-c1", f"{prefix}-figure_1"} <= set(page.values("id"))
        assert f"#{prefix}-m1" in page.values("xlink:href")
        assert f"url(#{prefix}-c1)" in page.values("clip-path")
    assert "<?xml" not in page.html and page.html.count("<!DOCTYPE") == 0


def test_figures_take_the_colours_of_the_theme(numbers):
    page = page_of(numbers)
    assert "stroke: var(--series-1)" in page.values("style")
    assert "#0072b2" not in page.html.partition("</style>")[2]
    style = page.html.partition("<style>")[2].partition("</style>")[0]
    for name in ("ink", "quiet", "rule", "published", *(f"series-{n}" for n in range(1, 7))):
        # Once for light and once for dark.
        assert style.count(f"--{name}:") == 2


def test_every_table_names_its_columns_and_rows_and_every_figure_its_content(numbers):
    page = page_of(numbers)
    assert {a.get("scope") for a in page.all("th")} == {"col", "row"}
    labels = [a["aria-label"] for a in page.all("div") if a.get("role") in ("region", "img")]
    assert len(labels) == page.html.count("<table>") + len(page.all("figure"))
    assert all(labels)


HEADINGS = {f"h{level}" for level in range(1, 7)}


def test_headings_never_skip_a_level(reports):
    for shape in SHAPES:
        levels = [int(tag[1]) for tag, _ in page_of(reports(shape)).elements if tag in HEADINGS]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_network_of_the_user_appears_with_all_its_numbers(tmp_path):
    networks = [book_network(1), {"layers": [784, 17, 13, 10], "activation": "relu"}]
    report = WrittenStudy(SmallStudy(one_experiment(*networks)), tmp_path).report()
    page = page_of(report)
    name = "784-17-13-10_relu"
    row = report.accuracy[0].rows[1]
    assert row.network == name and page.text.count(name) >= 3
    for value in (row.validation.value, row.test.value, row.sd):
        assert f"{100 * value:.2f}" in page.text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (times(4.4286), "4.43"),
        (times(123.4), "123"),
        (times(999.7), "1,000"),
        (times(1234.5), "1,234"),
        (times(0.0312), "0.0312"),
        (speed(0.3), "0.30"),
        (speed(0.00123), "0.0012"),
        (speed(0.000123), "1.2·10⁻⁴"),
        (speed(42.4), "42"),
        (speed(123.0), "1.2·10²"),
        (points(0.0012), "+0.12"),
        (points(-0.0012), "−0.12"),
    ],
)
def test_numbers_are_written_to_their_digits(shown, text):
    assert shown == text


def test_a_difference_stands_beside_its_adjusted_p_and_what_is_shown_of_equality(numbers):
    set_differences(numbers, UP, UNCLEAR, DOWN)
    conclusions = [(0.0004, True), (0.03, False), (None, False)]
    for row, (p_holm, equivalent) in zip(
        numbers["accuracy"][0]["rows"][1:], conclusions, strict=True
    ):
        row["difference"] |= {"p_holm": p_holm, "equivalent": equivalent, "margin": 0.005}
    pieces = [piece.strip() for piece in page_of(numbers).pieces]
    assert "Equal within ±0.5 points?" in pieces
    shown = [piece for piece in pieces if piece in ("< 0.001", "0.030", "yes", "not shown")]
    assert shown[:5] == ["< 0.001", "yes", "0.030", "not shown", "not shown"]
