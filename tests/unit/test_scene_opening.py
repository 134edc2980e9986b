"""The answer in short: it says what the scenes after it show, and no more."""

import pytest
from rendered_scene import network, study_from, told

WATCHED = {"epochs": 30, "updates": 150_000, "recorded_updates": 20, "replicates": 8}
START = network("start", 4)
SERIES = [network("plateau", layers, **WATCHED, regularisation=0) for layers in (2, 4)]
STUCK = network("limit", 6, **WATCHED)
FREE = network("limit", 6, **WATCHED, regularisation=0) | {"network": "free"}
WEIGHTS = {"initialiser": "scaled_gaussian weight_scale-4", "weight_scale": 4.0, "bias_sd": 0.0}
LARGER = network("limit", 6, **WATCHED, **WEIGHTS) | {"network": "larger"}


def place(row: dict) -> dict:
    """Experiment and network of a row."""
    return {name: row[name] for name in ("experiment", "network")}


def ratio(median: float, low: float | None, high: float | None) -> dict:
    """How fast the last of four hidden layers starts beside the first."""
    ends = {"from_layer": 1, "to_layer": 4, "epoch": 0, "measure": "bias_gradient_norm"}
    return place(START) | ends | {"median": median, "ci_low": low, "ci_high": high}


def length(row: dict, median: float | None, **values) -> dict:
    """A row of plateau_lengths.csv."""
    settings = {name: row[name] for name in ("hidden_layers", "weight_scale", "replicates")}
    ends = {} if median is None else {"ci_low": 0.9 * median, "ci_high": 1.1 * median}
    left = 0 if median is None else row["replicates"]
    decay = {"weight_decay": row["regularisation"] / 50_000, "updates": 150_000}
    return place(row) | settings | decay | ends | {"left": left, "median_updates": median} | values


def reads(row: dict, mean: float) -> dict:
    """A row of accuracy.csv."""
    at_the_end = {"split": "validation", "statistic": "last_epoch"}
    return place(row) | at_the_end | {"mean": mean, "ci_low": mean}


def opening(course=(), lengths=(), accuracies=(), language="en") -> str:
    """What the scene says of a study with such a start, such plateaus and such accuracies."""
    study = study_from(
        networks=[START, *SERIES, STUCK, FREE, LARGER],
        learning_speed_ratios=[ratio(*course)] if course else [],
        plateau_lengths=lengths,
        accuracy=accuracies,
    )
    return told("opening", study, language)


LONGER = [length(SERIES[0], 446), length(SERIES[1], 5948)]
SLOWER, FASTER, ALIKE = (120.0, 116.0, 126.0), (0.5, 0.4, 0.6), (1.1, 0.9, 1.2)


@pytest.mark.parametrize(
    ("course", "lengths", "en", "zh"),
    [
        (SLOWER, LONGER, "The first of 4 hidden layers starts 120 times slower", "的 120 倍"),
        (FASTER, LONGER, "Here the product grows", "这里乘积不断增大"),
        (ALIKE, LONGER, "Because a deep network first waits", "先要等待"),
        (ALIKE, (), "This study cannot give the whole answer.", "无法给出完整的答案"),
        ((120.0, None, None), (), "This study cannot give the whole answer.", "无法给出完整"),
    ],
)
def test_the_answer_is_the_first_of_what_the_study_shows(course, lengths, en, zh):
    assert en in opening(course, lengths)
    assert zh in opening(course, lengths, language="zh")


def test_what_a_small_gradient_costs_is_told_where_depth_lengthens_the_plateau():
    text = opening(SLOWER, LONGER)
    assert (
        "Without weight decay, networks with 2 hidden layers stay on this plateau for 446" in text
    )
    assert "those with 4 hidden layers for 5,950 (5,350 to 6,540)." in text
    assert "fitted parameters" not in text
    assert "the longer it waits" not in opening(SLOWER, [length(SERIES[0], 446)])

    decayed = [length(SERIES[0], 446, weight_decay=1e-4), LONGER[1]]
    assert "same answer. Networks with 2 hidden layers" in opening(SLOWER, decayed)


