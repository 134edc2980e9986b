"""The page says what the numbers say, whole and safe for a study of any shape."""

import base64
import hashlib
import re
import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import yaml
from small_study import (
    CURVES,
    DEPTH,
    SHAPES,
    START,
    TEMPLATES,
    SmallStudy,
    WrittenStudy,
    book_network,
    one_experiment,
)

from hardtotrain.config.claims import Claim
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.figure import Figure
from hardtotrain.figures.figure import Text as Words
from hardtotrain.figures.selection import figures_of
from hardtotrain.report.findings import Findings
from hardtotrain.report.formats import percent, plain, points, speed, times
from hardtotrain.report.numbers import Question, Report, Text
from hardtotrain.report.page import render

CLAIMS = [
    Claim.model_validate(claim)
    for claim in yaml.safe_load(
        (TEMPLATES.parents[1] / "config" / "claims.yaml").read_text(encoding="utf-8")
    )["claims"]
]

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
# What a browser sets apart, with or without a space before it.
APART = {"br", "li", "dt", "dd", "th", "td"}
VOID = {"meta", "link", "br", "wbr", "img", "rect", "path", "use", "input", "hr"}


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, text, and what is left open.

    Of text that the page holds in both languages it is that of the one that is shown.
    """

    def __init__(self, html: str, language: str = "en") -> None:
        super().__init__()
        self.language = language
        self.html, self.elements, self.pieces, self.open = html, [], [], []
        self.pieces_of, self.links_of = defaultdict(list), defaultdict(list)
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self.pieces).split())

    def handle_starttag(self, tag, attributes):
        if tag in APART:
            self.handle_data(" ")
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            hidden = "data-switch" in attributes and attributes["lang"] != self.language
            self.open.append((tag, attributes.get("id"), hidden))
        if tag == "a":
            for _, identifier, _ in self.open:
                self.links_of[identifier].append(attributes["href"])

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(tag in {"style", "script"} or hidden for tag, _, hidden in self.open):
            self.pieces.append(data)
            for _, identifier, _ in self.open:
                self.pieces_of[identifier].append(data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def running_scripts(self) -> list[dict]:
        """Those that a browser runs, and does not only keep as data."""
        return [a for a in self.all("script") if a.get("type") != "application/json"]

    def values(self, *names: str) -> list[str]:
        return [a[name] for _, a in self.elements for name in names if a.get(name) is not None]

    def text_of(self, identifier: str) -> str:
        """The text of the element with that id; empty where there is none."""
        return " ".join("".join(self.pieces_of[identifier]).split())


def page_of(report: Report | dict, study: SmallStudy = SHAPES["the book's"]) -> Page:
    """The page of a report, with the figures of its study."""
    figures = figures_of(study.networks.to_dict("records"))
    return Page(render(Report.model_validate(report), dict.fromkeys(figures, SVG), TEMPLATES))


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The report of a study of a certain shape, in which the claims of the config are judged."""
    known = {}

    def report(shape: str) -> Report:
        if shape not in known:
            study = replace(SHAPES[shape], claims=CLAIMS)
            known[shape] = WrittenStudy(study, tmp_path_factory.mktemp("study")).report()
        return known[shape]

    return report


@pytest.fixture(scope="module")
def reports(judged):
    """The report of a study of a certain shape, without any claims."""
    return lambda shape: judged(shape).model_copy(update={"claims": []})


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


def study_of(*networks, accuracy=None, **changes) -> SmallStudy:
    """One experiment of some networks, with an accuracy for each number of hidden layers."""
    if accuracy:
        changes["accuracy"] = accuracy.__getitem__
    return SmallStudy(one_experiment(*networks), **changes)


@pytest.fixture
def text_of(tmp_path):
    """The text of the page of a study."""
    return lambda study: page_of(WrittenStudy(study, tmp_path).report(), study).text


UP, DOWN, UNCLEAR = (0.01, 0.005, 0.015), (-0.01, -0.015, -0.005), (0.001, -0.002, 0.004)
FURTHER_UP = (0.02, 0.015, 0.025)
HELPS, COSTS = "Depth helps.", "Depth costs accuracy."
HELPS_SOME = "Some depth helps; the deepest network is not the best."
NOT_CLEAR = "More layers are not clearly better or worse."
DEPTH_SENTENCES = {HELPS, HELPS_SOME, COSTS, NOT_CLEAR}


def depth_sentences(text: str) -> list[str]:
    return [sentence for sentence in DEPTH_SENTENCES if sentence in text]


@pytest.mark.parametrize(
    ("differences", "sentence"),
    [
        ((UP, UP, UP), HELPS),
        ((UP, UP, FURTHER_UP), HELPS),
        ((UNCLEAR, UNCLEAR, UP), HELPS),
        ((DOWN, DOWN, UP), HELPS),
        ((UP, FURTHER_UP, UP), HELPS_SOME),
        ((UP, UNCLEAR, UNCLEAR), HELPS_SOME),
        ((UNCLEAR, UP, DOWN), HELPS_SOME),
        ((DOWN, DOWN, DOWN), COSTS),
        ((UNCLEAR, UNCLEAR, DOWN), COSTS),
        ((UNCLEAR, UNCLEAR, UNCLEAR), NOT_CLEAR),
        ((DOWN, DOWN, UNCLEAR), NOT_CLEAR),
        (((0.01,), (0.02,), (0.03,)), NOT_CLEAR),
    ],
)
def test_the_first_sentence_is_the_one_that_the_differences_bear_out(
    numbers, differences, sentence
):
    set_differences(numbers, *differences)
    text = page_of(numbers).text
    assert depth_sentences(text) == [sentence]
    assert "With 1 hidden layer a network reads 95.00% of the validation images" in text
    deepest = differences[-1]
    expected = f"with 4 hidden layers {100 * (0.95 + deepest[0]):.2f}%"
    if len(deepest) > 1:
        low, high = points(deepest[1]), points(deepest[2])
        expected += f" ({points(deepest[0])} points, 95% interval {low} to {high})"
    assert expected in text


@pytest.mark.parametrize(("position", "hidden"), [(1, "2 hidden layers"), (2, "3 hidden layers")])
def test_the_best_network_in_between_is_named_with_its_difference(numbers, position, hidden):
    differences = [UNCLEAR, UNCLEAR, UNCLEAR]
    differences[position - 1] = UP
    set_differences(numbers, *differences)
    said = f"with {hidden} 96.00% (+1.00 points, 95% interval +0.50 to +1.50), with 4 hidden"
    assert said in page_of(numbers).text
    set_differences(numbers, UP, UP, FURTHER_UP)
    assert f"with {hidden}" not in page_of(numbers).text_of("answer")


FOUR = book_network(4)


@pytest.mark.parametrize(
    ("fourth", "sentence", "deepest", "percent"),
    [
        # As the others but for its depth: the control of what follows.
        (FOUR, HELPS, 4, 99),
        ([784, *[100] * 4, 10], COSTS, 2, 93),
        ([784, 30, 30, 30, 20, 10], COSTS, 2, 93),
        ({"layers": FOUR, "activation": "tanh"}, COSTS, 2, 93),
        ({"layers": FOUR, "initialiser": "he"}, COSTS, 2, 93),
        ({"layers": FOUR, "epochs": 10}, COSTS, 2, 93),
        ({"layers": FOUR, "epochs": 60}, COSTS, 2, 93),
        ({"layers": FOUR, "images": 1000}, COSTS, 2, 93),
    ],
)
def test_depth_is_credited_with_nothing_that_another_setting_may_have_done(
    text_of, fourth, sentence, deepest, percent
):
    networks = [book_network(1), book_network(2), fourth]
    text = text_of(study_of(*networks, accuracy={1: 0.95, 2: 0.93, 4: 0.99}))
    assert depth_sentences(text) == [sentence]
    answer = text.partition("With 1 hidden layer a network")[2].partition("Accuracy and depth")[0]
    [(hidden, accuracy)] = re.findall(r", with (\d) hidden layers? ([\d.]+)%", answer)
    assert int(hidden) == deepest and float(accuracy) == pytest.approx(percent, abs=0.5)
    # Training is said to undo the slowness, or not, of a network of that series.
    named = "784-30-30-30-30-10" if fourth is FOUR else "784-30-30-10"
    assert f"In {named} of “Does depth help?” the ratio is" in answer


