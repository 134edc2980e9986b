"""Names that follow from what a network is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardtotrain.config.load import load_study
from hardtotrain.config.naming import network_name
from hardtotrain.config.problems import ConfigError


@pytest.fixture
def name_of(config):
    """The name of a network whose experiment has the settings given."""

    def name(network, **experiment):
        config["experiments"] = {"one": {**experiment, "networks": [network]}}
        _, plan = load_study(config)
        return plan.networks[0].name

    return name


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "784-100-100-10"),
        ({"activation": "tanh"}, "784-100-100-10_tanh"),
        ({"activation": "tanh", "epochs": 5}, "784-100-100-10_tanh_epochs-5"),
        ({"regularisation": 0.25}, "784-100-100-10_regularisation-0.25"),
        ({"initialiser": "sparse"}, "784-100-100-10_sparse"),
        ({"normalisation": "batch"}, "784-100-100-10_batch_normalisation"),
        ({"skip_connections": True}, "784-100-100-10_skip_connections"),
        ({"skip_connections": False, "normalisation": "none"}, "784-100-100-10"),
        (
            {"optimiser": {"method": "adam", "learning_rate": 0.001}},
            "784-100-100-10_adam_learning_rate-0.001",
        ),
        (
            {"initialiser": {"scheme": "sparse", "weight_scale": 4}},
            "784-100-100-10_sparse_weight_scale-4",
        ),
        (
            {"optimiser": {"method": "nesterov", "momentum": 0.99}},
            "784-100-100-10_nesterov_momentum-0.99",
        ),
        ({"frozen_layers": [1, 2]}, "784-100-100-10_frozen_layers-1-2"),
        ({"name": "mine"}, "mine"),
    ],
)
def test_a_name_says_the_layers_and_what_differs(name_of, changes, name):
    assert name_of({"layers": [784, 100, 100, 10], **changes}) == name


def test_a_list_of_layers_and_a_mapping_have_the_same_name(name_of):
    assert name_of([784, 30, 10]) == name_of({"layers": [784, 30, 10]}) == "784-30-10"


@pytest.mark.parametrize(
    ("hidden_layers", "name"),
    [
        ([30] * 5, "784-30-30-30-30-30-10"),
        ([30] * 6, "784-6x30-10"),
        ([30] * 50, "784-50x30-10"),
        ([30] * 6 + [20] * 2 + [30] * 7, "784-6x30-20-20-7x30-10"),
        ([784] * 5 + [10] * 5, "6x784-6x10"),
    ],
)
def test_a_row_of_six_or_more_equal_layers_is_counted(name_of, hidden_layers, name):
    assert name_of([784, *hidden_layers, 10]) == name
    assert name_of({"layers": [784, *hidden_layers, 10], "activation": "relu"}) == f"{name}_relu"


rows = st.tuples(st.integers(1, 12), st.sampled_from([1, 6, 10, 30, 66, 630, 784]))


@given(rows=st.lists(rows, max_size=6))
@example(rows=[(6, 30)])
@example(rows=[(3, 30), (3, 30)])
def test_architectures_never_share_a_name(rows):
    """As the layers can be read off it again."""
    layers = [784, *(size for count, size in rows for _ in range(count)), 10]
    read = []
    for text in network_name(layers, {}).split("-"):
        *count, size = map(int, text.split("x"))
        read += [size] * (count[0] if count else 1)
    assert read == layers


@pytest.mark.parametrize(
    "changes",
    [
        {"activation": "tanh"},
        {"optimiser": {"method": "momentum"}},
        {"initialiser": {"scheme": "he", "bias_sd": 1}},
        {"epochs": 3},
    ],
)
def test_what_a_network_states_but_its_experiment_has_already_is_not_in_the_name(name_of, changes):
    assert name_of({"layers": [784, 30, 10], **changes}, **changes) == "784-30-10"


def test_what_the_defaults_say_is_in_the_name_where_the_experiment_says_otherwise(name_of):
    network = {"layers": [784, 30, 10], "activation": "sigmoid"}
    assert name_of(network, activation="relu") == "784-30-10_sigmoid"


@pytest.mark.parametrize(
    "network",
    [
        {"layers": [784, 10], "epochs": 10_000_000},
        {"layers": [784, 10], "optimiser": {"learning_rate": 1e-12}},
        {"layers": [784, 10], "optimiser": {"learning_rate": 1e12}},
        {"layers": [784, 10], "frozen_layers": []},
        [784, *[30] * 100, 10],
        [784, *[30, 20] * 50, 10],
    ],
)
def test_a_name_that_is_made_is_as_fit_for_a_folder_as_one_that_is_given(name_of, network):
    try:
        name = name_of(network)
    except ConfigError:
        return  # just as good: the user is asked to give a name
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", name)


def test_networks_that_differ_in_the_last_digit_have_different_names(config):
    config["experiments"] = {
        "one": {
            "networks": [
                {"layers": [784, 10], "regularisation": 1.234567},
                {"layers": [784, 10], "regularisation": 1.234568},
                {"layers": [784, 10], "epochs": 12_345},
                {"layers": [784, 10], "epochs": 12_346},
            ]
        }
    }
    _, plan = load_study(config)
    assert len({network.name for network in plan.networks}) == 4
