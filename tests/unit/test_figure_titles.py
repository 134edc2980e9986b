"""The title of a figure says what its numbers say, and something else where they do."""

import pytest
from small_study import SHAPES, TEMPLATES, WrittenStudy

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.report.figure_titles import FigureTitles
from hardtotrain.report.findings import Findings
from hardtotrain.report.language import Phrase, Strings
from hardtotrain.report.numbers import Report

STRINGS = Strings(TEMPLATES / "strings")


@pytest.fixture(scope="module")
def book_report(tmp_path_factory):
    """The numbers of a study of the book's shape."""
    written = WrittenStudy(SHAPES["the book's"], tmp_path_factory.mktemp("study"))
    return written.report().model_dump()


@pytest.fixture
def numbers(book_report):
    """The same, to be changed."""
    return Report.model_validate(book_report).model_dump()


def title(numbers: dict, figure: str, experiment: str) -> Phrase | None:
    return FigureTitles(Findings(Report.model_validate(numbers)), STRINGS)(figure, experiment)


def estimate(value, low=None, high=None):
    return {"value": value, "low": low, "high": high, "replicates": 8}


UP, DOWN, UNCLEAR = (0.004, 0.002, 0.006), (-0.003, -0.005, -0.001), (0.001, -0.002, 0.004)
CONCLUSIONS = {"p_holm": 0.2, "probability_better": 0.6, "margin": 0.002, "equivalent": False}


def set_differences(numbers: dict, *differences: tuple | None) -> None:
    """Of two, three and four hidden layers from one, in the experiment depth."""
    first, *others = numbers["accuracy"][0]["rows"]
    first["validation"] = estimate(0.95, 0.94, 0.96)
    for row, difference in zip(others, differences, strict=True):
        row["difference"] = difference and estimate(*difference) | CONCLUSIONS


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (
            (UP, UNCLEAR, UNCLEAR),
            "With 2 hidden layers accuracy is 0.40 points higher than with 1 hidden layer; with 3 "
            "and 4 hidden layers no difference is shown",
        ),
        (
            (UNCLEAR, DOWN, UNCLEAR),
            "With 3 hidden layers accuracy is 0.30 points lower than with 1 hidden layer; with 2 "
            "and 4 hidden layers no difference is shown",
        ),
        (
            (UP, UNCLEAR, DOWN),
            "With 2 hidden layers accuracy is 0.40 points higher than with 1 hidden layer; with 4 "
            "hidden layers it is 0.30 points lower",
        ),
        (
            (UP, (0.02, 0.01, 0.03), UP),
            "Accuracy is higher with every other network than with 1 hidden layer, by up to 2.00 "
            "points",
        ),
        (
            (DOWN, DOWN, DOWN),
            "Accuracy is lower with every other network than with 1 hidden layer, by up to 0.30 "
            "points",
        ),
        (
            (UNCLEAR, UNCLEAR, UNCLEAR),
            "No network’s accuracy is shown to differ from that with 1 hidden layer",
        ),
        # Of a network whose replicates all diverged nothing is said.
        (
            (UP, UP, None),
            "With 2 hidden layers accuracy is 0.40 points higher than with 1 hidden layer",
        ),
        # One replicate gives no interval, and without one nothing is shown.
        (((0.02,), (0.03,), (0.04,)), None),
    ],
)
def test_what_depth_does_is_told_as_far_as_its_intervals_go(numbers, differences, said):
    set_differences(numbers, *differences)
    told = title(numbers, "accuracy", "depth")
    assert said == (told and told.en)


def test_networks_that_differ_in_more_than_depth_are_told_by_their_names(numbers):
    set_differences(numbers, UNCLEAR, DOWN, UNCLEAR)
    numbers["accuracy"][0]["depth_series"].pop()
    told = title(numbers, "accuracy", "depth")
    assert told.en == (
        "With 784-30-30-30-10 accuracy is 0.30 points lower than with 784-30-10; with 784-30-30-10 "
        "and 784-30-30-30-30-10 no difference is shown"
    )
    assert told.zh == (
        "784-30-30-30-10 的准确率比 784-30-10 低 0.30 个百分点；784-30-30-10 和 784-30-30-30-30-10 "
        "则看不出差别"
    )