@pytest.mark.parametrize("depths", [(1, 2, 4), (1, 4, 2)])
@pytest.mark.parametrize(
    ("accuracy", "sentence"),
    [
        ({1: 0.95, 2: 0.96, 4: 0.97}, HELPS),
        ({1: 0.95, 2: 0.97, 4: 0.96}, HELPS_SOME),
        ({1: 0.95, 2: 0.96, 4: 0.94}, HELPS_SOME),
        ({1: 0.95, 2: 0.94, 4: 0.93}, COSTS),
        ({1: 0.95, 2: 0.93, 4: 0.94}, COSTS),
        ({1: 0.95, 2: 0.95, 4: 0.95}, NOT_CLEAR),
    ],
)
def test_the_deepest_network_is_found_wherever_it_stands(text_of, depths, accuracy, sentence):
    text = text_of(study_of(*map(book_network, depths), accuracy=accuracy, replicates=8))
    assert depth_sentences(text) == [sentence]
    answer = text.partition("With 1 hidden layer a network")[2].partition("Accuracy and depth")[0]
    *_, (hidden, percent) = re.findall(r", with (\d) hidden layers ([\d.]+)%", answer)
    assert int(hidden) == 4 and float(percent) == pytest.approx(100 * accuracy[4], abs=0.4)


@pytest.mark.parametrize("depths", [(2, 1, 4), (4, 2, 1), (2,), (2, 2)])
def test_without_a_series_from_the_shallowest_nothing_is_said_of_depth(tmp_path, depths):
    networks = [{"layers": book_network(n), "name": f"n{i}"} for i, n in enumerate(depths)]
    written = WrittenStudy(study_of(*networks), tmp_path)
    text = page_of(written.report(), written.study).text
    assert depth_sentences(text) == []
    assert "Training does not undo it." not in text and "But training undoes it." not in text


def test_without_depth_or_layers_to_compare_the_study_cannot_answer(text_of):
    said = "no series of networks that begins with a shallow one and differs in depth alone"
    text = text_of(study_of(book_network(1), {"layers": book_network(1), "activation": "tanh"}))
    assert said in text and depth_sentences(text) == []


def test_another_experiment_answers_where_the_first_has_no_series(text_of):
    experiments = {
        "deep_first": {**DEPTH, "title": "One", "networks": [book_network(4), book_network(1)]},
        "widths": {**DEPTH, "title": "Two", "networks": [book_network(1), [784, 100, 100, 10]]},
        "depths": {**DEPTH, "title": "Three", "networks": [book_network(1), book_network(2)]},
    }
    accuracy = {1: 0.95, 2: 0.93, 4: 0.99}
    text = text_of(SmallStudy(experiments, accuracy=accuracy.__getitem__))
    assert depth_sentences(text) == [COSTS]
    assert "In 784-30-30-10 of “Three” the ratio is" in text


def test_differences_from_a_deep_network_are_not_taken_for_depth(numbers):
    del numbers["accuracy"][1]
    numbers["accuracy"][0]["rows"].reverse()
    numbers["accuracy"][0]["rows"][0]["difference"] = None
    set_differences(numbers, UP, UP, UP)
    assert depth_sentences(page_of(numbers).text) == []


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (0, "With 1 hidden layer a network reads 95.00% of the validation images correctly{},"),
        (1, "with 2 hidden layers 97.00%{} (+2.00 points"),
        (3, "with 4 hidden layers 96.00%{} (+1.00 points"),
    ],
)
def test_diverged_replicates_are_told_beside_the_accuracy_that_leaves_them_out(
    numbers, position, said
):
    set_differences(numbers, FURTHER_UP, UP, UP)
    text = page_of(numbers).text
    assert said.format("") in text and "did not diverge" not in text
    numbers["accuracy"][0]["rows"][position]["diverged"] = 3
    text = page_of(numbers).text
    assert said.format(" (in the 8 of 11 replicates that did not diverge)") in text
    assert text.count("did not diverge") == 1


def test_replicates_that_diverged_are_told_of_a_study(text_of):
    networks = [book_network(n) for n in (1, 2)]
    text = text_of(study_of(*networks, replicates=5, diverged={"784-30-30-10": [1, 4]}))
    assert "(in the 3 of 5 replicates that did not diverge)" in text
    assert "(2 diverged)" in text


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
    page = page_of(reports(shape), SHAPES[shape])
    answer = page.text.partition("The answer")[2].partition("The answer")[2]
    assert said in answer[:700]


NEITHER = "Before training, neither the first layer nor the last is shown to be the faster one."


@pytest.mark.parametrize(
    ("ratio", "sentence", "factor"),
    [
        (
            (27.0, 24.0, 30.0),
            "The first layer starts 27.0 times slower than the last.",
            "divides it by about 3.00 (",
        ),
        (
            (1.5, 1.01, 2.0),
            "The first layer starts 1.50 times slower than the last.",
            "divides it by about 1.14 (",
        ),
        (
            (0.125, 0.1, 0.15),
            "The first layer starts 8.00 times faster than the last.",
            "multiplies it by about 2.00 (",
        ),
        (
            (0.8, 0.6, 0.99),
            "The first layer starts 1.25 times faster than the last.",
            "multiplies it by about 1.08 (",
        ),
        ((1.0, 0.9, 1.1), NEITHER, None),
        ((3.0, 0.9, 9.0), NEITHER, None),
        ((0.4, 0.1, 1.2), NEITHER, None),
        ((3.0,), NEITHER, None),
    ],
)
def test_slowdown_is_claimed_only_where_it_was_measured(numbers, ratio, sentence, factor):
    for row in numbers["initial_speed"]["ratios"]:
        row["ratio"] = estimate(*ratio)
    text = page_of(numbers).text
    sentences = ["times slower than the last.", "times faster than the last.", NEITHER]
    assert sentence in text and sum(text.count(part) for part in sentences) == 1
    # Where the two are alike there is no factor to explain.
    assert ("Because gradients are products." in text) == bool(factor)
    if factor:
        assert factor in text
        assert ("divides it" in text, "multiplies it" in text).count(True) == 1
    slower = "times slower" in sentence
    assert ("Before training, earlier layers learn slower" in text) == slower
    assert ("Every one of them says that the first layer is slower" in text) == (ratio[0] > 1)


@pytest.mark.parametrize(("ordered", "replicates"), [(198, 200), (0, 7), (5, 5)])
def test_the_networks_in_which_every_layer_is_faster_than_the_one_before_are_counted(
    numbers, ordered, replicates
):
    for row in numbers["initial_speed"]["ratios"]:
        row["ratio"] = estimate(27.0, 24.0, 30.0, replicates)
    shown = Report.model_validate(numbers).initial_speed.ordered
    # Of the deepest network, which the sentence is about, and of no other.
    numbers["initial_speed"]["ordered"] = dict.fromkeys(shown, 3) | {"784-30-30-30-30-10": ordered}
    said = (
        f"the median over {replicates} untrained networks with 4 hidden layers; in "
        f"{'every one' if ordered == replicates else ordered} of them every hidden layer learns "
        "faster than the one before it."
    )
    assert said in page_of(numbers).text


def test_one_measure_that_disagrees_is_told(numbers):
    numbers["initial_speed"]["ratios"][-1]["ratio"] = estimate(0.5, 0.4, 0.6)
    assert "They do not all say that the first layer is slower." in page_of(numbers).text


SLOWER, ALIKE, FASTER = (64.0, 50.0, 80.0), (1.1, 0.8, 1.4), (0.5, 0.4, 0.6)
DEEPEST = "784-30-30-30-30-10"
NOT_UNDONE, UNDONE = "Training does not undo it.", "But training undoes it."


def set_course(numbers: dict, network: str, start: tuple, end: tuple) -> None:
    """How the last layer of a network compares with the first, before and after training."""
    for row in numbers["learning_speed"][0]["ratios"]:
        if row["network"] == network:
            row["ratio"] = estimate(*(start if row["epoch"] == 0 else end))


@pytest.mark.parametrize(
    ("end", "sentence", "shown"),
    [
        ((3.0, 2.5, 4.0), NOT_UNDONE, "3.00 (2.50 to 4.00)"),
        ((1.2, 1.01, 1.5), NOT_UNDONE, "1.20 (1.01 to 1.50)"),
        # Slower than before but slower all the same.
        ((99.0, 90.0, 110.0), NOT_UNDONE, "99.0 (90.0 to 110)"),
        (ALIKE, UNDONE, "1.10 (0.800 to 1.40)"),
        (FASTER, UNDONE, "0.500 (0.400 to 0.600)"),
    ],
)
def test_training_undoes_it_or_not(numbers, end, sentence, shown):
    for network in ("784-30-30-10", "784-30-30-30-10"):
        set_course(numbers, network, ALIKE, ALIKE)
    set_course(numbers, DEEPEST, SLOWER, end)
    text = page_of(numbers).text
    assert [s for s in (NOT_UNDONE, UNDONE) if s in text] == [sentence]
    assert (
        f"In {DEEPEST} of “Does depth help?” the ratio is 64.0 at the start and {shown} after 30"
        " epochs on 50,000 images."
    ) in text


