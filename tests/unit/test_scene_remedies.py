"""What made deep networks trainable? What helped is told with what it gained, and how sure."""

import pytest
from rendered_scene import network, study_from, told

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


def test_changes_are_to_be_compared_one_by_one_where_some_are_single_and_others_are_not():
    both = RELU | {"network": "both", "initialiser": "he"}
    single, several = reads(RELU, 0.9), reads(both, 0.9)

    for rows, said in [((single, several), True), ((single,), False), ((several,), False)]:
        text = remedies(reads(SIGMOID, 0.1), *rows, networks=[both])
        assert ("which single change helps" in text) == said


@pytest.mark.parametrize(("half", "ends"), [(0.01, " (79.00 to 81.00)"), (None, "")])
def test_the_deepest_that_learns_is_told_where_it_is_not_the_best(half, ends):
    text = remedies(reads(SIGMOID, 0.1), reads(RELU, 0.9), reads(DEEP, 0.8, half))

    assert f"The deepest that learns, “8 hidden layers, tanh”, reads 80.00%{ends}." in text
    assert "The deepest that learns" not in remedies(reads(SIGMOID, 0.1), reads(DEEP, 0.8))


def test_training_is_another_one_only_where_it_is():
    assert "not as above, so that only networks of this figure compare" in remedies()
    assert "not as above" not in remedies(first=network("depth", 1, **TRAINED))


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


WATCHED = {"epochs": 1, "recorded_updates": 10, "replicates": 4}
# What each change is in the table, and its settings.
CHANGES = {
    "none": {},
    "skip_connections": {"skip_connections": True},
    "batch_normalisation": {"normalisation": "batch"},
    "adam": {"optimiser": "adam"},
    "adam slowly": {"optimiser": "adam", "learning_rate": 0.0001},
}
FACTOR = {"factor_per_layer": 0.25, "ci_low": 0.24, "ci_high": 0.26, "predicted_factor": 0.23}
# Of the changes, in order, what networks of 6 and 20 layers read.
READ = {
    "none": (0.1, 0.1),
    "skip_connections": (0.9, 0.1),
    "batch_normalisation": (0.95, 0.94),
    "adam": (0.8, 0.7),
}


def grid(read=READ, factors=None, language="en", half=0.01) -> str:
    """What the scene says of changes at two depths that read so much."""
    networks, accuracies, rows = [USUAL], [], []
    for change, means in read.items():
        for depth, mean in zip((6, 20), means, strict=True):
            settings = {**WATCHED, **CHANGES[change], "changes": change}
            row = network("grid", depth, **settings, network=f"{depth} {change}")
            networks.append(row)
            accuracies.append(reads(row, mean, half))
            ends = {} if half is None else {"low": mean - half, "high": mean + half}
            rows.append(
                place(row)
                | {"remedy": change, "hidden_layers": depth, "replicates": 4, "accuracy": mean}
                | {"learned": mean > 0.5}
                | {f"accuracy_{end}": value for end, value in ends.items()}
                | {**FACTOR, **(factors or {}).get(change, {})}
            )
    return told(
        "remedies",
        study_from(networks=networks, accuracy=accuracies, remedies=rows),
        language,
    )


def test_changes_are_told_by_whether_networks_of_every_depth_of_some_or_of_none_learn():
    text, zh = grid(), grid(language="zh")

    assert (
        "With batch normalisation and Adam, networks of every depth tried here learn: 20 hidden "
        "layers read 94.00% (93.00 to 95.00) and 70.00% (69.00 to 71.00). Unchanged, none does "
        "within 1 epoch." in text
    )
    assert "No depth learns" not in text
    assert (
        "采用批归一化和 Adam，这里试过的每种深度的网络都能学会："
        "20 个隐藏层的识别率依次为 94.00%（93.00 至 95.00）、"
        "70.00%（69.00 至 71.00）。不作改动时，任何深度的网络在 1 轮之内都没有学会。" in zh
    )


