"""The page says what the numbers say, whole and safe for a study of any shape."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from small_study import (
    DEPTH,
    SHAPES,
    START,
    TEMPLATES,
    SmallStudy,
    WrittenStudy,
    book_network,
    one_experiment,
)

from hardtotrain.report.findings import Findings
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
        names += [("neurons", start), ("initial_speed", start), ("mean_field", start)]
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


def study_of(*networks, accuracy=None, **changes) -> SmallStudy:
    """One experiment of some networks, with an accuracy for each number of hidden layers."""
    if accuracy:
        changes["accuracy"] = accuracy.__getitem__
    return SmallStudy(one_experiment(*networks), **changes)


@pytest.fixture
def text_of(tmp_path):
    """The text of the page of a study."""
    return lambda study: page_of(WrittenStudy(study, tmp_path).report()).text


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
    assert f"with {hidden}" not in page_of(numbers).text


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
    text = page_of(written.report()).text
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
    page = page_of(reports(shape))
    answer = page.text.partition("The answer")[2].partition("The answer")[2]
    assert said in answer[:700]


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
        ((1.0, 0.9, 1.1), "Before training, the first layer and the last are about as fast.", None),
        ((3.0, 0.9, 9.0), "Before training, the first layer and the last are about as fast.", None),
        ((0.4, 0.1, 1.2), "Before training, the first layer and the last are about as fast.", None),
        ((3.0,), "Before training, the first layer and the last are about as fast.", None),
    ],
)
def test_slowdown_is_claimed_only_where_it_was_measured(numbers, ratio, sentence, factor):
    for row in numbers["initial_speed"]["ratios"]:
        row["ratio"] = estimate(*ratio)
    text = page_of(numbers).text
    sentences = ["times slower than the last.", "times faster than the last.", "about as fast."]
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
        f"the median over {replicates} untrained networks with 4 hidden layers; in {ordered} of the"
        f" {replicates} every hidden layer learns faster than the one before it."
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
        text = page_of(reports(shape)).text
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
    text = page_of(changed).text
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
    numbers["experiments"][1]["networks"][1].update(images=2_500, epochs=70)
    numbers["experiments"][2]["networks"][0].update(probe_images=77)
    text = page_of(numbers).text
    assert "A reproduction with 21 trained and 15 untrained networks" in text
    assert "50,000 training, 10,000 validation, 9,999 test images" in text
    assert "50,000 training images, 30 epochs; every dot" in text
    assert "1,000, 2,500 training images, 70, 500 epochs; every dot" in text
    assert "over the first 77, 1,000 training images" in text
    assert "After 500 epochs on 1,000 images, the last hidden layer of" in text


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
        "theory": bool(report.mean_field),
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
    assert len(figures) == 7
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