@pytest.mark.parametrize("start", [ALIKE, FASTER, (64.0,)])
@pytest.mark.parametrize("end", [SLOWER, ALIKE, FASTER])
def test_what_was_not_there_at_the_start_training_cannot_undo(numbers, start, end):
    # That other networks start slower is no reason to say it of this one.
    for network in ("784-30-30-10", "784-30-30-30-10"):
        set_course(numbers, network, SLOWER, SLOWER)
    set_course(numbers, DEEPEST, start, end)
    text = page_of(numbers).text
    assert NOT_UNDONE not in text and UNDONE not in text
    assert "at the start and" not in text


def test_whether_training_undoes_it_is_judged_by_the_book_s_measure_alone(numbers):
    set_course(numbers, DEEPEST, FASTER, FASTER)
    for row in numbers["learning_speed"][0]["ratios"]:
        if row["network"] == DEEPEST and row["measure"] == "bias_gradient_norm":
            row["ratio"] = estimate(*(SLOWER if row["epoch"] == 0 else (3.0, 2.5, 4.0)))
    text = page_of(numbers).text
    assert NOT_UNDONE in text and "the ratio is 64.0 at the start and 3.00" in text


def test_nothing_is_said_of_a_training_that_never_was(reports):
    for shape in ("trained beside untrained", "everything diverged"):
        text = page_of(reports(shape), SHAPES[shape]).text
        assert "After 0 epochs" not in text


@pytest.mark.parametrize("shape", ["everything diverged", "one network diverged"])
def test_what_diverged_half_way_is_not_said_to_have_come_to_its_end(reports, shape):
    report = reports(shape)
    for experiment in report.learning_speed:
        end = Findings(report).at_end(experiment)
        if shape == "everything diverged":
            assert end is None
        else:
            assert (end.network, end.epoch) in [(DEEPEST, 30), (DEEPEST, 500)]
    changed = report.model_dump()
    for part in changed["learning_speed"]:
        for row in part["ratios"]:
            row["epoch"] = min(row["epoch"], 29)
    text = page_of(changed, SHAPES[shape]).text
    assert "After 29 epochs" not in text and "after 29 epochs" not in text


@pytest.mark.parametrize(
    ("accuracy", "commonest", "nothing"),
    [
        (0.1135, 0.1064, True),
        (0.1263, 0.1064, True),
        (0.1265, 0.1064, False),
        (0.1135, 0.05, False),
        (0.30, 0.29, True),
        (0.30, 0.27, False),
        (0.95, 0.1064, False),
        (0.95, 0.94, True),
    ],
)
def test_a_network_hardly_better_than_one_answer_for_all_is_said_to_have_learned_nothing(
    numbers, accuracy, commonest, nothing
):
    numbers["accuracy"][1]["rows"][-1]["validation"] = estimate(accuracy)
    numbers["commonest_class"] = commonest
    text = page_of(numbers).text
    said = (
        f"But that network has learned next to nothing: it reads {100 * accuracy:.2f}% of the"
        " validation images correctly, and to give every image the same answer reads"
        f" {100 * commonest:.2f}%."
    )
    assert (said in text) == nothing
    assert text.count("learned next to nothing") == nothing


def test_a_shallow_network_that_learned_nothing_is_not_taken_for_the_deepest(numbers):
    numbers["accuracy"][1]["rows"][0]["validation"] = estimate(0.1135)
    assert "learned next to nothing" not in page_of(numbers).text


def test_each_published_number_is_compared_once_beside_most_replicates(reports):
    compared = Findings(reports("the book's")).compared
    numbers = [(c.network, c.quantity, c.layer, c.epoch, c.source) for c in compared]
    assert len(set(numbers)) == len(numbers)
    kinds = Counter((c.experiment, c.quantity, c.epoch, c.source) for c in compared)
    assert kinds == {
        ("depth", "validation_accuracy", 30, "note"): 4,
        ("depth", "validation_accuracy", 30, "book"): 4,
        # Norms of 2, 3 and 4 layers; at the start of the experiment that has five replicates.
        ("initial_speed", "bias_gradient_norm", 0, "book"): 9,
        ("learning_speed", "bias_gradient_norm", 50, "book"): 9,
        ("learning_speed", "bias_gradient_norm", 499, "book"): 9,
    }
    assert {c.replicates for c in compared if c.experiment == "initial_speed"} == {5}


@pytest.mark.parametrize("first", [2, 9])
def test_a_network_by_another_name_is_not_compared_again(tmp_path, first):
    experiments = {
        "one": {**START, "replicates": first, "networks": [book_network(2)]},
        "two": {
            **START,
            "replicates": 5,
            "networks": [{"layers": book_network(2), "name": "renamed"}],
        },
    }
    compared = Findings(WrittenStudy(SmallStudy(experiments), tmp_path).report()).compared
    assert [(c.layer, c.replicates) for c in compared] == [(1, max(first, 5)), (2, max(first, 5))]


def test_disagreements_are_listed_and_counted(numbers):
    for comparison in numbers["comparisons"]:
        comparison.update(low=0.1, high=0.2, agrees=True)
    text = page_of(numbers).text
    assert "Of 35 published numbers, 35 do not surprise; about 2 would" in text
    assert "None lies outside." in text
    # Neither a ratio, which follows from the norms, nor what others repeat with more replicates.
    for comparison in numbers["comparisons"]:
        repeated = comparison["epoch"] == 0 and comparison["experiment"] != "initial_speed"
        if repeated or comparison["quantity"] == "last_to_first_ratio":
            comparison["agrees"] = False
    text = page_of(numbers).text
    assert "Of 35 published numbers, 35 do not surprise" in text and "None lies outside." in text
    [norm] = [
        comparison
        for comparison in numbers["comparisons"]
        if (comparison["experiment"], comparison["network"], comparison["layer"])
        == ("initial_speed", "784-30-30-10", 2)
        and comparison["quantity"] == "bias_gradient_norm"
    ]
    norm.update(agrees=False, low=0.0123, high=0.456, published=0.789)
    text = page_of(numbers).text
    assert "Of 35 published numbers, 34 do not surprise" in text
    assert "0.789 (book)" in text and "0.0123 to 0.456" in text
    assert "None lies outside." not in text


@pytest.mark.parametrize(("replicates", "warned"), [(1, True), (4, True), (5, False), (8, False)])
def test_few_replicates_are_warned_of(numbers, replicates, warned):
    networks = [n for experiment in numbers["experiments"] for n in experiment["networks"]]
    for network in networks:
        network["replicates"] = 8
    # One network is enough, wherever it stands.
    networks[-2]["replicates"] = replicates
    said = "With three replicates such an interval covers the truth about 75% of the time"
    methods = page_of(numbers).text.rpartition("How it was made")[2]
    assert (said in methods) == warned


def test_what_was_trained_on_what_is_told(numbers):
    numbers["examples"] = {"training": 50_000, "validation": 10_000, "test": 9_999}
    numbers |= {"image_size": [20, 30], "classes": 7}
    numbers["experiments"][1]["networks"][1].update(images=2_500, epochs=70)
    numbers["experiments"][2]["networks"][0].update(probe_images=77)
    text = page_of(numbers).text
    assert "A reproduction with 21 trained and 15 untrained networks" in text
    assert (
        "50,000 training, 10,000 validation and 9,999 test images of 20 × 30 pixels, in 7 classes"
        in text
    )
    assert "50,000 training images, 30 epochs; every dot" in text
    assert "1,000 and 2,500 training images, 70 and 500 epochs; every dot" in text
    assert "over the first 77 and 1,000 training images" in text
    assert "After 500 epochs on 1,000 images, the last hidden layer of" in text


def test_what_has_no_interval_is_not_said_to_agree(numbers):
    for comparison in numbers["comparisons"]:
        comparison.update(low=None, high=None, agrees=False)
    assert "published numbers," not in page_of(numbers).text
    numbers["comparisons"][0].update(low=0.0, high=1.0, agrees=True)
    assert "Of 1 published number, 1 does not surprise" in page_of(numbers).text


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


def test_the_time_of_every_rule_is_told(numbers):
    numbers["provenance"]["rule_times"] = [
        {"rule": "train_replicates", "jobs": 12, "seconds": 3456.78},
        {"rule": "judge", "jobs": 0, "seconds": 0},
    ]
    text = page_of(numbers).text
    assert "train_replicates 12 3,456.8 s judge 0 – Wall-clock time" in text


def test_where_the_config_is_not_the_default_one_is_told(numbers):
    numbers["provenance"]["changes"] = [
        {"key": "seed", "value": "3", "default": "0"},
        {"key": "experiments.depth.networks[4]", "value": "[784, 10]", "default": None},
        {"key": "replicates", "value": None, "default": "8"},
        {"key": "defaults", "value": None, "default": "{}"},
    ]
    text = page_of(numbers).text
    assert "seed: 3 in place of 0 experiments.depth.networks[4]: added [784, 10]" in text
    assert "left out: replicates, defaults The whole config" in text
    assert "Snakemake with this config makes it again" in text
    assert "make report" not in text and "another study" not in text


