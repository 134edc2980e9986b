"""Which settings a network inherits, and which jobs train it."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from hardtotrain.config.load import load_study
from hardtotrain.config.plan import network_row
from hardtotrain.measures.recorded_training import record_training


@pytest.fixture
def plan_of(config):
    """The plan of one experiment; `experiment` and `defaults` replace those of the config."""

    def plan(networks=([784, 30, 10],), defaults=None, study=None, **experiment):
        config.update(study or {})
        config["defaults"] = defaults or {}
        config["experiments"] = {"one": {**experiment, "networks": list(networks)}}
        return load_study(config)[1]

    return plan


def settings_of(plan):
    return plan.networks[0].settings


def test_a_network_overrides_its_experiment_and_that_the_defaults(plan_of):
    plan = plan_of(
        [[784, 10], {"layers": [784, 9, 10], "epochs": 3, "cost": "quadratic"}],
        defaults={"epochs": 1, "batch_size": 20, "activation": "tanh"},
        epochs=2,
        activation="relu",
    )
    keys = ("epochs", "batch_size", "activation", "cost")
    assert [[network.settings[key] for key in keys] for network in plan.networks] == [
        [2, 20, "relu", "cross_entropy"],
        [3, 20, "relu", "quadratic"],
    ]


def test_optimiser_and_record_are_inherited_key_by_key(plan_of):
    settings = settings_of(
        plan_of(
            [
                {
                    "layers": [784, 10],
                    "optimiser": {"momentum": 0.5},
                    "record": {"gradients": 7},
                }
            ],
            defaults={"optimiser": {"learning_rate": 0.2}, "record": {"history": 2}},
            optimiser={"method": "nesterov", "momentum": 0.8},
            record={"neurons": 3, "gradients": 4},
        )
    )
    assert settings["optimiser"] == {
        "method": "nesterov",
        "learning_rate": 0.2,
        "momentum": 0.5,
        "momentum_schedule": "constant",
    }
    assert settings["record"] == {
        "history": 2,
        "gradients": 7,
        "neurons": 3,
        "activations": 1,
        "propagation": 1,
        "histograms": 1_000_000,
        "updates": 0,
    }


@pytest.mark.parametrize("level", ["defaults", "experiment", "network"])
@pytest.mark.parametrize("initialiser", ["sparse", {"scheme": "sparse"}])
def test_an_initialiser_replaces_an_inherited_one_as_a_whole(plan_of, level, initialiser):
    inherited = {"scheme": "he", "weight_scale": 3.0, "bias_sd": 0.5}
    plans = {
        "defaults": lambda: plan_of(defaults={"initialiser": initialiser}),
        "experiment": lambda: plan_of(defaults={"initialiser": inherited}, initialiser=initialiser),
        "network": lambda: plan_of(
            [{"layers": [784, 10], "initialiser": initialiser}], initialiser=inherited
        ),
    }
    assert settings_of(plans[level]())["initialiser"] == {
        "scheme": "sparse",
        "weight_scale": 1.0,
        "bias_sd": None,
    }


def test_every_network_has_every_setting(plan_of):
    changes = {
        "activation": "tanh",
        "initialiser": "he",
        "optimiser": {"method": "momentum"},
        "record": {"history": 2},
        "frozen_layers": [1],
    }
    plain = settings_of(plan_of())
    for changed in (
        plan_of(defaults=changes),
        plan_of(**changes),
        plan_of([{"layers": [784, 30, 10], **changes}]),
    ):
        settings = settings_of(changed)
        assert settings.keys() == plain.keys()
        for key in ("initialiser", "optimiser", "record"):
            assert settings[key].keys() == plain[key].keys()


def test_every_plan_can_be_trained(plan_of, random_dataset):
    # As the jobs do it: settings straight from the config to the engine.
    plan = plan_of(
        [
            [784, 5, 10],
            {"layers": [784, 10], "initialiser": "he"},
            {"layers": [784, 4, 10], "optimiser": {"method": "nesterov"}, "frozen_layers": [2]},
        ],
        epochs=1,
        images=12,
        probe_images=5,
        batch_size=5,
    )
    dataset = random_dataset(784, 10)
    for network in plan.networks:
        trained, tables = record_training(network.settings, [0], dataset, lambda line: None)
        assert list(trained.layers) == network.settings["layers"]
        assert set(tables["history"].status) == {"ok"}


@pytest.mark.parametrize(
    ("replicates", "replicates_per_job", "blocks"),
    [
        (8, 8, ["0-7"]),
        (8, 4, ["0-3", "4-7"]),
        (8, 3, ["0-2", "3-5", "6-7"]),
        (1, 8, ["0-0"]),
        (5, 2, ["0-1", "2-3", "4-4"]),
    ],
)
def test_replicates_are_trained_in_blocks(plan_of, replicates, replicates_per_job, blocks):
    plan = plan_of(study={"replicates": replicates, "replicates_per_job": replicates_per_job})
    network = SimpleNamespace(experiment="one", network="784-30-10")
    assert plan.blocks(network) == blocks
    trained = [
        replicate
        for block in blocks
        for replicate in plan.replicates(SimpleNamespace(**vars(network), block=block))
    ]
    assert trained == list(range(replicates))


@pytest.mark.parametrize(
    ("replicates", "replicates_per_job", "without_blocks", "jobs"),
    [
        (3, 4, ["one"], ["784-30-10"]),
        (4, 4, [], ["784-30-10/0-3"]),
        (5, 4, [], ["784-30-10/0-3", "784-30-10/4-4"]),
    ],
)
def test_only_replicates_that_fill_a_block_are_trained_in_blocks(
    plan_of, replicates, replicates_per_job, without_blocks, jobs
):
    plan = plan_of(study={"replicates": replicates, "replicates_per_job": replicates_per_job})
    assert plan.without_blocks() == without_blocks
    assert plan.jobs_in("one") == jobs
    network = SimpleNamespace(experiment="one", network="784-30-10")
    assert plan.replicates(network) == list(range(replicates))


def test_the_work_of_a_job_grows_with_all_that_makes_it_long(plan_of):
    def work(layers=(784, 30, 10), replicates=2, **settings):
        plan = plan_of([{"layers": list(layers), **settings}], replicates=replicates)
        [network] = plan.networks
        place = SimpleNamespace(experiment="one", network=network.name, block=f"0-{replicates - 1}")
        return plan.work(place)

    # (784·30 + 30·10) weights, 50,000 images, 30 epochs and a look before them, 2 replicates
    assert work() == 23_820 * 50_000 * 31 * 2 // 10**6
    assert work(epochs=0) > 0
    for longer in ({"epochs": 31}, {"layers": (784, 31, 10)}, {"replicates": 3}):
        assert work(**longer) > work() > work(images=1000)


def test_an_experiment_may_have_other_replicates_than_the_study(plan_of):
    plan = plan_of(study={"replicates": 8, "replicates_per_job": 8}, replicates=3)
    assert plan.networks[0].blocks() == ["0-2"]
    plan = plan_of(study={"replicates": 8}, replicates_per_job=5)
    assert plan.networks[0].blocks() == ["0-4", "5-7"]


def test_settings_are_found_by_the_folders_of_the_results(plan_of):
    plan = plan_of([[784, 10], {"layers": [784, 30, 10], "name": "wide", "epochs": 3}], epochs=2)
    for name, epochs in {"784-10": 2, "wide": 3}.items():
        place = SimpleNamespace(experiment="one", network=name)
        assert plan.settings(place)["epochs"] == epochs


def test_networks_and_experiments_keep_the_order_of_the_config(config):
    config["experiments"] = {
        "late": {"networks": [[784, 30, 10], [784, 10]]},
        "early": {"networks": [[784, 10]]},
    }
    _, plan = load_study(config)
    assert [(network.experiment, network.name) for network in plan.networks] == [
        ("late", "784-30-10"),
        ("late", "784-10"),
        ("early", "784-10"),
    ]


def test_the_row_of_a_network_says_how_it_was_trained(plan_of):
    plan = plan_of(
        [
            {
                "layers": [784, 30, 20, 10],
                "initialiser": {"scheme": "he", "weight_scale": 2, "bias_sd": 0.5},
                "optimiser": {"method": "momentum"},
                "frozen_layers": [1, 2],
            }
        ],
        replicates=3,
        study={"seed": 7},
    )
    row = network_row(plan.networks[0], "mnist")
    expected = {
        "experiment": "one",
        "network": plan.networks[0].name,
        "dataset": "mnist",
        "layers": "784-30-20-10",
        "hidden_layers": 2,
        "optimiser": "momentum",
        "learning_rate": 0.1,
        "frozen_layers": "1 2",
        "replicates": 3,
        "seed": 7,
    }
    assert {key: row[key] for key in expected} == expected
    for what_differs in ("he", "2", "0.5"):
        assert what_differs in row["initialiser"]


def test_rows_tell_networks_apart_that_differ_in_one_setting(plan_of):
    changes = [
        {},
        {"activation": "tanh"},
        {"cost": "quadratic"},
        {"initialiser": "he"},
        {"initialiser": {"bias_sd": 0.5}},
        {"initialiser": {"weight_scale": 0.5}},
        {"optimiser": {"method": "momentum"}},
        {"optimiser": {"learning_rate": 0.5}},
        {"optimiser": {"momentum": 0.5}},
        {"optimiser": {"momentum_schedule": "sutskever_2013"}},
        {"regularisation": 0.5},
        {"batch_size": 20},
        {"epochs": 20},
        {"images": 20_000},
        {"probe_images": 20},
        {"frozen_layers": [1]},
    ]
    plan = plan_of([{"layers": [784, 30, 10], **change} for change in changes])
    rows = [{**network_row(network, "mnist"), "network": None} for network in plan.networks]
    assert all(one != other for one, other in combinations(rows, 2))