@pytest.mark.parametrize(
    ("accuracies", "said"),
    [
        (
            (0.95, 0.95, 0.95, 0.25),
            "784-30-30-30-30-10 is no better than one answer for every image; 784-30-30-30-10 "
            "reads 95.00%",
        ),
        (
            (0.95, 0.96, 0.25, 0.25),
            "784-30-30-30-10 and 784-30-30-30-30-10 are no better than one answer for every image; "
            "784-30-30-10 reads 96.00%",
        ),
        ((0.25, 0.25, 0.25, 0.25), "No network is better than one answer for every image"),
    ],
)
def test_networks_that_learn_nothing_are_told_first(numbers, accuracies, said):
    for row, accuracy in zip(numbers["accuracy"][0]["rows"], accuracies, strict=True):
        row["validation"] = estimate(accuracy, accuracy - 0.01, accuracy + 0.01)
    assert title(numbers, "accuracy", "depth").en == said


def costs(*ratios: tuple) -> list[dict]:
    """Training costs beside those of the first network, whose ratios to it are given."""
    rows = [{"network": "first", "cost": estimate(0.1, 0.09, 0.11), "ratio": None}]
    rows += [
        {"network": f"n{n}", "cost": estimate(0.1 * ratio[0], 0.01, 0.5), "ratio": estimate(*ratio)}
        for n, ratio in enumerate(ratios)
    ]
    return [{"experiment": "depth"} | row for row in rows]


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        (
            ((0.5, 0.4, 0.6), (0.25, 0.2, 0.3)),
            "n1 ends with 0.250 times the training cost of first",
        ),
        # The lowest value does not count if its interval allows more.
        (
            ((0.5, 0.4, 0.6), (0.25, 0.1, 1.3)),
            "n0 ends with 0.500 times the training cost of first",
        ),
        (
            ((1.5, 1.4, 1.6), (0.9, 0.7, 1.1)),
            "No network is shown to end with a lower training cost than first",
        ),
        (((0.5,), (0.25,)), None),
        ((), None),
    ],
)
def test_a_lower_training_cost_is_told_where_it_is_shown(numbers, ratios, said):
    numbers["training_costs"] = costs(*ratios)
    told = title(numbers, "training_cost", "depth")
    assert said == (told and told.en)


def test_costs_of_different_tasks_are_not_compared(numbers):
    numbers["training_costs"] = costs((0.5, 0.4, 0.6))
    numbers["experiments"][0]["differs"] = ["task"]
    assert title(numbers, "training_cost", "depth") is None


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            [(0.86, 0.85, 0.87)],
            "In 86.00% of all pairs the neuron of the later hidden layer learns",
        ),
        ([(0.2, 0.1, 0.3)], "In 80.00% of all pairs the neuron of the earlier hidden layer learns"),
        (
            [(0.86, 0.85, 0.87), (0.7, 0.6, 0.8)],
            "In at least 70.00% of the pairs of two layers the",
        ),
        ([(0.2, 0.1, 0.3), (0.3, 0.2, 0.4)], "In at least 70.00% of the pairs of two layers the"),
        ([(0.6, 0.4, 0.8)], "No hidden layer’s neurons are shown to learn faster throughout"),
        ([(0.9, 0.8, 1.0), (0.2, 0.1, 0.3)], "No hidden layer’s neurons are shown to learn faster"),
        ([(0.86,)], None),
        ([], None),
    ],
)
def test_whose_neurons_learn_faster_is_told_of_the_network_that_is_drawn(numbers, shares, said):
    drawn = [
        {"network": "784-30-30-10", "layer": layer, "share": estimate(*share)}
        for layer, share in enumerate(shares, start=2)
    ]
    other = {"network": "784-30-30-30-10", "layer": 2, "share": estimate(0.01, 0.0, 0.02)}
    numbers["initial_speed"]["neuron_order"] = [*drawn, other] if drawn else []
    told = title(numbers, "neurons", "initial_speed")
    assert told.en.startswith(said) if said else told is None