def test_experiments_that_are_not_the_default_ones_are_another_study(numbers):
    numbers["provenance"]["config"]["experiments"] = {"mine": {}, "yours": {}}
    numbers["provenance"]["changes"] = [
        {"key": "experiments", "value": '{"mine": 1}', "default": '{"depth": 1}'}
    ]
    text = page_of(numbers).text
    assert "another study: experiments mine, yours" in text
    assert "left out:" not in text and "in place of" not in text.partition("Beside the default")[2]


@pytest.mark.parametrize(
    ("commit", "said"),
    [("ab" * 20, "The default study, unchanged."), (None, "nothing tells whether that file")],
)
def test_the_default_study_is_told_as_such_where_that_can_be_known(numbers, commit, said):
    numbers["provenance"].update(changes=[], commit=commit)
    text = page_of(numbers).text
    assert said in text
    assert ("unchanged" in text) == bool(commit)
    assert "make report makes it again" in text and "Beside the default study" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_the_whole_config_can_be_taken_from_the_page_and_is_text(numbers, text):
    def page_with(text: str) -> tuple[dict, Page]:
        """A page whose config holds a text wherever users may write one, and the config."""
        network = {"layers": [784, 30, 10], "name": text}
        experiment = {"title": text, "networks": [[784, 10], network]}
        config = {"seed": 7, "experiments": {text: experiment}}
        changes = [{"key": f"experiments.{text}", "value": text, "default": text}]
        numbers["provenance"].update(config=config, changes=changes)
        return config, page_of(numbers)

    config, page = page_with(text)
    shown = "".join(page.pieces_of["config-yaml"])
    assert yaml.safe_load(shown) == config
    assert "- [784, 10]\n" in shown
    words = " ".join(text.split())
    assert f"experiments.{words}: {words} in place of {words}" in page.text
    assert page.elements == page_with("plain")[1].elements


def test_the_page_is_cited_as_the_citation_file_says(numbers):
    citation = yaml.safe_load(
        TEMPLATES.parents[1].joinpath("CITATION.cff").read_text(encoding="utf-8")
    )
    shown = page_of(numbers).text_of("bibtex")
    cited = dict(re.findall(r"(\w+) = \{+(.*?)\}+,? ", shown))
    assert shown.startswith("@software{")
    assert cited == {
        "title": citation["title"],
        "author": " and ".join(author["name"] for author in citation["authors"]),
        "year": citation["date-released"][:4],
        "version": citation["version"],
    }


def test_a_title_of_two_languages_stands_in_each_where_it_is_shown(numbers):
    numbers["experiments"][0]["title"] = both("<Deep>?", "<深>？")
    page = page_of(numbers)
    chinese = Page(page.html, "zh")
    assert "<Deep>?" in page.text_of("accuracy") and "<深>？" not in page.text
    assert "<深>？" in chinese.text_of("accuracy") and "<Deep>?" not in chinese.text
    region = {"aria-label": "Accuracy of <Deep>?", "data-aria-label-zh": "准确率：<深>？"}
    assert any(region.items() <= attributes.items() for attributes in page.all("div"))


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_text_and_never_markup(numbers, title):
    plain = page_of(numbers)
    for experiment in numbers["experiments"]:
        experiment["title"] = both(title, title)
    numbers["comparisons"][0].update(agrees=False)
    for comparison in numbers["comparisons"]:
        comparison.update(low=0.1, high=0.2, agrees=False)
    page = page_of(numbers)
    assert page.text.count(" ".join(title.split())) >= 6
    assert (page.running_scripts, page.all("img")) == ([{}, {"type": "module"}], [])
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]
    assert f"Accuracy of {title}" in page.values("aria-label")
    # Whichever way its script runs, a title must not turn the text around it: bdi isolates it.
    assert len(page.all("bdi")) >= len(plain.all("bdi")) > 0


def asking(report: Report, question: dict[str, str], answer: dict[str, str]) -> Report:
    """A report in which a class is asked a question about every experiment."""
    questions = [Question(question=Text(**question), answer=Text(**answer))]
    experiments = [e.model_copy(update={"questions": questions}) for e in report.experiments]
    return report.model_copy(update={"experiments": experiments})


def test_questions_stand_first_in_both_languages_each_with_its_answer_folded(numbers):
    numbers["experiments"][0]["questions"] = [
        {"question": both("Which layer?", "哪一层？"), "answer": both("The first.", "第一层。")},
        {"question": both("Why?", "为何？"), "answer": both("So.", "如此。")},
    ]
    page = page_of(numbers)
    assert page.all("section")[0]["id"] == "questions"
    english = "Which layer? Answer The first. Why? Answer So."
    chinese = "哪一层？ 答案 第一层。 为何？ 答案 如此。"
    assert english in page.text_of("questions")
    assert chinese in Page(page.html, "zh").text_of("questions")
    section = page.html.partition('id="questions"')[2].partition("</section>")[0]
    assert section.count("<details>") == section.count("<details") == 2


@pytest.mark.parametrize("shape", SHAPES)
def test_questions_lead_to_the_figures_of_their_experiment(reports, shape):
    report = asking(reports(shape), both("Why?", "为何？"), both("So.", "如此。"))
    page = page_of(report, SHAPES[shape])
    links = page.links_of["questions"]
    assert set(links) <= {f"#{identifier}" for identifier in page.values("id")}
    figures = {a["id"] for a in page.all("figure")}
    assert {link[1:] for link in links} == figures
    assert [a["id"] for a in page.all("section")] == sections_of(report, SHAPES[shape])


@pytest.mark.parametrize("words", HOSTILE)
def test_a_question_and_its_answer_are_text_and_never_markup(numbers, words):
    report = asking(Report.model_validate(numbers), both(words, words), both(words, words))
    page = page_of(report)
    shown = page.text_of("questions").count(" ".join(words.split()))
    assert shown == 2 * len(report.experiments)
    assert (page.running_scripts, page.all("img")) == ([{}, {"type": "module"}], [])
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]


HEADINGS = {f"h{level}" for level in range(1, 7)}


def sections_of(report: Report, study: SmallStudy) -> list[str]:
    """The sections that the numbers and figures of a study give something to say."""
    figures = dict(figures_of(study.networks.to_dict("records")))
    differing = {e.name for e in report.experiments if e.differs}
    classified = {part.experiment for part in report.accuracy}
    trained = {e.name for e in report.experiments if any(n.epochs for n in e.networks)}
    short = {e.name for e in report.experiments if e.ends_on_leaving}
    grids = {e.name for e in report.experiments if e.plateau in ("wall", "map")}
    sections = {
        "questions": any(e.questions for e in report.experiments),
        "answer": True,
        "accuracy": classified - differing,
        "start": report.initial_speed,
        "curves": {part.experiment for part in report.learning_speed} - differing - short,
        "plateau": report.plateau,
        "why": True,
        "theory": report.mean_field or report.decay,
        "obstacles": (differing | (trained - classified)) - short - grids,
        "figures": any(not FIGURES[name].in_section for name in figures),
        "claims": report.claims,
        "agreement": any(c.low is not None for c in report.comparisons),
        "help": True,
        "methods": True,
    }
    return [name for name, present in sections.items() if present]


@pytest.mark.parametrize("claims", [False, True], ids=["without claims", "with claims"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_of_any_study_is_whole_and_needs_nothing_from_outside(
    judged, reports, shape, claims
):
    report = (judged if claims else reports)(shape)
    page = page_of(report, SHAPES[shape])
    assert page.open == []
    assert [name for name, count in Counter(page.values("id")).items() if count > 1] == []
    links = page.values("href", "xlink:href")
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.values("id"))
    assert page.values("src", "srcset", "data", "action", "poster") == []
    assert "url(http" not in page.html and "@import" not in page.html
    assert page.running_scripts == [{}, {"type": "module"}]
    shown = sections_of(report, SHAPES[shape])
    assert [a["id"] for a in page.all("section")] == shown
    contents = page.html.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'href="#(\w+)"', contents) == shown
    assert "None" not in page.text.replace("None lies", "") or shape == "hostile names"
    for network in (row.network for part in report.accuracy for row in part.rows):
        assert network in page.text
    levels = [int(tag[1]) for tag, _ in page.elements if tag in HEADINGS]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def policy_and_scripts(html: str) -> tuple[dict[str, str], list[str]]:
    """The directives of a page's Content-Security-Policy, and the texts of its scripts."""
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', html, flags=re.DOTALL)
    return dict(d.strip().split(" ", 1) for d in policy.split(";")), scripts


