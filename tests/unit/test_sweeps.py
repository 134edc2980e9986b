"""Lists in place of single settings: a network for each combination."""

import time
from copy import deepcopy
from itertools import product

import pytest

from hardtotrain.config.choices import ACTIVATIONS
from hardtotrain.config.load import load_study
from hardtotrain.config.problems import ConfigError

MAP = {
    "hidden_layers": [2, 4, 8, 16],
    "width": 30,
    "initialiser": {"weight_scale": [1, 2, 4], "bias_sd": 0},
    "epochs": [1, 2],
}


@pytest.fixture
def networks_of(config):
    """The planned networks of an experiment with these entries."""

    def plan(*entries, **experiment):
        config["experiments"] = {"map": {**experiment, "networks": list(entries)}}
        return load_study(config)[1].networks

    return plan


@pytest.fixture
def mistakes(networks_of):
    """The messages of an experiment's mistakes by the path below its networks."""

    def found(*entries, **experiment):
        with pytest.raises(ConfigError) as refused:
            networks_of(*entries, **experiment)
        paths_and_messages = [str(problem).split(": ", 1) for problem in refused.value.problems]
        assert len(dict(paths_and_messages)) == len(paths_and_messages)
        return {
            path.removeprefix("experiments.map.networks"): message
            for path, message in paths_and_messages
        }

    return found


def test_a_sweep_is_every_combination_the_last_key_fastest(networks_of):
    networks = networks_of(MAP)
    assert [
        (
            network.settings["layers"],
            network.settings["initialiser"],
            network.settings["epochs"],
        )
        for network in networks
    ] == [
        (
            [784, *[30] * hidden_layers, 10],
            {"scheme": "scaled_gaussian", "weight_scale": weight_scale, "bias_sd": 0},
            epochs,
        )
        for hidden_layers, weight_scale, epochs in product([2, 4, 8, 16], [1, 2, 4], [1, 2])
    ]
    assert {network.position for network in networks} == {0}


def test_the_order_is_that_in_which_the_keys_are_written(networks_of):
    turned = {key: MAP[key] for key in ("epochs", "initialiser", "width", "hidden_layers")}
    turned["initialiser"] = {"bias_sd": [0, 1], "weight_scale": [1, 2]}
    assert [
        (
            network.settings["epochs"],
            network.settings["initialiser"]["bias_sd"],
            network.settings["initialiser"]["weight_scale"],
            len(network.settings["layers"]) - 2,
        )
        for network in networks_of(turned)
    ] == list(product([1, 2], [0, 1], [1, 2], [2, 4, 8, 16]))


def test_each_network_of_a_sweep_is_the_one_that_its_settings_make_alone(networks_of):
    swept = networks_of([784, 10], MAP, {"layers": [784, 9, 10], "name": "last"})
    alone = networks_of(
        [784, 10],
        *(
            {
                "layers": [784, *[30] * hidden_layers, 10],
                "initialiser": {"weight_scale": weight_scale, "bias_sd": 0},
                "epochs": epochs,
            }
            for hidden_layers, weight_scale, epochs in product([2, 4, 8, 16], [1, 2, 4], [1, 2])
        ),
        {"layers": [784, 9, 10], "name": "last"},
    )
    assert [(n.name, n.settings) for n in swept] == [(n.name, n.settings) for n in alone]
    assert [network.position for network in swept] == [0, *[1] * 24, 2]


