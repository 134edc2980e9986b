"""How a deep network begins to learn: the scene says how long it waits, and how right theory is."""

import pytest
from rendered_scene import study_of, told

WATCHED = {"regularisation": 0, "ends": "plateau_left", "record": {"updates": 20}}
SERIES = {"plateau": {**WATCHED, "networks": [{"hidden_layers": [1, 2, 4], "width": 30}]}}
NAMES = {1: "784-30-10", 2: "784-30-30-10", 3: "784-30-30-30-10", 4: "784-30-30-30-30-10"}


def length(layers, median=None, formula=None, from_start=None, apart=0.1, **values):
    """A row of plateau_lengths.csv whose intervals reach a share `apart` to either side."""

    def about(prefix, centre):
        ends = (None, None) if centre is None else ((1 - apart) * centre, (1 + apart) * centre)
        return dict(zip((f"{prefix}_low", f"{prefix}_high"), ends, strict=True))

    return {
        "experiment": "plateau",
        "network": NAMES[layers],
        "hidden_layers": layers,
        "weight_decay": 0.0,
        "growth": 0.2**layers,
        "replicates": 8,
        "left": 0 if median is None else 8,
        "updates": 150_000,
        "median_updates": median,
        "formula_ratio": formula,
        "from_start_ratio": from_start,
        **about("ci", median),
        **about("formula_ratio", formula),
        **about("from_start_ratio", from_start),
    } | values


def scene(*lengths, experiments=SERIES, language="en"):
    one = {"experiment": lengths[0]["experiment"], "network": lengths[0]["network"]}
    study = study_of(experiments, plateau_lengths=lengths, plateau=[{**one, "plateau_cost": 3.249}])
    return told("plateau", study, language)


def test_depth_lengthens_the_wait():
    text = scene(length(1, 77), length(2, 446, 1.3, 1.1), length(4, 5948, 1.8, 0.9))

    assert "the deeper it is, the longer it stays there" in text
    assert "Its cost is 3.25, and there the cost rests" in text
    assert "the cross-entropy counts every output" in text
    assert (
        "Without weight decay, networks with 2 hidden layers stay on it for 446 updates, "
        "those with 4 hidden layers for 5,950 of the 150,000 training updates." in text
    )
    assert "and g falls from 0.040 to 0.0016." in text


@pytest.mark.parametrize(
    "lengths",
    [
        (length(2, 446), length(4, 500)),
        (length(2, 5948), length(4, 446)),
        (length(2, 446, ci_high=None), length(4, 5948, ci_low=None)),
    ],
)
def test_what_intervals_do_not_show_is_not_said(lengths):
    text = scene(*lengths)

    assert "That depth lengthens the wait is not shown here" in text
    assert "the longer it stays" not in text


def test_networks_that_stay_are_told():
    text = scene(length(2, 446), length(4))

    assert "Those with 4 hidden layers do not leave it within their training." in text
    assert "until their training ends" in scene(length(2), length(4))


def test_a_network_that_some_starts_leave_is_told_with_their_number():
    text = scene(length(2, left=1), length(4))

    assert "With 2 hidden layers it is left by 1 of 8 starts within their training. Those" in text
    assert "until their training ends" not in text


def test_the_factor_of_the_figure_is_said_to_be_an_average_where_it_has_one():
    lengths = [length(2, 446, 1.3), length(3, 1600, 1.5), length(4, 5948, 1.8)]
    experiments = {
        "plateau": {**WATCHED, "networks": [{"hidden_layers": [1, 2, 3, 4], "width": 30}]}
    }
    said = "further layer is the average from 2 hidden layers on; by the formula, as it divides by"

    assert said in scene(*lengths, experiments=experiments)
    assert said not in scene(lengths[0], lengths[2])
    decayed = [row | {"weight_decay": 1e-4} for row in lengths]
    assert "from 2 hidden layers on. The" in scene(*decayed, experiments=experiments)