def test_a_policy_forbids_the_page_to_load_or_run_anything_but_its_own_scripts(numbers):
    directives, scripts = policy_and_scripts(page_of(numbers).html)
    assert directives.pop("default-src") == "'none'"
    digests = [hashlib.sha256(script.encode("utf-8")).digest() for script in scripts]
    sources = [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]
    assert len(sources) == 2
    assert directives.pop("script-src").split() == sources
    assert directives == {"style-src": "'unsafe-inline'", "img-src": "data:"}


def test_the_policy_of_a_script_does_not_fit_one_that_differs_by_a_byte(numbers, tmp_path):
    templates = shutil.copytree(TEMPLATES, tmp_path / "report")
    source = templates / "script.js"
    source.write_text(source.read_text(encoding="utf-8") + " ", encoding="utf-8")
    figures = figures_of(SHAPES["the book's"].networks.to_dict("records"))
    changed = render(Report.model_validate(numbers), dict.fromkeys(figures, SVG), templates)
    ours, (early, script) = policy_and_scripts(page_of(numbers).html)
    theirs, changed_scripts = policy_and_scripts(changed)
    assert changed_scripts == [early, f"{script} "]
    ours_early, ours_main = ours.pop("script-src").split()
    theirs_early, theirs_main = theirs.pop("script-src").split()
    assert theirs_early == ours_early
    assert theirs_main != ours_main
    assert theirs == ours


def test_a_figure_that_no_section_places_stands_under_more_figures(numbers, monkeypatch):
    for name in [name for name, figure in FIGURES.items() if not figure.in_section]:
        monkeypatch.delitem(FIGURES, name)
    assert "figures" not in page_of(numbers).values("id")
    own = Figure(
        name="own",
        shown=lambda experiment: bool(experiment.trained),
        alt=Words("What one <em>sees</em>.", "所<em>见</em>。"),
        caption=Words("What dots mean.", "点的含义。"),
        words={"784-30-10": "网络"},
    )
    monkeypatch.setitem(FIGURES, "own", own)
    page = page_of(numbers)
    assert page.text_of("figures") == (
        "More figures Does depth help? 784-30-10 What dots mean."
        " How fast? 784-30-10 What dots mean."
    )
    assert Page(page.html, "zh").text_of("figure-own-depth") == "网络 点的含义。"
    assert page.values("aria-label").count("What one sees.") == 2
    assert "#figures" in page.values("href")


def test_figures_with_the_same_ids_stand_in_one_page(numbers):
    page = page_of(numbers)
    figures = [a["id"] for a in page.all("figure")]
    names = figures_of(SHAPES["the book's"].networks.to_dict("records"))
    assert sorted(figures) == sorted(f"figure-{name}-{of}" for name, of in names)
    markers, clips = page.values("xlink:href"), page.values("clip-path")
    assert len(set(markers)) == len(set(clips)) == len(markers) == len(clips) == len(figures)
    identifiers = set(page.values("id"))
    assert {marker.removeprefix("#") for marker in markers} <= identifiers
    assert {clip.removeprefix("url(#").removesuffix(")") for clip in clips} <= identifiers
    assert "<?xml" not in page.html and page.html.count("<!DOCTYPE") == 0


def test_figures_take_the_colours_of_the_theme(numbers):
    page = page_of(numbers)
    assert "stroke: var(--series-1)" in page.values("style")
    assert "#0072b2" not in page.html.partition("</style>")[2]
    style = page.html.partition("<style>")[2].partition("</style>")[0]
    for name in ("ink", "quiet", "rule", "published", *(f"series-{n}" for n in range(1, 7))):
        assert len(re.findall(rf"--{name}: light-dark\(#\w+, #\w+\);", style)) == 1


def test_every_table_names_its_columns_and_rows_and_every_figure_its_content(numbers):
    page = page_of(numbers)
    assert {a.get("scope") for a in page.all("th")} == {"col", "row"}
    labels = [a["aria-label"] for a in page.all("div") if a.get("role") in ("region", "img")]
    assert len(labels) == page.html.count("<table>") + len(page.all("figure"))
    assert all(labels)


def test_a_network_of_the_user_appears_with_all_its_numbers(tmp_path):
    networks = [book_network(1), {"layers": [784, 17, 13, 10], "activation": "relu"}]
    written = WrittenStudy(SmallStudy(one_experiment(*networks)), tmp_path)
    report = written.report()
    page = page_of(report, written.study)
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
        (percent(0.9647), "96.47"),
        (percent(1.0), "100.00"),
        # Less than all is not all, however little is missing.
        (percent(0.99999), "99.99"),
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
    shown = [piece for piece in pieces if piece in ("<\u00a00.001", "0.030", "yes", "not shown")]
    assert shown[:5] == ["<\u00a00.001", "yes", "0.030", "not shown", "not shown"]


def test_the_heading_claims_that_theory_predicts_only_where_it_does(numbers):
    assert numbers["mean_field"], "the study has predictions to judge"
    for row in numbers["mean_field"]:
        row["relative_error"] = 0.1
    assert "Theory predicts it, with nothing fitted" in page_of(numbers).text
    numbers["mean_field"][0]["relative_error"] = -0.2
    text = page_of(numbers).text
    assert "What theory predicts" in text
    assert "with nothing fitted" not in text
    assert "from its prediction is 20.0%" in text


def test_the_predicted_factor_is_the_geometric_mean_over_the_layers_that_pass_errors_on(numbers):
    for row in numbers["mean_field"]:
        # The last hidden layer's χ does not count: it passes no error to a later hidden layer.
        row["chi"] = {1: 0.01, 2: 0.04, 3: 0.16}.get(row["layer"])
    # (0.01 · 0.04 · 0.16)^(1/3) = 0.04, and 1/√0.04 = 5.
    assert "it predicts that the errors shrink 5.00-fold a layer" in page_of(numbers).text


def both(en: str, zh: str) -> dict[str, str]:
    """Words of the config in both languages."""
    return {"en": en, "zh": zh}


def covered(**width) -> dict[str, float | None]:
    """How wide an interval may be that holds a published value, as report.json has it."""
    return {"widest": None, "widest_factor": None} | width


HOLDS = "wide that holds the published value"
MEANING = "Share of images read correctly, mean over replicates"


def claim(**changes) -> dict:
    """A claim of report.json."""
    return {
        "id": "depth",
        "section": both("Depth", "深度"),
        "english": "Deeper is better.",
        "chinese": "",
        "remark": None,
        "statistic": "accuracy",
        "unit": "number",
        "above": None,
        "below": None,
        "within": None,
        "covers": None,
        "verdict": "reproduced",
        "measured": 0.5,
        "low": 0.4,
        "high": 0.6,
        "published": None,
        "source": None,
        "replicates": 8,
        "rows": 1,
        "judged_by": {"experiment": "depth", "network": "784-30-10"},
        "untestable": None,
        "missing": None,
        "experiment": "depth",
        "figure": None,
        "table": "accuracy",
    } | changes


VERDICTS = {
    "reproduced": ("✓", "reproduced"),
    "compatible": ("∈", "compatible"),
    "direction_only": ("≈", "in direction only"),
    "not_shown": ("?", "not shown"),
    "refuted": ("✗", "refuted"),
    "untestable": ("–", "not tested"),
}


@pytest.mark.parametrize("counts", [(3, 5, 2, 4, 2, 1), (1, 0, 0, 0, 0, 2), (0, 1, 0, 0, 0, 0)])
def test_every_verdict_is_told_by_a_sign_and_words_and_counted(numbers, counts):
    verdicts = [v for v, count in zip(VERDICTS, counts, strict=True) for _ in range(count)]
    numbers["claims"] = [claim(id=f"c{n}", verdict=v) for n, v in enumerate(verdicts)]
    page = page_of(numbers)
    text = page.text_of("claims")
    claims = "claim" if sum(counts) == 1 else "claims"
    compatible = f", {counts[1]} compatible" if counts[1] else ""
    assert text.startswith(f"{counts[0]} of {sum(counts)} {claims} reproduced{compatible} Each")
    for number, verdict in enumerate(verdicts):
        assert page.text_of(f"claim-c{number}").startswith(" ".join(VERDICTS[verdict]) + " Deeper")
    tally = [
        f"{sign} {count} {words} {', '.join(f'c{n}' for n, v in enumerate(verdicts) if v == of)}"
        for (of, (sign, words)), count in zip(VERDICTS.items(), counts, strict=True)
        if count
    ]
    assert f"after the note. {' '.join(tally)} Depth " in text
    assert page.links_of["claims"] == [f"#claim-c{n}" for n in range(sum(counts))]


