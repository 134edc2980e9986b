"""What happens in training: the scene says what became of the order of the layers."""

import pytest
from rendered_scene import study_of, told

TWO, FOUR = "784-30-30-10", "784-30-30-30-30-10"
ORDINARY = {"depth": {"networks": [TWO, FOUR]}}
SMALL = {
    "small": {
        "images": 1000,
        "batch_size": 1000,
        "epochs": 500,
        "record": {"updates": 20},
        "networks": [FOUR],
    }
}


def ratio(network, epoch, median, low, high, experiment="depth", published=None):
    return {
        "experiment": experiment,
        "network": network,
        "epoch": epoch,
        "measure": "bias_gradient_norm",
        "from_layer": 1,
        "to_layer": network.count("30"),
        "median": median,
        "ci_low": low,
        "ci_high": high,
        "published": published,
        "replicates": 8,
    }


def factor(epoch, layer, weight, slope):
    return {
        "experiment": "depth",
        "network": FOUR,
        "epoch": epoch,
        "layer": layer,
        "replicates": 8,
        "weight_factor": weight,
        "weight_low": 0.9 * weight,
        "weight_high": 1.1 * weight,
        "slope_factor": slope,
        "slope_low": 0.9 * slope,
        "slope_high": 1.1 * slope,
    }


START = ratio(FOUR, 0, 115.0, 92.0, 152.0)
UNDONE = [START, ratio(FOUR, 1, 26.0, 7.0, 49.0), ratio(FOUR, 2, 0.97, 0.7, 1.5)]
END = ratio(FOUR, 30, 0.62, 0.54, 0.68)


def accuracy(network, mean, experiment="depth"):
    return {
        "experiment": experiment,
        "network": network,
        "hidden_layers": network.count("30"),
        "split": "validation",
        "statistic": "last_epoch",
        "mean": mean,
        "ci_low": mean,
        "replicates": 8,
    }


def test_training_undoes_the_order_by_the_first_epoch_without_it():
    text = told("training", study_of(ORDINARY, learning_speed_ratios=[*UNDONE, END]))

    assert "by epoch 2 the first layer is no longer much slower than the last." in text
    assert "115 times as fast as the first before training (92.0 to 152), 0.970 times" in text
    assert "at epoch 2 (0.700 to 1.50), 0.620 times at the end, epoch 30 (0.540 to 0.680)." in text
    assert "By then the first layer is the faster one." in text


@pytest.mark.parametrize(
    ("second", "recorded", "said"),
    [
        (0.01, True, "to epoch 2 all layers slow down together: that is a plateau, the subject of"),
        (0.01, False, "to epoch 2 all layers slow down together: that is a plateau. "),
        (0.5, True, ""),
    ],
)
def test_layers_that_slow_down_are_told_and_where_the_reason_is(second, recorded, said):
    place = {"experiment": "depth", "network": FOUR, "measure": "bias_gradient_norm"}
    speeds = [
        {**place, "kind": "hidden", "layer": layer, "epoch": epoch, "median": median}
        for epoch, medians in ((0, (0.1, 0.2, 0.3, 0.4)), (1, (0.01, second, 0.01, 0.01)))
        for layer, median in enumerate(medians, start=1)
    ]
    length = {**place, "hidden_layers": 4, "replicates": 8, "left": 8, "weight_decay": 0.0}
    study = study_of(
        {"depth": ORDINARY["depth"] | ({"record": {"updates": 20}} if recorded else {})},
        learning_speed_ratios=[*UNDONE, END],
        learning_speeds=speeds,
        plateau_lengths=[length] if recorded else [],
    )

    assert ("slow down together" in told("training", study)) == bool(said)
    assert said in told("training", study)


@pytest.mark.parametrize(
    ("course", "said"),
    [
        ([START, ratio(FOUR, 30, 20.0, 15.0, 30.0)], "The order stays"),
        ([ratio(FOUR, 0, 1.1, 0.8, 1.5), END], "There is no order to undo"),
        ([ratio(FOUR, 0, 115.0, None, None), ratio(FOUR, 30, 0.62, None, None)], "so few networks"),
    ],
)
def test_other_courses_are_told_as_they_are(course, said):
    assert said in told("training", study_of(ORDINARY, learning_speed_ratios=course))


