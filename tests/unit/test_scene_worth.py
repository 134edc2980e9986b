"""What a slow layer is worth: the scene says what networks lose whose first layer is frozen."""

import pytest
from rendered_scene import study_of, told

NARROW, WIDE = "784-30-30-10", "784-300-30-10"
FROZEN = {
    "frozen": {
        "epochs": 3,
        "networks": [
            NARROW,
            {"layers": NARROW, "frozen_layers": [1]},
            {"layers": NARROW, "frozen_layers": [2]},
            WIDE,
            {"layers": WIDE, "frozen_layers": [1]},
        ],
    }
}
AT_THE_END = {"experiment": "frozen", "split": "validation", "statistic": "last_epoch"}


def accuracy(network, mean):
    return {**AT_THE_END, "network": network, "mean": mean}


ACCURACIES = [
    accuracy(NARROW, 0.951),
    accuracy(f"{NARROW}_frozen_layers-1", 0.644),
    accuracy(f"{NARROW}_frozen_layers-2", 0.918),
    accuracy(WIDE, 0.953),
    accuracy(f"{WIDE}_frozen_layers-1", 0.847),
]


def difference(network, layer, value, half=0.01):
    low, high = (None, None) if half is None else (value - half, value + half)
    return {
        **AT_THE_END,
        "network": f"{network}_frozen_layers-{layer}",
        "reference": network,
        "replicates": 4,
        "difference": value,
        "ci_low": low,
        "ci_high": high,
    }


def ratio(epoch, median, low, high):
    return {
        "experiment": "frozen",
        "network": NARROW,
        "epoch": epoch,
        "measure": "bias_gradient_norm",
        "from_layer": 1,
        "to_layer": 2,
        "median": median,
        "ci_low": low,
        "ci_high": high,
    }


SLOW, LEVEL = ratio(0, 5.27, 5.1, 6.6), ratio(3, 1.01, 0.93, 1.25)


def scene(*differences, ratios=(), language="en"):
    study = study_of(
        FROZEN, accuracy=ACCURACIES, differences=differences, learning_speed_ratios=ratios
    )
    return told("worth", study, language)


def test_a_slow_layer_that_costs_accuracy_when_frozen_is_not_idle():
    text = scene(difference(NARROW, 1, -0.307), difference(NARROW, 2, -0.033), ratios=[SLOW, LEVEL])

    assert "Slow at first is not idle" in text
    assert "With 30 neurons in its first layer a network classifies 95.10%" in text
    assert "a difference of −30.70 points (−31.70 to −29.70)" in text
    assert "With the second layer frozen the difference is −3.30" in text
    assert "before training the last hidden layer learns 5.27 times as fast." in text
    assert "Layers slower at first than 5.27 times are not tested." in text
    assert "It does not stay slow: at epoch 3 the ratio is 1.01 (0.930 to 1.25)." in text


def test_a_layer_that_stays_slow_is_not_said_to_catch_up():
    text = scene(difference(NARROW, 1, -0.307), ratios=[SLOW, ratio(3, 4.0, 3.0, 5.0)])

    assert "5.27 times as fast." in text
    assert "It does not stay slow" not in text


def test_a_layer_that_does_not_start_slow_is_not_called_slow():
    text = scene(difference(NARROW, 1, -0.307), ratios=[ratio(0, 1.0, 0.8, 1.2), LEVEL])

    assert "If the first layer is kept from learning, the network loses accuracy." in text
    assert "slow one" not in text


@pytest.mark.parametrize("half", [0.4, None])
def test_a_loss_that_may_be_none_is_not_shown(half):
    text = scene(difference(NARROW, 1, -0.307, half), ratios=[SLOW, LEVEL])

    assert "It is not shown that the network needs its first layer to learn." in text


@pytest.mark.parametrize(("loss", "cheaper"), [(-0.106, True), (-0.3, False), (-0.5, False)])
def test_a_wide_layer_is_cheaper_to_freeze_only_where_intervals_lie_apart(loss, cheaper):
    text = scene(difference(NARROW, 1, -0.307), difference(WIDE, 1, loss))

    assert ("With 300 neurons in the first layer, freezing it costs less" in text) == cheaper
    zh = scene(difference(NARROW, 1, -0.307), difference(WIDE, 1, loss), language="zh")
    assert ("如果第一层有 300 个神经元，冻结它的损失就小一些" in zh) == cheaper


@pytest.mark.parametrize(("wide", "heaviest"), [(WIDE, True), ("784-900-900-10", False)])
def test_the_first_layer_has_most_of_the_weights_where_it_has(wide, heaviest):
    networks = [*FROZEN["frozen"]["networks"][:3], wide, {"layers": wide, "frozen_layers": [1]}]
    study = study_of(
        {"frozen": FROZEN["frozen"] | {"networks": networks}},
        accuracy=[
            *ACCURACIES[:3],
            accuracy(wide, 0.95),
            accuracy(f"{wide}_frozen_layers-1", 0.9),
        ],
        differences=[difference(NARROW, 1, -0.307), difference(wide, 1, -0.05)],
    )

    assert "freezing it costs less" in told("worth", study)
    assert ("has most of the weights" in told("worth", study)) == heaviest


def test_where_every_frozen_network_diverged_there_is_no_scene():
    assert scene({**difference(NARROW, 1, -0.3, None), "difference": None, "replicates": 0}) == ""
    assert told("worth", study_of({"depth": {"networks": [NARROW]}})) == ""