@pytest.mark.parametrize(
    ("unit", "measured", "published", "said"),
    [
        ("share", (0.9647, 0.9601, 0.97123), 0.96521, "96.47% 96.01% to 97.12%, 96.52%"),
        (
            "difference",
            (-0.0012, -0.0031, 0.0007),
            0.002,
            "−0.12 points −0.31 points to +0.07 points, +0.20 points",
        ),
        ("relative", (0.0257, -0.01, 0.15), -0.1, "+2.57% −1.00% to +15.00%, −10.00%"),
        ("ratio", (119.6, 95.82, 1234.0), 4.4286, "120 95.8 to 1,234, 4.43"),
        ("number", (6e-15, -0.5, 0.44629), -24.99, "6.0·10⁻¹⁵ −0.5 to 0.446, −25"),
    ],
)
def test_a_card_shows_what_was_measured_and_published_in_the_unit_of_its_statistic(
    numbers, unit, measured, published, said
):
    value, low, high = measured
    numbers["claims"] = [
        claim(
            unit=unit,
            measured=value,
            low=low,
            high=high,
            published=published,
            source=both("the book", "原书"),
            covers=covered(widest_factor=4.0),
        )
    ]
    of_measured, of_published = said.rsplit(", ", 1)
    assert (
        f"Measured {of_measured}, n = 8 {MEANING} Published {of_published} (the book) "
        "Rule an interval that spans at most a factor of 4 and holds the published value "
        "Judged by depth, 784-30-10 results"
    ) in page_of(numbers).text_of("claim-depth")


@pytest.mark.parametrize(
    ("unit", "rule", "said"),
    [
        ("share", {"above": 0.5}, "above 50.00%"),
        ("number", {"below": 1e-10}, "below 1.0·10⁻¹⁰"),
        ("difference", {"within": [-0.002, 0.002]}, "from −0.20 points to +0.20 points"),
        ("share", {"within": [1.0, 1.0]}, "exactly 100.00%"),
        ("number", {"within": [24.99, 25.01]}, "from 24.99 to 25.01"),
        ("number", {"within": [-0.249999, 0.25]}, "from −0.249999 to 0.25"),
        ("ratio", {"above": 1.0, "within": [50.0, 200.0]}, "above 1.00 and from 50.0 to 200"),
        ("number", {"above": -1.0, "below": 0.0}, "above −1 and below 0"),
        ("ratio", {"below": 1.0, "within": [0.0, 0.5]}, "below 1.00 and from 0 to 0.500"),
        ("share", {"covers": covered(widest=0.01)}, f"an interval at most 1 point {HOLDS}"),
        ("share", {"covers": covered(widest=0.005)}, f"an interval at most 0.5 points {HOLDS}"),
        ("number", {"covers": covered(widest=0.25)}, f"an interval at most 0.25 {HOLDS}"),
        (
            "number",
            {"covers": covered(widest_factor=2.5)},
            "an interval that spans at most a factor of 2.5 and holds the published value",
        ),
    ],
)
def test_a_card_tells_the_rule_in_the_unit_of_its_statistic(numbers, unit, rule, said):
    numbers["claims"] = [claim(unit=unit, **rule)]
    assert f"Rule {said} Judged by" in page_of(numbers).text_of("claim-depth")


def test_a_claim_about_several_rows_says_how_many_and_shows_the_least_fitting(numbers):
    judged_by = {"experiment": "depth", "layer": "4", "split": "validation"}
    numbers["claims"] = [claim(rows=27, judged_by=judged_by)]
    text = page_of(numbers).text_of("claim-depth")
    assert "Judged by the least fitting of 27: depth, layer 4, validation images" in text


def test_a_claim_about_a_pair_of_networks_or_of_layers_says_which(numbers):
    between = {"network": "784-30-30-10", "reference": "784-30-10"}
    order = {"network": "784-30-30-10", "pairs": "first_and_last"}
    numbers["claims"] = [claim(id="between", judged_by=between), claim(id="order", judged_by=order)]
    page = page_of(numbers)
    assert "Judged by 784-30-30-10, against 784-30-10" in page.text_of("claim-between")
    assert "784-30-30-10, first and last hidden layer" in page.text_of("claim-order")


@pytest.mark.parametrize("exact", [{"low": 0.5, "high": 0.5}, {"low": None, "high": None}])
def test_what_is_exact_or_has_one_replicate_is_shown_without_an_interval(numbers, exact):
    numbers["claims"] = [claim(replicates=None, **exact)]
    assert f"Measured 0.5 {MEANING} Rule" in page_of(numbers).text_of("claim-depth")


SHOWN = {
    "share": lambda value: f"{100 * value:.2f}%",
    "difference": lambda value: f"{points(value)} points",
    "relative": lambda value: f"{points(value)}%",
    "ratio": times,
    "number": plain,
}


@pytest.mark.parametrize("shape", ["the book's", "one replicate", "epochs 0 only"])
def test_every_claim_of_the_config_stands_on_its_card_as_in_report_json(judged, shape):
    report = judged(shape)
    page = page_of(report, SHAPES[shape])
    assert [c.id for c in report.claims] == [c.id for c in CLAIMS]
    for stated in report.claims:
        card = page.text_of(f"claim-{stated.id}")
        assert card.startswith(" ".join(VERDICTS[stated.verdict]))
        shown = SHOWN.get(stated.unit)
        for name, value in [("Measured", stated.measured), ("Published", stated.published)]:
            assert (name in card) == (value is not None)
            assert value is None or re.search(f"{name} {re.escape(shown(value))}[ ,]", card)
        if stated.low is not None and stated.low != stated.high:
            assert f" {shown(stated.low)} to {shown(stated.high)}" in card
        for bound, words in [(stated.above, "above"), (stated.below, "below")]:
            assert bound is None or f"{words} {shown(bound)}" in card
        if stated.verdict == "untestable":
            assert "Why not " in card
            assert not stated.untestable or stated.untestable.en in card
            assert all(value in card for value in (stated.missing or {}).values())
        assert (f"results/tables/{stated.table}.csv" in card) == bool(stated.table)


@pytest.mark.parametrize(
    ("figure", "experiment", "there"),
    [
        ("accuracy", "depth", True),
        ("learning_speed", "learning_speed", True),
        ("neurons", "initial_speed", True),
        ("neurons", "depth", False),
        ("training_cost", "depth", False),
        ("accuracy", "nowhere", False),
        (None, "depth", False),
    ],
)
def test_a_claim_leads_to_its_figure_where_there_is_one(numbers, figure, experiment, there):
    numbers["claims"] = [claim(figure=figure, experiment=experiment)]
    page = page_of(numbers)
    link = f"#figure-{figure}-{experiment}"
    assert page.links_of["claim-depth"] == ([link] if there else [])
    assert (link[1:] in page.values("id")) == there
    evidence = "Figure · results/tables/accuracy.csv" if there else "results/tables/accuracy.csv"
    assert page.text_of("claim-depth").endswith(f"784-30-10 {evidence}")


def test_a_claim_leads_to_no_figure_where_accuracies_are_a_table_alone(numbers):
    numbers["claims"] = [claim(figure="accuracy", experiment="depth")]
    for row in numbers["accuracy"][0]["rows"]:
        row["validation"] = estimate(numbers["commonest_class"])
    page = page_of(numbers)
    assert "figure-accuracy-depth" not in page.values("id")
    assert page.links_of["claim-depth"] == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_words_of_a_claim_are_text_and_never_markup(numbers, hostile):
    words = dict.fromkeys(["english", "chinese"], hostile)
    of_config = dict.fromkeys(["section", "remark", "source", "untestable"], both(hostile, hostile))
    numbers["claims"] = [claim(verdict="untestable", published=0.5, **words, **of_config)]
    plain_page, page = page_of(numbers | {"claims": []}), page_of(numbers)
    told = " ".join(hostile.split())
    assert page.text_of("claims").count(told) == 6
    assert page.text_of("claim-depth").count(told) == 5
    assert (page.running_scripts, page.all("img")) == ([{}, {"type": "module"}], [])
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]
    # All six stand apart, so that a script that runs the other way turns no text around them.
    # The source is in the midst of a text, and so in that of each language.
    assert len(page.all("bdi")) - len(plain_page.all("bdi")) == 6 + 1


def test_an_untestable_claim_says_why_and_shows_no_value(numbers):
    missing = dict.fromkeys(["measured", "low", "high", "replicates", "judged_by"])
    numbers["claims"] = [
        claim(verdict="untestable", missing={"experiment": "far"}, above=0.5, **missing),
        claim(id="empty", verdict="untestable", missing={"epoch": "30"}, above=0.5, **missing),
        claim(
            id="universal",
            verdict="untestable",
            untestable=both("no finite number can show it", "有限个数无法证实"),
            **missing | dict.fromkeys(["table", "unit", "statistic", "rows", "experiment"]),
        ),
    ]
    page = page_of(numbers)
    assert page.text_of("claim-depth") == (
        "– not tested Deeper is better. Why not the experiment far was not run Rule above 0.5 "
        "results/tables/accuracy.csv"
    )
    said = "Why not accuracy.csv has no epoch 30 here Rule"
    assert said in page.text_of("claim-empty")
    assert page.text_of("claim-universal") == (
        "– not tested Deeper is better. Why not no finite number can show it"
    )