@pytest.mark.parametrize(
    ("weight", "slope", "said"), [(5.0, 0.2, True), (1.0, 0.2, False), (5.0, 0.9, False)]
)
def test_weights_are_the_reason_where_they_grew_and_slopes_did_not(weight, slope, said):
    before = [factor(0, layer, 1.0, 0.2) for layer in (1, 2, 3)]
    after = [factor(2, layer, weight, slope) for layer in (1, 2, 3)]

    text = told(
        "training",
        study_of(
            ORDINARY, learning_speed_ratios=[*UNDONE, END], backward_factors=[*before, *after]
        ),
    )

    assert ("by 1.00, by epoch 2 by 5.00. The factor of the derivatives" in text) == said
    assert ("What changes is the weights." in text) == said


def test_an_order_whose_end_is_uncertain_is_not_said_to_be_nearly_level():
    course = [START, ratio(FOUR, 1, 9.0, 0.9, 40.0), END]

    text = told("training", study_of(ORDINARY, learning_speed_ratios=course))

    assert "from epoch 1 on it is not shown that the first layer is slower" in text


@pytest.mark.parametrize("published", [None, 112.6])
def test_curves_of_networks_on_their_plateau_are_said_to_be_that(published):
    late = ratio(FOUR, 500, 129.0, 126.0, 152.0, "small", published)
    stays = {"experiment": "small", "network": FOUR, "hidden_layers": 4, "left": 0, "replicates": 5}

    weights = [late | {"measure": "weight_gradient_norm", "median": 5.3}] if published else []

    study = study_of(
        ORDINARY | SMALL,
        learning_speed_ratios=[*UNDONE, END, late, *weights],
        plateau_lengths=[stays],
    )
    text = told("training", study)

    assert ("5.30 times by that of the weights. But there the" in text) == bool(published)
    assert ("The book drew its curves from another training: 1,000 images" in text) == bool(
        published
    )
    assert "500 epochs, each of them a single update" in text
    assert "the networks with 4 hidden layers never leave their plateau" in text
    assert "4 个隐藏层的网络在这次训练中从未离开平台期" in told("training", study, "zh")


def test_the_deepest_network_that_learns_is_followed():
    course = [ratio(TWO, 0, 5.0, 4.0, 6.0), ratio(TWO, 30, 1.0, 0.9, 1.2)]

    text = told(
        "training",
        study_of(
            ORDINARY,
            learning_speed_ratios=[*UNDONE, END, *course],
            accuracy=[accuracy(TWO, 0.96), accuracy(FOUR, 0.1)],
        ),
    )

    assert "With 2 hidden layers, the last hidden layer learns 5.00 times" in text
    assert "The networks with 4 hidden layers never leave their plateau" in text


def test_where_no_network_learns_nothing_has_happened_yet():
    text = told(
        "training",
        study_of(
            {"depth": {"networks": [FOUR]}},
            learning_speed_ratios=[START, ratio(FOUR, 30, 129.0, 126.0, 152.0)],
            accuracy=[accuracy(FOUR, 0.1)],
        ),
    )

    assert "Nothing yet" in text


@pytest.mark.parametrize(("lost", "said"), [((FOUR,), "With 2 hidden layers"), ((TWO, FOUR), "")])
def test_a_network_that_diverged_has_no_end_to_be_told(lost, said):
    broken = [
        {"experiment": "depth", "network": network, "replicates": 0, "diverged": 8}
        for network in lost
    ]
    course = [ratio(TWO, 0, 5.0, 4.0, 6.0), ratio(TWO, 30, 1.0, 0.9, 1.2)]

    text = told(
        "training",
        study_of(ORDINARY, learning_speed_ratios=[START, *course], training_costs=broken),
    )

    assert said in text and bool(text) == bool(said)


def test_a_network_that_diverged_does_not_count_as_one_that_learns():
    broken = {"experiment": "depth", "network": FOUR, "replicates": 0, "diverged": 8}
    course = [ratio(TWO, 0, 5.0, 4.0, 6.0), ratio(TWO, 30, 5.0, 4.0, 6.0)]
    resting = {"learning_speed_ratios": [START, *course], "accuracy": [accuracy(TWO, 0.1)]}

    assert "Nothing yet" in told("training", study_of(ORDINARY, **resting, training_costs=[broken]))

    later = [ratio(TWO, epoch, 5.0, 4.0, 6.0, "later") for epoch in (0, 30)]
    both = [{**broken, "network": network} for network in (TWO, FOUR)]
    text = told(
        "training",
        study_of(
            {**ORDINARY, "later": {"networks": [TWO]}},
            learning_speed_ratios=[START, *course, *later],
            training_costs=both,
        ),
    )
    assert "With 2 hidden layers, the last hidden layer learns 5.00 times" in text


def test_without_two_hidden_layers_there_is_no_scene():
    assert told("training", study_of({"depth": {"networks": ["784-30-10"]}})) == ""
