"""What networks are called in the report."""

import pytest
from rendered_scene import network
from textbook_layers import KINDS

from hardtotrain.network_words import change_words, network_words, words_of

ORDINARY = network("depth", 1, epochs=30, images=50_000, bias_sd=float("nan"))


def test_networks_that_differ_in_depth_are_called_by_it():
    texts = network_words([ORDINARY, {**ORDINARY, "layers": "784-30-30-10", "hidden_layers": 2}])

    assert [text.en for text in texts] == ["1 hidden layer", "2 hidden layers"]
    assert [text.zh for text in texts] == ["1 个隐藏层", "2 个隐藏层"]


def test_only_what_differs_is_said():
    changed = {**ORDINARY, "activation": "tanh", "scheme": "orthogonal"}

    texts = network_words([ORDINARY, changed])

    assert texts[1].en == "tanh, orthogonal start"
    assert texts[1].zh == "tanh，正交初始化"


def test_a_setting_that_is_the_usual_one_is_silent():
    frozen = {**ORDINARY, "frozen_layers": "1"}

    assert network_words([ORDINARY, frozen]) == [
        network_words([ORDINARY])[0],
        ("first layer frozen", "第一层冻结"),
    ]


def test_length_of_training_is_said_only_where_nothing_else_tells_apart():
    longer = {**ORDINARY, "epochs": 60}
    deeper = {**longer, "layers": "784-30-30-10", "hidden_layers": 2}

    assert [text.en for text in network_words([ORDINARY, longer])] == ["30 epochs", "60 epochs"]
    assert [text.en for text in network_words([ORDINARY, deeper])][1] == "2 hidden layers"


def test_no_two_are_called_the_same():
    twins = [ORDINARY, {**ORDINARY, "network": "784-30-10_again"}]

    assert len({text.en for text in network_words(twins)}) == 2


def test_beside_ordinary_settings_a_network_is_its_depth_and_its_changes():
    undecayed = {**ORDINARY, "hidden_layers": 6, "regularisation": 0.0, "images": 1000}

    assert words_of(undecayed, ORDINARY).en == "6 hidden layers, no weight decay"
    assert words_of(undecayed, ORDINARY, trained=False).en == "6 hidden layers"


@pytest.mark.parametrize(
    ("changes", "en", "zh"),
    [
        ({}, "nothing changed", "未作改动"),
        # Depth is no change, nor what the network is called.
        (
            {"hidden_layers": 6, "layers": "784-30-30-10", "network": "a"},
            "nothing changed",
            "未作改动",
        ),
        ({"weight_scale": 10.0, "bias_sd": 0.0}, "weights × 10, biases 0", "权重 × 10，偏置为 0"),
        (
            {"optimiser": "adam", "learning_rate": 0.001},
            "Adam, learning rate 0.001",
            "Adam，学习率 0.001",
        ),
        (
            {"activation": "relu", "normalisation": "layer", "hidden_layers": 9},
            "ReLU, layer normalisation",
            "ReLU，层归一化",
        ),
        # A coefficient that plain descent does not use is no change.
        ({"momentum": 0.5}, "nothing changed", "未作改动"),
    ],
)
def test_a_change_is_what_differs_beside_depth(changes, en, zh):
    assert change_words({**ORDINARY, **changes}, ORDINARY) == (en, zh)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_of_layer_has_words_in_both_languages(kind):
    en, zh = change_words({**ORDINARY, **kind}, ORDINARY)

    assert en != "nothing changed"
    assert not any(letter.isascii() and letter.isalpha() for letter in zh)


def test_a_change_is_told_beside_the_other_network_whichever_that_is():
    relu = {**ORDINARY, "activation": "relu", "normalisation": "batch"}

    assert change_words(ORDINARY, relu).en == "sigmoid"
    assert change_words(relu, relu).en == "nothing changed"


@pytest.mark.parametrize(
    ("layers", "en", "zh"),
    [
        ("784-30-30-10", "30 neurons wide", "每层 30 个神经元"),
        ("784-300-30-10", "300 and 30 neurons", "两层分别为 300 和 30 个神经元"),
        ("784-100-20-20-10", "100–20 neurons wide", "各层依次为 100、20 个神经元"),
    ],
)
def test_widths_are_said_layer_by_layer_where_they_differ(layers, en, zh):
    row = {**ORDINARY, "hidden_layers": 2}

    assert network_words([{**row, "layers": layers}, {**row, "layers": "784-9-9-10"}])[0] == (
        en,
        zh,
    )