ARTEFACT = "Is “a hundred times” an artefact?"


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ([DEPTH, {**CURVES, "title": "Small"}], True),
        ([DEPTH], False),
        ([DEPTH, {**CURVES, "activation": "tanh"}], False),
    ],
)
def test_the_same_network_is_set_beside_itself_where_it_was_trained_in_two_settings(
    tmp_path, settings, shown
):
    networks = {"replicates": 3, "networks": [book_network(2)]}
    experiments = {f"trained{n}": {**own, **networks} for n, own in enumerate(settings)}
    start = {**START, **networks, "replicates": 5}
    study = SmallStudy({"start": start, **experiments})
    page = page_of(WrittenStudy(study, tmp_path).report(), study)
    label = "The same network in every setting"
    assert (ARTEFACT in page.text) == (label in page.values("aria-label")) == shown
    if shown:
        table = page.text.partition(ARTEFACT)[2].partition("Decay over data gradient")[2]
        assert re.search(r"Does depth help\? 50,000 0\.0001 30 .* Small 1,000 0\.005 500 ", table)


@pytest.mark.parametrize("accuracy", [0.25, 0.269, 0.271])
def test_a_network_at_rest_is_told_beside_its_ratios(numbers, accuracy):
    for row in numbers["same_network"]:
        row["accuracy"] = estimate(0.95)
    numbers["same_network"][1]["accuracy"] = estimate(accuracy)
    said = (
        "In “How fast?” the network has learned nothing but the commonest answer, 25.00% of the "
        "images"
    )
    assert (said in page_of(numbers).text) == (accuracy < 0.27)


@pytest.mark.parametrize(
    ("weights", "slopes", "sentence"),
    [
        (0.995, 0.205, "Weights of this size neither add nor take; the slopes take 79.50%"),
        (1.24, 0.5, "Weights of this size neither add nor take; the slopes take 50.00%"),
        (1.5, 0.9, "The weights add to the errors; the slopes take 10.00%"),
        (0.7, 0.2, "The slopes do the larger part."),
        (0.2, 0.7, "The weights do the larger part."),
        (0.5, 1.2, "The weights do the larger part."),
        (3.0, 1.0, None),
        (1.2, 1.5, None),
    ],
)
def test_slopes_or_weights_are_blamed_as_their_factors_say(numbers, weights, slopes, sentence):
    parts = [p for p in numbers["backward_factors"] if p["network"] == DEEPEST]
    for part in numbers["backward_factors"]:
        part.update(weights=estimate(7.0), slopes=estimate(7.0))
    # Their geometric mean counts, and not the last layer, whose errors come from the output.
    for part, spread in zip(parts, (0.5, 2.0, 1.0), strict=False):
        part.update(weights=estimate(weights * spread), slopes=estimate(slopes / spread))
    text = page_of(numbers).text_of("why")
    assert (
        f"In {DEEPEST} before training the weights multiply the size of the errors by "
        f"{times(weights)} a layer and the slopes by {times(slopes)} (geometric means)."
    ) in text
    sentences = ["neither add", "The weights add", "The slopes do", "The weights do"]
    assert sum(map(text.count, sentences)) == bool(sentence)
    assert sentence is None or sentence in text
    balance = f"Weights {times(1 / (weights * slopes))} times as large would make up for both"
    assert (balance in text) == (weights * slopes < 1)


def test_the_balance_of_weights_and_slopes_is_that_of_theory(numbers):
    said = "theory puts the balance at"
    assert f"{said} 10.3 times" in page_of(numbers).text_of("why")
    numbers["critical_scales"] = {}
    assert said not in page_of(numbers).text_of("why")
    # Weights that would have to shrink, or less than now, are no balance to reach for.
    numbers["critical_scales"] = {"initial_speed": 1.0}
    assert said not in page_of(numbers).text_of("why")


@pytest.mark.parametrize(
    ("fewest", "said"),
    [(1.0, "every one of the factors is"), (0.937, "at least 93.70% of the factors of every")],
)
def test_how_many_factors_are_below_a_quarter_is_told_before_and_after_training(
    numbers, fewest, said
):
    for factor in numbers["slope_factors"]:
        factor["below_quarter"] = estimate(1.0 if factor["experiment"] == "initial_speed" else 0.8)
    start = [f for f in numbers["slope_factors"] if f["experiment"] == "initial_speed"]
    end = [f for f in numbers["slope_factors"] if f["experiment"] == "depth"]
    start[-1]["below_quarter"], end[1]["below_quarter"] = estimate(fewest), estimate(0.61)
    text = page_of(numbers).text_of("why")
    assert f"In the untrained networks of “Before training” {said}" in text
    assert "after training, in “Does depth help?”, 61.00% to 80.00% of those of a layer are" in text


def test_without_untrained_networks_only_the_factors_at_the_end_are_told(numbers):
    for factor in numbers["slope_factors"]:
        factor["below_quarter"] = estimate(0.8)
    for experiment in numbers["experiments"]:
        for network in experiment["networks"]:
            network["epochs"] = 30
    text = page_of(numbers).text_of("why")
    assert "In the untrained networks" not in text
    told = "After training, in “Does depth help?”, 80.00% to 80.00% of the factors of a layer are"
    assert told in text


GROW, STAY = "errors grow on their way back", "a layer changes the errors by less than a quarter"


@pytest.mark.parametrize(
    ("per_layer", "sentence"),
    [
        ((0.69, 0.68, 0.70), None),
        ((-0.3, -0.35, -0.25), GROW),
        # The interval has to leave a quarter either way behind, or to stay within it.
        ((-0.3, -0.6, -0.05), None),
        ((0.0, -0.05, 0.05), STAY),
        ((0.09, 0.05, 0.096), STAY),
        ((0.0, -0.2, 0.2), None),
        ((0.0,), None),
        ((-0.3,), None),
    ],
)
def test_errors_are_said_to_grow_or_to_stay_only_where_their_interval_says_so(
    numbers, per_layer, sentence
):
    for row in numbers["decay"]:
        row["per_layer"] = estimate(0.69, 0.68, 0.70)
    numbers["decay"][1].update(network="the-other", per_layer=estimate(*per_layer))
    text = page_of(numbers).text_of("theory")
    assert [told for told in (GROW, STAY) if f"in the-other {told}" in text] == (
        [sentence] if sentence else []
    )
    assert (text.count(GROW), text.count(STAY)) == (sentence == GROW, sentence == STAY)


def test_where_no_product_could_be_checked_none_is_said_to_agree(numbers):
    said = "they give the errors of backpropagation to within"
    assert said in page_of(numbers).text
    for row in numbers["decay"]:
        row["largest_error"] = None
    text = page_of(numbers).text
    assert "A product of matrices" in text and said not in text


WALL = "Deeper still, networks read no better than one answer would within this training"
RELU_SIX = {"layers": book_network(6), "activation": "relu"}


@pytest.mark.parametrize(
    ("accuracy", "cure", "said"),
    [
        ({1: 0.95, 2: 0.95, 4: 0.95}, None, None),
        ({1: 0.95, 2: 0.95, 4: 0.25}, None, ". With 4 hidden layers 784-30-30-30-30-10"),
        # Of several that learn nothing the shallowest marks the wall.
        ({1: 0.95, 2: 0.25, 4: 0.25}, None, ". With 2 hidden layers 784-30-30-10"),
        # A deeper network learns, or none does: depth alone is not what stops this one.
        ({1: 0.95, 2: 0.25, 4: 0.95}, None, None),
        ({1: 0.25, 2: 0.25, 4: 0.25}, None, None),
        (
            {1: 0.95, 2: 0.95, 4: 0.25, 6: 0.90},
            [RELU_SIX, book_network(1)],
            "; under other settings they do. With 4 hidden layers 784-30-30-30-30-10",
        ),
        (
            {1: 0.95, 2: 0.95, 4: 0.25, 3: 0.90},
            [{"layers": book_network(3), "activation": "relu"}, book_network(1)],
            ". With 4 hidden layers 784-30-30-30-30-10",
        ),
        (
            {1: 0.95, 2: 0.95, 4: 0.25, 6: 0.25},
            [RELU_SIX, book_network(1)],
            ". With 4 hidden layers 784-30-30-30-30-10",
        ),
    ],
)
def test_the_answer_names_the_depth_at_which_no_more_than_one_answer_was_learned(
    text_of, accuracy, cure, said
):
    experiments = one_experiment(*map(book_network, (1, 2, 4)))
    if cure:
        experiments["cure"] = {"title": "A cure", "networks": cure}
    text = text_of(SmallStudy(experiments, accuracy=accuracy.__getitem__))
    assert text.count(WALL) == bool(said)
    assert ("under other settings they do" in text) == bool(said and said[0] == ";")
    if said:
        assert re.search(
            re.escape(f"{WALL}{said} of “Does depth help?” reads 2")
            + r"\d\.\d\d% after 30 epochs, as giving every image one answer would\."
            + (r" With 6 hidden layers 784-6x30-10_relu reads 90" if said[0] == ";" else ""),
            text,
        )