def test_weight_decay_is_told_where_networks_have_it():
    without = scene(length(2, 446, 1.3), length(4, 5948, 1.8))
    decayed = scene(length(2, 446, 1.3, weight_decay=1e-4), length(4, 5948, 1.8))

    assert "Without weight decay" in without
    assert "μ = λ/n" not in without
    assert "a plateau. Networks with 2 hidden layers stay on it" in decayed
    assert "μ = λ/n" in decayed


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        (
            (1.3, 1.8),
            "1.30 to 1.80 times as long as this says: averaged over starts, its predictions are "
            "too short at every depth (with 4 hidden layers, 1.62 to 1.98).",
        ),
        (
            (0.5, 0.6),
            "0.500 to 0.600 times as long as this says: averaged over starts, its predictions are "
            "too long at every depth (with",
        ),
        (
            (0.9, 1.8),
            "last 0.900 to 1.80 times as long as this says (with 4 hidden layers, 1.62 to",
        ),
    ],
)
def test_the_formula_is_as_wrong_as_measured(ratios, said):
    text = scene(length(2, 446, ratios[0], 1.1), length(4, 5948, ratios[1], 1.2))

    assert said in text
    assert "There the ratio is 1.10 to 1.20 (with 4 hidden layers, 1.08 to 1.32)." in text


@pytest.mark.parametrize("apart", [0.1, 0.5, None])
def test_the_formula_is_too_short_where_no_interval_of_a_ratio_says_otherwise(apart):
    without = {"formula_ratio_low": None, "formula_ratio_high": None} if apart is None else {}
    lengths = (
        length(layers, median, ratio, apart=apart or 0.1, **without)
        for layers, median, ratio in ((2, 446, 1.3), (4, 5948, 1.8))
    )
    text = scene(*lengths)

    assert ("its predictions are too short at every depth" in text) == (apart == 0.1)
    assert ("(with 4 hidden layers, " in text) == (apart is not None)


def test_without_a_prediction_there_is_no_formula():
    text = scene(length(2, 446), length(4, 5948))

    assert "On the plateau images differ" in text
    assert "nothing fitted" not in text
    assert "learning rate" not in text


def test_the_signal_is_that_of_the_data_where_the_cost_leaves_it_alone():
    quadratic = {"plateau": {**SERIES["plateau"], "cost": "quadratic"}}
    lengths = length(2, 446, 1.3), length(4, 5948, 1.8)

    assert "s the largest singular value of the covariance" in scene(*lengths)
    text = scene(*lengths, experiments=quadratic)
    assert "s says how strongly labels and pixels vary together" in text
    assert "counts every output" not in text


def test_the_product_shrinks_with_depth_only_where_growth_does():
    shrinks = "each further layer makes it smaller"

    assert shrinks in scene(length(2, 446), length(4, 5948))
    assert shrinks not in scene(length(2, 446), length(4, 5948, growth=1.0))


def test_one_network_has_a_length_and_no_depth():
    experiments = {"plateau": {**WATCHED, "networks": [NAMES[4]]}}

    text = scene(length(4, 5948, 1.8), experiments=experiments)

    assert "It waits: a network first gives all images the same answer." in text
    assert "networks with 4 hidden layers stay on it for 5,950 updates." in text
    assert "averaged over starts, its predictions are too short (with" in text
    assert "4 个隐藏层的网络在平台期停留 5,950 次更新。" in scene(
        length(4, 5948, 1.8), experiments=experiments, language="zh"
    )


def test_a_network_that_diverged_is_not_said_to_stay():
    lengths = [length(2, 446), length(4)]
    replicates = [
        {"experiment": "plateau", "network": NAMES[2], "plateau_cost": 3.249},
        {"experiment": "plateau", "network": NAMES[4], "updates_made": 20, "updates_planned": 900},
    ]

    text = told("plateau", study_of(SERIES, plateau_lengths=lengths, plateau=replicates))

    assert "networks with 2 hidden layers stay on it for 446 updates" in text
    assert "4 hidden layers" not in text


def test_without_recorded_updates_there_is_no_scene():
    assert told("plateau", study_of({"depth": {"networks": [NAMES[2]]}})) == ""