SPEEDS = [
    ((64.0, 50.0, 80.0), "slower", "64.0"),
    ((0.5, 0.4, 0.6), "faster", "2.00"),
    ((1.1, 0.8, 1.4), "alike", None),
    ((64.0,), None, None),
]


@pytest.mark.parametrize(("ratio", "way", "times"), SPEEDS)
def test_which_layer_starts_faster_is_told(numbers, ratio, way, times):
    for row in numbers["initial_speed"]["ratios"]:
        row["ratio"] = estimate(*ratio)
    told = title(numbers, "initial_speed", "initial_speed")
    assert (told and told.en) == {
        "slower": f"The first of 4 hidden layers starts {times} times slower than the last",
        "faster": f"The first of 4 hidden layers starts {times} times faster than the last",
        "alike": "Neither the first nor the last of 4 hidden layers is shown to start faster",
        None: None,
    }[way]


@pytest.mark.parametrize(("ratio", "way", "times"), SPEEDS)
def test_which_layer_is_faster_after_training_is_told(numbers, ratio, way, times):
    for row in numbers["learning_speed"][0]["ratios"]:
        row["ratio"] = estimate(*(ratio if row["epoch"] == 30 else (7.0, 6.0, 8.0)))
    told = title(numbers, "learning_speed", "depth")
    assert (told and told.en) == {
        "slower": f"After 30 epochs the first of 4 hidden layers learns {times} times slower than "
        "the last, by the book’s measure",
        "faster": "After 30 epochs the first of 4 hidden layers is the faster one by the book’s "
        f"measure, {times} times as fast as the last",
        "alike": "After 30 epochs neither the first nor the last of 4 hidden layers is shown to "
        "learn faster",
        None: None,
    }[way]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([1.0, 1.0], "Every factor |wσ′| of the hidden layers is below 1/4"),
        # However near to all, some is not all.
        ([1.0, 0.999999], "99.99% to 100.00% of the factors |wσ′| of a hidden layer are below 1/4"),
        ([0.5, 0.93], "50.00% to 93.00% of the factors |wσ′| of a hidden layer are below 1/4"),
        ([0.93], "93.00% of the factors |wσ′| of the hidden layers are below 1/4, not all"),
        ([], None),
    ],
)
def test_how_many_factors_are_below_a_quarter_is_told(numbers, shares, said):
    factor = numbers["slope_factors"][0]
    numbers["slope_factors"] = [
        factor | {"experiment": "depth", "below_quarter": estimate(share)} for share in shares
    ]
    told = title(numbers, "slope_factors", "depth")
    assert told.en.startswith(said) if said else told is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (0.026, "Theory predicts the errors of each layer to within 2.6%"),
        # What is rounded must not promise more.
        (0.0261, "Theory predicts the errors of each layer to within 2.7%"),
        (0.5, "Theory misses the errors of some layer by 50.0%"),
    ],
)
def test_how_close_theory_is_is_told(numbers, error, said):
    numbers["prediction_errors"]["initial_speed"] = error
    assert title(numbers, "mean_field", "initial_speed").en == said
    del numbers["prediction_errors"]["initial_speed"]
    assert title(numbers, "mean_field", "initial_speed") is None


@pytest.mark.parametrize(
    ("start", "furthest", "end", "said"),
    [
        (0.5, 0.07, 0.07, "The mean activation of hidden layer 4 of net goes from 0.50 to 0.07 by"),
        (0.5, 0.07, 0.4, "by epoch 6, and is 0.40 at the end"),
        (0.0, -0.9, -0.9, "goes from 0.00 to −0.90 by epoch 6"),
        (0.5, 0.431, 0.5, "No hidden layer’s mean activation moves by more than 0.07"),
    ],
)
def test_how_far_activations_move_and_whether_they_return_is_told(
    numbers, start, furthest, end, said
):
    course = {"experiment": "depth", "network": "net", "layer": 4, "furthest_epoch": 6}
    numbers["activation_courses"] = [course | {"start": start, "furthest": furthest, "end": end}]
    told = title(numbers, "activations", "depth").en
    assert said in told
    assert ("at the end" in told) == (abs(end - furthest) > 0.3)
    assert title(numbers, "activations", "learning_speed") is None