def test_published_accuracies_have_columns_only_where_there_are_any(numbers):
    def columns(numbers):
        pieces = [piece.strip() for piece in page_of(numbers).pieces]
        return [pieces.count(column) for column in ("Note %", "Book %")]

    assert columns(numbers) == [1, 1]
    assert "Hollow red marks" in page_of(numbers).text
    for row in numbers["accuracy"][0]["rows"]:
        row.update(note=None, book=None)
    assert columns(numbers) == [0, 0]
    assert "Hollow red marks" not in page_of(numbers).text
    numbers["accuracy"][1]["rows"][1]["note"] = 0.4321
    assert columns(numbers) == [1, 1]
    assert "43.21" in page_of(numbers).text


@pytest.fixture
def plateau(judged):
    """The numbers of a study of the plateau, to be changed."""
    return judged("the plateau's").model_copy(update={"claims": []}).model_dump()


def plateau_page(numbers: dict) -> Page:
    return page_of(numbers, SHAPES["the plateau's"])


def test_the_plateau_has_a_section_only_where_updates_were_recorded(reports, plateau):
    assert page_of(reports("the book's")).text_of("plateau") == ""
    assert "No single answer costs less than 1.423" in plateau_page(plateau).text_of("plateau")


def row_of(numbers: dict, experiment: str, network: str) -> dict:
    return next(
        row
        for row in numbers["plateau"]
        if (row["experiment"], row["network"]) == (experiment, network)
    )


LONGER, NOT_LONGER = "Depth lengthens a plateau.", "Every network starts on a plateau."


def test_the_answer_tells_how_much_longer_a_layer_makes_the_plateau(plateau):
    two, three = (row_of(plateau, "plateau", f"784-{'30-' * k}10") for k in (2, 3))
    two["length"], three["length"] = estimate(100, 90, 110), estimate(1230, 1000, 1500)
    two["formula"]["ratio"], three["formula"]["ratio"] = estimate(1.1), estimate(1.9)
    answer = plateau_page(plateau).text_of("answer")
    assert LONGER in answer and NOT_LONGER not in answer
    said = (
        "with 2 hidden layers for 100 updates (median), with 3 hidden layers for 1,230, 12.3 times"
    )
    assert said in answer and "plateaus last 1.10 to 1.90 times what it says" in answer
    three["length"] = estimate(105, 95, 115)
    page = plateau_page(plateau)
    assert NOT_LONGER in page.text_of("answer") and LONGER not in page.text_of("answer")
    assert "do not show that depth lengthens it" in page.text_of("plateau")
    three["length"] = None
    answer = plateau_page(plateau).text_of("answer")
    assert LONGER not in answer and NOT_LONGER not in answer


def test_the_answer_says_who_stays_on_the_plateau_and_what_lets_its_like_leave(plateau):
    stuck = row_of(plateau, "limit", "784-30-30-30-10_regularisation-9")
    freed = row_of(plateau, "limit", "784-30-30-30-10")
    freed["length"] = estimate(900, 800, 1000)
    answer = plateau_page(plateau).text_of("answer")
    assert "Enough weight decay keeps a network on it, by theory for ever." in answer
    assert "no replicate of 784-30-30-30-10_regularisation-9" in answer
    assert "leaves it within 150,000 updates" in answer
    assert "Without weight decay every replicate does, after 900 updates in the median" in answer
    assert "At the end of its training it reads 96.2" in answer
    # Theory says that it would leave, later: it is not for ever.
    stuck["growth"] = 1.0
    answer = plateau_page(plateau).text_of("answer")
    assert "for ever" not in answer and "Some plateaus outlast the training." in answer
    freed["weight_decay"] = 1e-5
    assert "With λ/n = 1.0·10⁻⁵ every replicate does" in plateau_page(plateau).text_of("answer")
    freed |= {"weight_decay": stuck["weight_decay"], "weight_scale": 4.0}
    answer = plateau_page(plateau).text_of("answer")
    assert "from initial weights 4 times as large, every replicate does" in answer
    freed |= {"left": 0, "length": None}
    answer = plateau_page(plateau).text_of("answer")
    assert "outlast" not in answer and "no replicate of" not in answer


@pytest.mark.parametrize(
    ("ratios", "sentence"),
    [
        ((1.1, 1.9), "The formula is too short everywhere: plateaus last from 1.10 (784-30-30-10)"),
        ((0.2, 0.9), "The formula is too long everywhere: plateaus last from 0.200"),
        ((0.5, 2.0), "Plateaus last from 0.500 (784-30-30-10) to 2.00 times (784-30-30-30-10)"),
        (
            (None, 2.0),
            "In 784-30-30-30-10 the plateau lasts 2.00 times as long as the formula says",
        ),
        ((None, None), None),
    ],
)
def test_what_the_formula_gets_wrong_is_said_as_its_ratios_say(plateau, ratios, sentence):
    for depth, ratio in zip((2, 3), ratios, strict=True):
        row = row_of(plateau, "plateau", f"784-{'30-' * depth}10")
        row["formula"]["ratio"] = ratio and estimate(ratio)
    text = plateau_page(plateau).text_of("plateau").partition("For ever?")[0]
    beginnings = ("The formula is too", "Plateaus last from", "In 784-30-30-30-10 the plateau")
    assert sum(text.count(told) for told in beginnings) == bool(sentence)
    assert sentence is None or sentence in text


def test_who_does_not_do_what_theory_says_is_named_by_number(plateau):
    text = plateau_page(plateau).text_of("plateau")
    wall = text.partition("For ever?")[2].partition("Every network of")[0]
    assert "right about 18 of 18 replicates" in wall and "Wrong:" not in wall
    some = row_of(plateau, "wall", "784-30-30-10_regularisation-9")
    every = row_of(plateau, "wall", "784-30-30-10")
    some["formula"]["wrong"], every["formula"]["wrong"] = [0, 2], [0, 1, 2]
    text = plateau_page(plateau).text_of("plateau")
    wall = text.partition("For ever?")[2].partition("Every network of")[0]
    assert "The formula is right about 13 of 18 replicates" in wall
    assert (
        "Wrong: every replicate of 784-30-30-10 and replicates 0 and 2 of "
        "784-30-30-10_regularisation-9."
    ) in wall


def test_the_map_counts_who_learns_on_either_side_of_its_borders(plateau):
    text = plateau_page(plateau).text_of("plateau")
    # The accuracies of this study know nothing of plateaus: all are those of networks that learn.
    assert (
        "Between the two lines 4 of 4 networks read clearly more than one answer would, below the "
        "solid one 2 of 2, above the dashed one 3 of 3."
    ) in text
    assert "the deepest network above it that learns has 6 hidden layers." in text
    [accuracies] = [a for a in plateau["accuracy"] if a["experiment"] == "map"]
    for row in accuracies["rows"]:
        row["validation"] = estimate(0.25)
    text = plateau_page(plateau).text_of("plateau")
    assert "above the dashed one 0 of 3." in text and "the deepest network above it" not in text


def test_networks_without_predictions_have_lengths_alone(plateau):
    for row in plateau["plateau"]:
        row |= {"formula": None, "from_start": None, "growth": None}
    page = plateau_page(plateau)
    text = page.text_of("plateau")
    assert "each further layer makes it about" in text
    assert "right about" not in text and "too short" not in text
    assert "Between the two lines" not in text


def test_training_is_said_to_grow_the_weights_where_it_has(numbers):
    said = "By epoch 3 the weights of"
    assert said not in page_of(numbers).text_of("why")
    factors = [
        {"experiment": "depth", "network": DEEPEST, "epoch": epoch, "layer": layer}
        | {"weights": estimate(weights, weights - 0.1, weights + 0.1), "slopes": estimate(0.15)}
        for epoch, weights in ((0, 1.0), (3, 6.0))
        for layer in (1, 2, 3)
    ]
    numbers["trained_factors"] = factors
    text = page_of(numbers).text_of("why")
    assert f"{said} {DEEPEST} multiply the errors by 6.00 a layer, before training by 1.00" in text
