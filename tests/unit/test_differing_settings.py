"""The settings in which the networks of an experiment differ, depth and length left aside."""

import pytest
from small_study import SmallStudy, autoencoder, book_network, one_experiment

from hardtotrain.roles.differing_settings import differing_settings

FIRST = book_network(2)


def differing(*networks, **settings) -> list[str]:
    """The settings in which the networks of one experiment differ."""
    planned = SmallStudy(one_experiment(*networks, **settings)).networks
    return differing_settings(planned.to_dict("records"))


@pytest.mark.parametrize(
    "other",
    [
        {"layers": book_network(5)},
        {"layers": [784, 100, 20, 10]},
        {"layers": FIRST, "name": "again"},
        {"layers": FIRST, "epochs": 7},
        {"layers": FIRST, "epochs": 0},
    ],
)
def test_networks_that_differ_in_layers_and_epochs_differ_in_no_setting(other):
    assert differing(FIRST, other) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"activation": "tanh"}, "activation"),
        ({"initialiser": "he"}, "initialiser"),
        ({"initialiser": {"weight_scale": 2}}, "initialiser"),
        ({"cost": "quadratic"}, "cost"),
        ({"optimiser": {"method": "nesterov"}}, "optimiser"),
        ({"optimiser": {"learning_rate": 0.5}}, "learning_rate"),
        ({"optimiser": {"momentum": 0.5}}, "momentum"),
        ({"optimiser": {"momentum_schedule": "sutskever_2013"}}, "momentum_schedule"),
        ({"regularisation": 0}, "regularisation"),
        ({"batch_size": 20}, "batch_size"),
        ({"images": 900}, "images"),
        ({"probe_images": 40}, "probe_images"),
        ({"frozen_layers": [1]}, "frozen_layers"),
        ({"layers": autoencoder(2)}, "task"),
    ],
)
def test_a_single_setting_that_differs_is_found_wherever_it_stands(change, expected):
    other = {"layers": FIRST, **change}
    for networks in ([FIRST, other], [other, FIRST], [FIRST, book_network(3), other]):
        assert differing(*networks) == [expected]


def test_what_all_networks_share_does_not_differ_however_unusual():
    assert differing(FIRST, book_network(3), activation="relu", regularisation=0) == []


def test_several_settings_come_in_the_order_of_the_table():
    rate = {"layers": FIRST, "optimiser": {"learning_rate": 0.5}}
    tanh = {"layers": FIRST, "activation": "tanh", "batch_size": 20}
    assert differing(FIRST, rate, tanh) == ["activation", "learning_rate", "batch_size"]
    assert differing(tanh, FIRST, rate) == ["activation", "learning_rate", "batch_size"]


def test_one_network_differs_from_none():
    assert differing(FIRST) == []
