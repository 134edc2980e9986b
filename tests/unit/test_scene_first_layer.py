"""How much slower is the first layer? Question and answer follow the ratio and its interval."""

import pytest
from rendered_scene import network, study_from, told

BOOKS, WEIGHTS = "bias_gradient_norm", "weight_gradient_norm"


def ratio(measure: str, median: float, low: float | None, high: float | None, layers=(1, 3)):
    """A row of learning_speed_ratios.csv of the one network."""
    values = {"measure": measure, "median": median, "ci_low": low, "ci_high": high}
    place = {"experiment": "start", "network": network("start", 3)["network"], "epoch": 0}
    return place | values | {"from_layer": layers[0], "to_layer": layers[1], "replicates": 200}


def first_layer(*ratios, language: str = "en", **tables) -> str:
    """What the scene says of one network with three hidden layers."""
    networks = [network("start", 3)]
    study = study_from(networks=networks, learning_speed_ratios=ratios, **tables)
    return told("first_layer", study, language)


@pytest.mark.parametrize(
    ("median", "low", "high", "en", "zh"),
    [
        (
            24,
            23,
            25,
            "How much slower is the first layer? With 3 hidden layers, the last",
            "慢多少",
        ),
        (0.2, 0.1, 0.3, "How much faster is the first layer? With", "快多少"),
        (1.1, 0.9, 1.2, "Is the first layer slower? Neither the first layer nor", "更慢吗"),
        (24, None, None, "Is the first layer slower? With 3 hidden layers, the last", "更慢吗"),
    ],
)
def test_question_and_answer_say_what_the_interval_allows(median, low, high, en, zh):
    row = ratio(BOOKS, median, low, high)
    assert first_layer(row).startswith(en)
    assert zh in first_layer(row, language="zh")


def test_measures_that_disagree_are_said_to():
    slower = ratio(BOOKS, 24, 23, 25)
    assert "All agree" in first_layer(slower, ratio(WEIGHTS, 30, 29, 31))
    assert "more comes into" not in first_layer(slower, ratio(WEIGHTS, 30, 29, 31))
    assert "more comes into" in first_layer(slower, ratio(WEIGHTS, 12, 11, 13))
    assert "do not agree" in first_layer(slower, ratio(WEIGHTS, 0.5, 0.4, 0.6))


def test_only_equal_factors_from_layer_to_layer_are_called_exponential():
    whole = ratio(BOOKS, 25, 24, 26)
    equal = [ratio(BOOKS, 5, 4, 6, (1, 2)), ratio(BOOKS, 5.1, 4, 6, (2, 3))]
    unequal = [ratio(BOOKS, 2.5, 2, 3, (1, 2)), ratio(BOOKS, 10, 9, 11, (2, 3))]
    assert "5.00 to 5.10: the gap grows exponentially" in first_layer(whole, *equal)
    assert "exponentially" not in first_layer(whole, *unequal)


def test_the_book_is_ordinary_or_unusual_by_its_prediction_interval():
    name = {"experiment": "start", "network": network("start", 3)["network"]}
    book = {**name, "quantity": "last_to_first_ratio", "epoch": 0, "published": 95.0}

    def said(agrees):
        row = {**book, "low": 70.0, "high": 200.0, "agrees": agrees}
        return first_layer(ratio(BOOKS, 24, 23, 25), comparisons=[row])

    assert "gives 95." in said(True)
    assert "ordinary" in said(True)
    assert "unusual" in said(False)


@pytest.mark.parametrize("hidden_layers", [3, 4])
def test_the_note_is_quoted_about_the_depth_of_which_it_speaks(hidden_layers):
    networks = [network("start", hidden_layers)]
    name = {"experiment": "start", "network": networks[0]["network"], "epoch": 0}
    row = ratio(BOOKS, 24, 23, 25, (1, hidden_layers)) | name
    book = {**name, "quantity": "last_to_first_ratio", "published": 95.0}
    study = study_from(networks=networks, learning_speed_ratios=[row], comparisons=[book])
    quoted = "gives 95, and the note says “about a hundred times”." in told("first_layer", study)
    assert quoted == (hidden_layers == 4)


def test_a_first_layer_that_does_not_learn_has_no_ratio_to_tell():
    assert not first_layer(ratio(BOOKS, float("inf"), float("inf"), float("inf")))