def test_networks_of_a_sweep_are_named_by_what_differs(networks_of):
    names = [network.name for network in networks_of(MAP, epochs=1)]
    assert names[:4] == [
        "784-30-30-10_bias_sd-0",
        "784-30-30-10_bias_sd-0_epochs-2",
        "784-30-30-10_weight_scale-2_bias_sd-0",
        "784-30-30-10_weight_scale-2_bias_sd-0_epochs-2",
    ]
    assert names[-1] == "784-16x30-10_weight_scale-4_bias_sd-0_epochs-2"


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("784-30-10", ["784-30-10"]),
        ("784-7x30-10", ["784-7x30-10"]),
        ({"layers": "784-2x30-10"}, ["784-30-30-10"]),
        ({"layers": ["784-9-10", [784, 10]]}, ["784-9-10", "784-10"]),
        ({"layers": [[784, 9, 10]]}, ["784-9-10"]),
        ({"hidden_layers": [0, 1], "width": 9}, ["784-10", "784-9-10"]),
        (
            {"layers": [784, 10], "initialiser": ["he", {"scheme": "sparse", "weight_scale": 2}]},
            ["784-10_he", "784-10_sparse_weight_scale-2"],
        ),
        (
            {"layers": [784, 10], "initialiser": ["he", {"scheme": ["sparse", "orthogonal"]}]},
            ["784-10_he", "784-10_sparse", "784-10_orthogonal"],
        ),
        (
            {"layers": [784, 10], "optimiser": {"method": "nesterov", "momentum": [0.5, 0.9]}},
            ["784-10_nesterov_momentum-0.5", "784-10_nesterov"],
        ),
        (
            {"layers": [784, 9, 10], "frozen_layers": [[], [1], [2]]},
            ["784-9-10", "784-9-10_frozen_layers-1", "784-9-10_frozen_layers-2"],
        ),
        (
            {"layers": [784, 9, 9, 10], "frozen_layers": [1, 2]},
            ["784-9-9-10_frozen_layers-1-2"],
        ),
        ({"layers": [784, 10], "epochs": [5], "name": "mine"}, ["mine"]),
    ],
)
def test_what_may_be_written_as_a_list(networks_of, entry, names):
    written = deepcopy(entry)
    assert [network.name for network in networks_of(entry)] == names
    assert entry == written


def test_a_mistake_is_told_once_where_it_is_written(mistakes):
    entry = {
        "hidden_layers": [2, "four", 8],
        "width": 0,
        "initialiser": {"weight_scale": [1, 2, -1], "bias_sd": 0},
        "activation": ["tanh", "rellu"],
        "optimiser": [{"method": "sgd"}, {"method": ["momentum", "nestrov"]}],
        "epochs": [],
        "record": {"history": [1, 0]},
        "batch_size": 2.5,
        "frozen_layers": [[1], [0]],
    }
    assert mistakes([784, 10], entry, {"layers": [784, 10], "epochs": [3, -3]}) == {
        "[1].hidden_layers[1]": "'four'; expected a whole number",
        "[1].width": "0; expected at least 1",
        "[1].initialiser.weight_scale[2]": "-1; expected more than 0",
        "[1].activation[1]": f"'rellu'; expected one of {', '.join(ACTIVATIONS)} "
        "— did you mean relu?",
        "[1].optimiser[1].method[1]": "'nestrov'; expected one of sgd, momentum, nesterov, adam "
        "— did you mean nesterov?",
        "[1].epochs": "[]; expected at least 1 of them",
        "[1].record.history[1]": "0; expected at least 1",
        "[1].batch_size": "2.5; expected a whole number",
        "[1].frozen_layers[1][0]": "0; expected at least 1",
        "[2].epochs[1]": "-3; expected at least 0",
    }


@pytest.mark.parametrize(
    ("key", "value", "path", "meant"),
    [
        ("hidden_layer", 3, "hidden_layer", "hidden_layers"),
        ("widht", 3, "widht", "width"),
        ("epoch", [1, 2], "epoch", "epochs"),
        ("initialiser", {"weight_scales": [1, 2]}, "initialiser.weight_scales", "weight_scale"),
        ("initialiser", ["he", {"sheme": "he"}], "initialiser[1].sheme", "scheme"),
        ("optimiser", {"momentums": [0.5]}, "optimiser.momentums", "momentum"),
    ],
)
def test_the_nearest_key_is_offered(mistakes, key, value, path, meant):
    found = mistakes({"hidden_layers": 2, "width": 30, key: value})
    assert list(found) == [f"[0].{path}"]
    assert found[f"[0].{path}"].endswith(f"did you mean {meant}?")