def test_a_change_with_which_nothing_learns_is_told_apart():
    text = grid({**READ, "skip_connections": (0.1, 0.1)})
    assert "No depth learns with skip connections." in text
    both = grid({**READ, "skip_connections": (0.1, 0.1), "adam": (0.1, 0.1)})
    assert "No depth learns with skip connections or Adam." in both
    assert "With batch normalisation, networks of every depth tried here learn: 20" in both


def test_where_no_change_is_enough_for_every_depth_that_is_the_answer():
    text = grid({**READ, "batch_normalisation": (0.9, 0.1), "adam": (0.1, 0.1)})
    assert "No change tried here lets networks of every depth learn." in text
    nothing = dict.fromkeys(READ, (0.1, 0.1))
    text, zh = grid(nothing), grid(nothing, language="zh")
    assert "No change tried here lets networks of every depth learn." in text
    assert "No depth learns with skip connections, batch normalisation or Adam." in text
    assert "没有一种能使每种深度的网络都学会" in zh
    assert "在任何深度都没有学会的是跳跃连接、批归一化、Adam。" in zh


def test_a_change_that_reaches_further_at_another_learning_rate_is_told():
    read = {**READ, "adam": (0.8, 0.1), "adam slowly": (0.8, 0.7)}
    text, zh = grid(read), grid(read, language="zh")

    assert "The learning rate counts as well: Adam reaches 6 hidden layers," in text
    assert "Other changes might also reach further at a rate of their own." in text
    assert "学习率也很重要：Adam到 6 层为止" in zh
    for alike in ({**read, "adam": (0.8, 0.8)}, {**read, "adam": (0.1, 0.1)}, READ):
        assert "learning rate counts" not in grid(alike)


@pytest.mark.parametrize(
    ("unchanged", "said"),
    [
        ((0.1, 0.1), "Unchanged, none does within 1 epoch."),
        ((0.9, 0.1), "(69.00 to 71.00). Trained for"),
        ((0.9, 0.9), "Unchanged ones do, too."),
    ],
)
def test_what_unchanged_networks_do_is_said_beside_it(unchanged, said):
    assert said in grid({**READ, "none": unchanged})


def test_the_factor_of_a_step_stays_and_that_of_another_change_with_it_is_no_step():
    text, zh = grid(), grid(language="zh")

    assert "a layer multiplies errors by 0.250 on their way back; theory says 0.230." in text
    # Batch normalisation has the same factor here, but is no other step.
    assert "With Adam it stays as it is: what changes is the step" in text
    assert "采用Adam并不改变它：" in zh
    apart = {"adam": {"factor_per_layer": 0.9, "ci_low": 0.8, "ci_high": 1.1}}
    assert "it stays as it is" not in grid(factors=apart)
    # Also of a step that helps no depth.
    assert "With Adam it stays as it is" in grid({**READ, "adam": (0.1, 0.1)})


def test_errors_grow_only_where_the_whole_interval_is_above_one():
    grows = {"factor_per_layer": 1.4, "ci_low": 1.3, "ci_high": 1.5, "predicted_factor": 1.45}
    more = {**grows, "factor_per_layer": 2.5, "ci_low": 2.4, "ci_high": 2.6}
    factors = {"skip_connections": grows, "batch_normalisation": more}
    text = grid(factors=factors)

    assert "With batch normalisation errors grow, by a factor of 2.50 a layer" in text
    assert "(2.40 to 2.60; theory 1.45): gradients explode with depth." in text
    assert "误差反而增大" in grid(factors=factors, language="zh")
    assert "errors grow" not in grid(factors={"adam": {**grows, "ci_low": 0.99}})
    unknown = dict.fromkeys(("ci_low", "ci_high"))
    assert "errors grow" not in grid(factors={"adam": {**grows, **unknown}})


def test_without_a_factor_there_is_nothing_of_products_and_steps():
    nothing = dict.fromkeys(FACTOR)
    text = grid(factors=dict.fromkeys(CHANGES, nothing))

    assert "Product or step" not in text
    unpredicted = grid(factors={"none": {"predicted_factor": None}})
    assert "by 0.250 on their way back. The figure gives" in unpredicted


def test_of_one_replicate_there_are_no_intervals():
    text = grid(half=None)

    assert "20 hidden layers read 94.00% and 70.00%." in text