@pytest.mark.parametrize(
    ("ratios", "close", "said"),
    [
        ((0.9, 1.2), "comes close", "0.900 to 1.20"),
        ((0.9, 3.0), "is not always close", "0.900 to 3.00"),
        ((0.5, 1.1), "is not always close", "0.500 to 1.10"),
        ((None, 1.1), "comes close", "1.10"),
    ],
)
def test_theory_is_as_close_as_measured(ratios, close, said):
    lengths = [row | {"from_start_ratio": ratio} for row, ratio in zip(LONGER, ratios, strict=True)]

    text = opening(SLOWER, lengths)
    assert f"the same product, with nothing fitted, {close}: from each" in text
    assert f"the plateaus last {said} times as long as it says." in text


def test_the_least_certain_interval_and_a_worse_formula_are_told():
    ends = [(0.9, 1.2), (0.6, 1.3)]
    lengths = [
        row
        | {"from_start_ratio": 1.1, "from_start_ratio_low": low, "from_start_ratio_high": high}
        | {"formula_ratio": formula}
        for row, (low, high), formula in zip(LONGER, ends, (1.1, 1.9), strict=True)
    ]

    text = opening(SLOWER, lengths)
    assert "as long as it says, with 4 hidden layers anything from 0.600 to 1.30." in text
    assert "A plain formula is further off: 1.10 to 1.90." in text
    assert "further off" not in opening(SLOWER, [row | {"formula_ratio": 1.05} for row in lengths])


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({}, "MNIST holds handwritten digits", "nothing of that kind"),
        (
            {"dataset": "clothes"},
            "Each image has 28×28=784 pixels; there are 10 classes, so that guessing is right",
            "digits",
        ),
        ({"activation": "tanh"}, "and passes on σ(z), with", "the sigmoid"),
        ({"layers": "784-300-30-10"}, "k hidden layers. A neuron", "neurons each"),
    ],
)
def test_a_newcomer_is_told_what_this_study_is_made_of(changes, said, unsaid):
    study = study_from(
        networks=[START | changes], learning_speed_ratios=[ratio(*SLOWER)], accuracy=[]
    )

    text = told("opening", study)
    assert said in text
    assert unsaid not in text


def test_an_epoch_is_one_of_the_first_network_that_is_trained():
    trained = network("depth", 2, epochs=5, images=10_000, updates=5_000)
    study = study_from(networks=[START, trained], learning_speed_ratios=[ratio(*SLOWER)])

    assert "An epoch passes through all 10,000 images: 5 epochs make 5,000" in told(
        "opening", study
    )


def test_who_reconstructs_images_is_not_told_of_classes():
    study = study_from(
        networks=[START | {"task": "reconstruct"}], learning_speed_ratios=[ratio(*SLOWER)]
    )

    assert "the last" in told("opening", study)
    assert "mini-batch" not in told("opening", study)


def test_decay_wins_where_less_of_it_frees_the_network():
    held, free, larger = length(STUCK, None), length(FREE, 109_000), length(LARGER, 276)
    accuracies = [reads(STUCK, 0.1045), reads(FREE, 0.8917), reads(LARGER, 0.9622)]

    text = opening(SLOWER, [*LONGER, held, free, larger], accuracies)
    assert "none of 8 starts leaves the plateau in 150,000 updates. The network" in text
    assert (
        "classifies 10.45% of the images correctly. Without decay it leaves and reaches 89" in text
    )
    assert "with first weights 4 times as large and biases of zero it reaches 96.22%" in text

    walled = [*LONGER, held | {"growth": 4.3e-5}, free, larger]
    assert "updates, and theory says none ever will." in opening(SLOWER, walled, accuracies)

    assert "in spite of" not in opening(SLOWER, [*LONGER, held, free], accuracies)
    assert "decay wins" not in opening(SLOWER, [*LONGER, held, larger], accuracies)
    assert "decay wins" not in opening(SLOWER, [*LONGER, held, free])

    one = [row | {"replicates": 1} for row in (held, free)]
    assert "the one start does not leave the plateau in" in opening(SLOWER, one, accuracies)


def test_without_layers_to_compare_and_plateaus_there_is_no_answer():
    assert not told("opening", study_from(networks=[network("depth", 1, epochs=30)]))
