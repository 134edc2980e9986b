"""What is recorded within epochs: cost and learning speeds on the probe images."""

import numpy as np
import pytest

from hardtotrain.engine.network import initialise
from hardtotrain.measures import recorded_training
from hardtotrain.measures.recorded_training import record_training

LAYERS = (6, 5, 4, 3)
REPLICATES = [4, 5, 6]
# 20 images in mini-batches of 6 are 4 updates an epoch, 12 in all.
AT_UPDATES = [0, 1, 2, 3, 6, 10, 12]


@pytest.fixture
def recorded(settings_for, random_dataset):
    """Records three epochs, by default at AT_UPDATES; gives data, network and tables."""

    def record(replicates=REPLICATES, layers=LAYERS, **changes):
        dataset = random_dataset(layers[0], layers[-1])
        settings = settings_for(
            layers,
            images=20,
            probe_images=8,
            **{"batch_size": 6, "epochs": 3, "record": {"updates": 4}, **changes},
        )
        return dataset, *record_training(settings, replicates, dataset, lambda line: None)

    return record


def test_rows_are_of_the_updates_that_the_config_asks_for(recorded):
    *_, tables = recorded()
    keys = tables["updates"][["replicate", "update"]].itertuples(index=False, name=None)
    assert list(keys) == [(replicate, update) for replicate in REPLICATES for update in AT_UPDATES]
    *_, tables = recorded(record={"updates": 0})
    assert tables["updates"].empty


@pytest.mark.parametrize("cost", ["cross_entropy", "quadratic", "log_likelihood"])
def test_the_cost_is_that_of_the_textbook_on_the_probe_images(
    recorded, textbook_copy, textbook_examples, cost
):
    dataset, network, tables = recorded(cost=cost, activation="tanh")
    probe = textbook_examples(dataset.training.images[:8], dataset.training.labels[:8], 3)
    last = tables["updates"].query("update == 12").probe_cost
    for index, found in enumerate(last):
        textbook = textbook_copy(network, index)
        expected = np.mean([textbook.example_cost(x, y) for x, y in probe])
        assert found == pytest.approx(expected, rel=1e-5)


def test_speeds_are_those_of_the_first_and_last_hidden_layer_at_the_same_moment(recorded):
    # One mini-batch is an epoch, so that both tables are recorded after every update.
    *_, tables = recorded(batch_size=20, epochs=6, record={"updates": 100})
    updates = tables["updates"]
    assert updates["update"].tolist() == list(range(7)) * 3
    speeds = tables["gradients"].pivot(
        index=["replicate", "epoch"], columns="layer", values="bias_gradient_norm"
    )
    np.testing.assert_array_equal(updates.first_layer_speed, speeds[1])
    np.testing.assert_array_equal(updates.last_layer_speed, speeds[2])


def test_a_network_without_hidden_layers_has_a_cost_and_no_speeds(recorded):
    *_, tables = recorded(layers=(6, 3))
    assert len(tables["updates"]) == len(REPLICATES) * len(AT_UPDATES)
    assert tables["updates"].probe_cost.notna().all()
    assert tables["updates"][["first_layer_speed", "last_layer_speed"]].isna().all(axis=None)


def test_a_network_that_is_not_trained_is_looked_at_once(recorded):
    *_, tables = recorded(epochs=0)
    assert tables["updates"]["update"].tolist() == [0] * 3


def test_a_replicate_s_rows_are_the_same_to_the_byte_whatever_it_is_stacked_with(recorded):
    *_, tables = recorded()
    for replicates in ([4], [5], [6, 4]):
        *_, fewer = recorded(replicates)
        rows = tables["updates"][tables["updates"].replicate.isin(replicates)]
        assert fewer["updates"].to_csv(index=False) == rows.to_csv(index=False)


def overflow_at_once(network):
    network.weights[1][1] = np.inf


def overflow_in_products(network):
    network.weights[1][1] = 3e38


def overflow_backwards(network):
    """Half the inputs of the second layer cancel the others: costs are finite, errors are not."""
    network.weights[0][1] = network.biases[0][1] = 0
    network.weights[1][1] = [[1e4], [-1e4], [1e4], [-1e4], [0]]
    network.weights[2][1] = 3e36


@pytest.mark.parametrize(
    ("overflow", "activation"),
    [
        (overflow_at_once, "relu"),
        (overflow_in_products, "relu"),
        (overflow_backwards, "sigmoid"),
    ],
)
def test_a_diverging_replicate_leaves_only_numbers(monkeypatch, recorded, overflow, activation):
    settings = {"activation": activation, "regularisation": 0.0}
    *_, healthy = recorded(**settings)

    def initialise_with_one_overflowing(*arguments):
        network = initialise(*arguments)
        overflow(network)
        return network

    monkeypatch.setattr(recorded_training, "initialise", initialise_with_one_overflowing)
    *_, tables = recorded(**settings)
    updates = tables["updates"]
    assert np.isfinite(updates.to_numpy()).all()
    assert set(updates[updates.replicate == 5]["update"]) < set(AT_UPDATES)
    others, expected = (
        table["updates"].query("replicate != 5").to_csv(index=False) for table in (tables, healthy)
    )
    assert others == expected