def test_starts_are_counted_by_what_they_do_to_the_errors(numbers):
    row = numbers["decay"][0] | {"experiment": "initial_speed", "also_in": []}
    per_layer = [(0.69, 0.68, 0.70)] * 3 + [(-0.3, -0.35, -0.25)] * 2 + [(0.0, -0.05, 0.05)]
    rows = [row | {"per_layer": estimate(*ends)} for ends in per_layer]
    # One that starts alike elsewhere counts here too, one of another experiment does not.
    rows[0] |= {"experiment": "elsewhere", "also_in": ["initial_speed"]}
    numbers["decay"] = [*rows, rows[-1] | {"experiment": "elsewhere"}]
    assert title(numbers, "histograms", "initial_speed").en == (
        "Of 6 starts 3 let errors shrink on their way back, 2 let them grow, 1 leave them as they "
        "are"
    )
    numbers["decay"] = []
    assert title(numbers, "histograms", "initial_speed") is None


def test_the_smallest_and_largest_errors_after_training_are_told(numbers):
    ends = {"784-30-30-10": 2.0, "784-30-30-30-10": 0.5, "784-30-30-30-30-10": 40.0}
    for row in numbers["learning_speed"][0]["ratios"]:
        at_end = row["epoch"] == 30 and row["measure"] == "bias_gradient_rms"
        ratio = ends[row["network"]] if at_end else 1000.0
        row["ratio"] = estimate(ratio, ratio / 2, 2 * ratio)
    assert title(numbers, "histograms", "depth").en == (
        "After training, errors in the first hidden layer are 0.0250 times those in the last in "
        "784-30-30-30-30-10, 2.00 times in 784-30-30-30-10"
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_every_figure_of_a_study_of_any_shape_has_a_title_or_none(shape, tmp_path):
    written = WrittenStudy(SHAPES[shape], tmp_path)
    titles = FigureTitles(Findings(written.report()), STRINGS)
    assert set(titles.of_figure) <= set(FIGURES)
    for figure, experiment in written.figures():
        told = titles(figure, experiment)
        assert told is None or (told.en and told.zh)
        # One replicate gives no interval; what is counted or computed needs none.
        if (shape, experiment) == ("one replicate", "depth") and figure != "slope_factors":
            assert told is None


def test_a_single_network_is_told_with_its_accuracy(tmp_path):
    study = SHAPES["one network"]
    report = WrittenStudy(study, tmp_path).report()
    accuracy = report.accuracy[0].rows[0].validation
    told = FigureTitles(Findings(report), STRINGS)("accuracy", "depth").en
    assert told == (
        f"784-30-30-10 reads {100 * accuracy.value:.2f}% of the validation images "
        f"({100 * accuracy.low:.2f} to {100 * accuracy.high:.2f})"
    )


def test_an_experiment_s_finding_is_that_of_its_first_figure_that_shows_one(numbers):
    titles = FigureTitles(Findings(Report.model_validate(numbers)), STRINGS)
    figures = [(name, "depth") for name in ("histograms", "neurons", "accuracy")]
    accuracy, histograms = titles("accuracy", "depth"), titles("histograms", "depth")
    assert accuracy and histograms and accuracy != histograms
    assert titles.of_experiment("depth", figures) == accuracy
    assert titles.of_experiment("depth", figures[:2]) == histograms
    assert titles.of_experiment("depth", figures[1:2]) is None
    numbers["accuracy"] = []
    titles = FigureTitles(Findings(Report.model_validate(numbers)), STRINGS)
    assert titles.of_experiment("depth", figures) == histograms