@pytest.mark.parametrize(
    ("entry", "path", "message"),
    [
        ({"epochs": [1, 2]}, "layers", "missing; this key has to be given"),
        ({"hidden_layers": [1, 2]}, "width", "missing; this key has to be given"),
        ({"width": [1, 2]}, "hidden_layers", "missing; this key has to be given"),
        (
            {"layers": "784-10", "width": 30},
            "layers",
            "'784-10'; expected either layers or hidden_layers and width, and width is there",
        ),
        (
            {"layers": "784-10", "hidden_layers": 1, "width": 30},
            "layers",
            "'784-10'; expected either layers or hidden_layers and width, and hidden_layers is "
            "there",
        ),
        ({"hidden_layers": 999, "width": 1}, "hidden_layers", "999; expected at most 998"),
        ({"hidden_layers": 10**12, "width": 1}, "hidden_layers", f"{10**12}; expected at most 998"),
        (
            {"layers": ["784-10", "784-x9-10"]},
            "layers[1]",
            "'784-x9-10'; expected layer sizes, as in [784, 30, 10] or 784-10x30-10",
        ),
        (
            {"layers": [[784, 10], 784]},
            "layers[1]",
            "784; expected layer sizes, as in [784, 30, 10] or 784-10x30-10",
        ),
        (
            {"layers": "784-10", "epochs": [1, 2], "name": "mine"},
            "name",
            "'mine'; expected no name: where lists make 2 networks; each gets its own, made of "
            "what differs",
        ),
    ],
)
def test_keys_that_do_not_go_together_are_told(mistakes, entry, path, message):
    assert mistakes(entry) == {f"[0].{path}": message}


def test_what_keys_an_entry_lacks_is_told_beside_its_other_mistakes(mistakes):
    assert set(mistakes({"epochs": [1, -1], "width": 3})) == {"[0].hidden_layers", "[0].epochs[1]"}


def test_impossible_combinations_are_told_once(mistakes):
    entry = {"hidden_layers": [1, 2, 4], "width": 9, "frozen_layers": [[], [4]], "epochs": [1, 2]}
    assert mistakes(entry) == {
        "[0].frozen_layers": "4; expected a layer from 1 to 2, the output layer "
        "(784-9-10_epochs-1_frozen_layers-4 and 3 more)"
    }
    entry = {"layers": "784-10", "images": 100, "batch_size": [101, 10], "epochs": [0]}
    assert mistakes(entry) == {
        "[0].batch_size": "101; expected at most the number of training images, 100 "
        "(784-10_batch_size-101_epochs-0_images-100)"
    }


def test_every_value_that_is_impossible_is_told(networks_of):
    with pytest.raises(ConfigError) as refused:
        networks_of({**MAP, "batch_size": [10, 101, 102], "images": 100})
    assert [problem.message.split(";")[0] for problem in refused.value.problems] == ["101", "102"]


def test_names_that_are_there_twice_are_told_once(mistakes):
    assert mistakes(MAP, {**MAP, "epochs": [2, 3]}) == {
        "[1]": "'784-30-30-10_bias_sd-0_epochs-2' is the name of networks[0] already; expected "
        "another architecture or setting, or a name of its own (and 11 more)"
    }
    assert mistakes({**MAP, "epochs": [1, 2, 1]}) == {
        "[0]": "makes '784-30-30-10_bias_sd-0_epochs-1' twice; expected combinations that differ "
        "(and 11 more)"
    }
    # Without hidden layers there is nothing to be wide.
    assert mistakes({"hidden_layers": [0, 1], "width": [3, 4]}) == {
        "[0]": "makes '784-10' twice; expected combinations that differ"
    }


def test_a_sweep_that_is_too_large_is_refused_before_it_is_made(mistakes):
    thousand = list(range(1, 1001))
    huge = {
        **{"layers": "784-10", "regularisation": thousand, "batch_size": thousand},
        **{"images": thousand, "epochs": thousand, "probe_images": thousand},
    }
    many = {"layers": "784-10", "regularisation": thousand, "epochs": [*range(6)]}
    started = time.perf_counter()
    found = mistakes(huge)
    assert found["[0]"].endswith("at most 10,000 combinations, and there are 1,000,000,000,000,000")
    found = mistakes(many, {**many, "layers": "784-9-10"})
    assert found[""].endswith(
        "expected at most 10,000 networks in an experiment, and there are 12,000"
    )
    assert time.perf_counter() - started < 2


def test_a_thousand_networks_are_planned_at_once(networks_of):
    entry = {
        "hidden_layers": list(range(1, 51)),
        "width": 30,
        "initialiser": {"weight_scale": [1, 2, 4, 8, 16], "bias_sd": 0},
        "epochs": [1, 2, 3, 4],
    }
    started = time.perf_counter()
    assert len(networks_of(entry, replicates=1)) == 1000
    assert time.perf_counter() - started < 2
