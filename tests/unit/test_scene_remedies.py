"""What made deep networks trainable? What helped is told with what it gained, and how sure."""

import pytest
from told_scene import network, study_from, told

TRAINED = {"epochs": 6, "replicates": 8, "learning_rate": 0.01}
USUAL = network("depth", 1, epochs=30, images=50_000)
SIGMOID, RELU, DEEP = (
    network("cures", layers, **TRAINED, activation=activation, network=activation)
    for layers, activation in ((4, "sigmoid"), (4, "relu"), (8, "tanh"))
)


def place(row: dict) -> dict:
    """Experiment and network of a row."""
    return {name: row[name] for name in ("experiment", "network")}


def reads(row: dict, mean: float, half: float | None = 0.01) -> dict:
    """A row of accuracy.csv."""
    ends = {} if half is None else {"ci_low": mean - half, "ci_high": mean + half}
    at_the_end = {"split": "validation", "statistic": "last_epoch", "mean": mean}
    return place(row) | at_the_end | {"hidden_layers": row["hidden_layers"]} | ends


def remedies(*accuracies, networks=(), language="en", first=USUAL, **tables) -> str:
    """What the scene says of three networks with such accuracies, and of others."""
    accuracies = accuracies or [reads(SIGMOID, 0.1), reads(RELU, 0.9)]
    rows = [first, SIGMOID, RELU, DEEP, *networks]
    return told("remedies", study_from(networks=rows, accuracy=accuracies, **tables), language)


@pytest.mark.parametrize(
    ("means", "en", "zh"),
    [
        ((0.1, 0.11), "None of the changes tried here did", "都没有奏效"),
        ((0.1, 0.9), "“4 hidden layers, ReLU” reads 90.00%", "“4 个隐藏层，ReLU”的识别率却达到"),
        (
            (0.8, 0.9),
            "Here the first network learns already; the best one reads 90.00%",
            "已能学会",
        ),
    ],
)
def test_the_answer_follows_from_who_learns(means, en, zh):
    rows = [reads(row, mean) for row, mean in zip((SIGMOID, RELU), means, strict=True)]

    assert en in remedies(*rows)
    assert zh in remedies(*rows, language="zh")
    assert ("The first network, “4 hidden layers, sigmoid”, reads" in remedies(*rows)) == (
        means[0] == 0.1
    )


@pytest.mark.parametrize(("half", "ends"), [(0.01, " (79.00 to 81.00)"), (None, "")])
def test_the_deepest_that_learns_is_told_where_it_is_not_the_best(half, ends):
    text = remedies(reads(SIGMOID, 0.1), reads(RELU, 0.9), reads(DEEP, 0.8, half))

    assert f"The deepest that learns, “8 hidden layers, tanh”, reads 80.00%{ends}." in text
    assert "The deepest that learns" not in remedies(reads(SIGMOID, 0.1), reads(DEEP, 0.8))


def test_training_is_another_one_only_where_it_is():
    assert "another training than in the scenes above" in remedies()
    assert "another training" not in remedies(first=network("depth", 1, **TRAINED))


def test_saturation_is_told_of_activations_that_saturate():
    def shares(*values):
        return [
            place(row) | {"layer": 2, "largest_share": value}
            for row, value in zip((SIGMOID, RELU, DEEP), values, strict=True)
        ]

    text = remedies(saturation=shares(0.33, 0.0, 0.07))
    assert "layer 2 of “4 hidden layers, sigmoid” is hit hardest: at its worst, 33.00%" in text
    assert "Other activations are not free of it: 7.00% in “8 hidden layers, tanh”." in text
    assert "ReLU” is" not in text
    assert "in “4 hidden layers, ReLU”" not in text
    assert "not free of it" not in remedies(saturation=shares(0.33, 0.0, 0.0))
    assert "Saturation" not in remedies(saturation=shares(0.0, 0.0, 0.0))


PLAIN = network("momentum", 2, **TRAINED, network="plain")
NESTEROV = network("momentum", 2, **TRAINED, optimiser="nesterov", network="nesterov")
STARTS = [
    network(
        "starts",
        2,
        **TRAINED,
        optimiser="momentum",
        weight_scale=scale,
        initialiser=name,
        network=name,
    )
    for scale, name in ((1.0, "usual"), (4.0, "large"))
]


def cost(row: dict, reference: dict, ratio: float, low: float | None, high: float | None) -> dict:
    """A row of training_costs.csv."""
    values = {"ratio": ratio, "ratio_low": low, "ratio_high": high}
    return place(row) | values | {"reference": reference["network"]}


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        ((0.33, 0.15, 0.48), "Nesterov 0.9 ends lowest, at 0.330 times the cost"),
        ((0.33, None, None), "the cost of no momentum. Evidence"),
        ((1.2, 1.1, 1.3), ""),
    ],
)
def test_momentum_ends_lowest_only_where_it_ends_below_the_first(ratio, said):
    row = cost(NESTEROV, PLAIN, *ratio)

    text = remedies(networks=[PLAIN, NESTEROV], training_costs=[row])

    assert said in text
    assert ("ends lowest" in text) == bool(said)


@pytest.mark.parametrize(
    ("ratio", "counts"),
    [((2.5, 2.3, 2.8), True), ((1.1, 0.9, 1.3), False), ((2.5, None, None), False)],
)
def test_a_start_counts_where_it_is_shown_to_cost(ratio, counts):
    row = cost(STARTS[1], STARTS[0], *ratio)

    text = remedies(networks=STARTS, training_costs=[row])

    assert ("the start counts: weights × 4 ends at 2.50 times the cost of" in text) == counts
    assert ("Momentum and the start" in text) == counts


def test_without_changes_of_activation_or_start_there_is_no_scene():
    assert not told("remedies", study_from(networks=[USUAL, network("depth", 2, epochs=30)]))
