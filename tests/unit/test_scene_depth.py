"""Does depth help? The answer is what the intervals of the differences show."""

import pytest
from rendered_scene import study_of, told

NAMES = {1: "784-30-10", 2: "784-30-30-10", 4: "784-30-30-30-30-10"}
AT_THE_END = {"experiment": "depth", "split": "validation", "statistic": "last_epoch"}


def accuracy(layers: int, mean: float | None, half: float | None) -> dict:
    """A row of accuracy.csv."""
    ends = {} if None in (mean, half) else {"ci_low": mean - half, "ci_high": mean + half}
    row = {"network": NAMES[layers], "hidden_layers": layers, "replicates": 8, "mean": mean}
    return AT_THE_END | row | ends


def difference(layers: int, reference: int, value: float | None, half: float | None) -> dict:
    """A row of differences.csv."""
    ends = {} if None in (value, half) else {"ci_low": value - half, "ci_high": value + half}
    row = {"network": NAMES[layers], "reference": NAMES[reference], "difference": value}
    return AT_THE_END | row | ends


def depth(means: dict, *differences, half: float | None = 0.001, language="en", **tables) -> str:
    """What the scene says of networks with such mean accuracies and differences of two."""
    study = study_of(
        {"depth": {"networks": [NAMES[layers] for layers in means]}},
        accuracy=[accuracy(layers, mean, half) for layers, mean in means.items()],
        differences=[difference(*values, half) for values in differences],
        **tables,
    )
    return told("depth", study, language)


@pytest.mark.parametrize(
    ("means", "differences", "en", "zh"),
    [
        ((0.94, 0.95, 0.96), [(2, 1, 0.01), (4, 1, 0.02)], "Yes: the deepest network", "有：最深"),
        (
            (0.94, 0.96, 0.94),
            [(2, 1, 0.02), (4, 1, 0.0), (4, 2, -0.02)],
            "Up to a point: 2 hidden layers do better than 1 hidden layer and 4 hidden layers.",
            "2 个隐藏层优于 1 个隐藏层和 4 个隐藏层。",
        ),
        # Better than the shallowest network, and yet not the best.
        (
            (0.94, 0.96, 0.9595),
            [(2, 1, 0.02), (4, 1, 0.0195), (4, 2, -0.0005)],
            "do better than 1 hidden layer; against 4 hidden layers nothing is decided.",
            "2 个隐藏层优于 1 个隐藏层；与 4 个隐藏层相比，尚不能判定。",
        ),
        ((0.96, 0.95, 0.94), [(2, 1, -0.01), (4, 1, -0.02)], "No: more layers", "识别率越低"),
        ((0.94, 0.9405, 0.94), [(2, 1, 0.0005), (4, 1, 0.0)], "neither clearly", "既不明显变好"),
    ],
)
def test_the_answer_is_what_the_differences_show(means, differences, en, zh):
    means = dict(zip(NAMES, means, strict=True))

    assert en in depth(means, *differences)
    assert zh in depth(means, *differences, language="zh")


def test_accuracies_and_differences_are_told_with_their_intervals():
    text = depth({1: 0.94, 2: 0.96, 4: 0.93}, (2, 1, 0.02), (4, 1, -0.01), (4, 2, -0.03))

    assert "With 1 hidden layer a network classifies correctly 94.00% of the images" in text
    assert "with 2 hidden layers 96.00%, with 4 hidden layers 93.00%." in text
    assert "gains +2.00 points over the shallowest (+1.90 to +2.10)" in text
    assert "differs from the best by −3.00 (−3.10 to −2.90)." in text


@pytest.mark.parametrize(("corrected", "shown"), [(0.029, True), (0.06, False)])
def test_a_difference_that_is_none_once_corrected_is_not_shown(corrected, shown):
    rows = [
        difference(*values, 0.001) | {"p_holm": corrected}
        for values in ((2, 1, 0.02), (4, 1, 0.0), (4, 2, -0.02))
    ]
    study = study_of(
        {"depth": {"networks": list(NAMES.values())}},
        accuracy=[accuracy(*values, 0.001) for values in ((1, 0.94), (2, 0.96), (4, 0.94))],
        differences=rows,
    )

    assert ("do better than" in told("depth", study)) == shown
    assert "(+1.90 to +2.10, p = 0.0" in told("depth", study)


def test_best_of_many_networks_is_not_set_against_each_by_name():
    layers = range(1, 6)
    names = {count: "-".join(["784", *["30"] * count, "10"]) for count in layers}
    means = dict(zip(layers, (0.94, 0.96, 0.955, 0.95, 0.94), strict=True))
    place = {**AT_THE_END, "replicates": 8}
    study = study_of(
        {"depth": {"networks": list(names.values())}},
        accuracy=[
            {**place, "network": names[count], "hidden_layers": count, "mean": mean}
            for count, mean in means.items()
        ],
        differences=[
            {**place, "network": names[2], "reference": names[1], "difference": 0.02}
            | {"ci_low": 0.01, "ci_high": 0.03}
        ],
    )

    assert "Up to a point; beyond it no gain is shown." in told("depth", study)


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ((0.2, 0.1, 0.3), "from 0.200 with 1 hidden layer to 0.100 with 2 hidden layers; with 4"),
        ((0.3, 0.2, 0.1), "from 0.300 with 1 hidden layer to 0.100 with 4 hidden layers."),
        ((0.1, 0.2, 0.3), None),
        ((0.3, 0.2, None), None),
    ],
)
def test_the_cost_of_training_is_told_where_depth_lowers_it(costs, said):
    rows = [
        {"experiment": "depth", "network": name, "training_cost": cost}
        for name, cost in zip(NAMES.values(), costs, strict=True)
    ]
    text = depth({1: 0.94, 2: 0.96, 4: 0.95}, training_costs=rows)

    assert said in text if said else "training images" not in text


def test_a_loss_that_may_be_none_is_not_told_beside_the_best():
    text = depth({1: 0.94, 2: 0.96, 4: 0.9595}, (2, 1, 0.02), (4, 1, 0.0195), (4, 2, -0.0005))

    assert "the deepest differs from it by +1.95 (+1.85 to +2.05)." in text
    assert "from the best" not in text


def test_one_start_has_no_interval_and_one_network_no_rival():
    alone = depth({2: 0.96}, half=None)
    assert "One network alone cannot tell." in alone
    assert "a network classifies correctly 96.00% of the images kept from training." in alone
    assert "The best network was" not in alone

    text = depth({1: 0.94, 2: 0.96}, (2, 1, 0.02), half=None)
    assert "The difference is +2.00 points." in text
    assert "neither clearly better" in text


def test_networks_that_no_start_finished_together_have_no_difference_to_tell():
    text = depth({1: 0.94, 2: 0.96}, (2, 1, None))

    assert "with 2 hidden layers 96.00%." in text
    assert "difference" not in text


def test_a_network_that_diverged_is_named():
    text = depth({1: 0.94, 4: None})

    assert "Not every network could be trained: 4 hidden layers diverged" in text


@pytest.mark.parametrize("change", [{"epochs": 0}, {"ends": "plateau_left"}], ids=str)
def test_a_network_that_is_not_trained_to_its_end_did_not_diverge(change):
    study = study_of(
        {
            "depth": {
                "record": {"updates": 20},
                "networks": [NAMES[1], {"layers": NAMES[4], **change}],
            }
        },
        accuracy=[accuracy(1, 0.94, 0.001)],
    )

    assert "diverged" not in told("depth", study)


def test_one_network_that_diverged_is_one():
    assert "the network with 1 hidden layer diverged: in every start its numbers" in depth(
        {1: None}
    )


def test_where_every_network_diverged_nothing_is_told_but_that():
    text = depth({1: None, 4: None})

    assert "Nobody can tell: no network came to the end of its training." in text
    assert "of 0.1 the networks with 1 hidden layer and 4 hidden layers diverged: in every" in text
    assert "accurac" not in text and "start, a network" not in text
    assert "1 个隐藏层和 4 个隐藏层的网络每次随机初始化都发散" in depth(
        {1: None, 4: None}, language="zh"
    )


@pytest.mark.parametrize(
    ("low", "agrees", "said"),
    [
        (0.9, (True, True), "Their results lie within the 95% prediction interval of a single run"),
        (0.9, (True, False), "Not all of their results lie within"),
        (None, (False, False), "once. From one run nobody can tell"),
    ],
)
def test_what_others_published_lies_where_one_more_run_would_or_not(low, agrees, said):
    rows = [
        {"experiment": "depth", "quantity": "validation_accuracy", "low": low, "agrees": agree}
        for agree in agrees
    ]

    assert said in depth({1: 0.94, 2: 0.96}, comparisons=rows)
    assert "trained each network once" not in depth({1: 0.94, 2: 0.96})
