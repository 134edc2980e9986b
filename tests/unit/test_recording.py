"""The tables of a training: their columns, their rows, and the numbers in them."""

import numpy as np
import pytest

from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import initialise
from hardtotrain.measures import monitors, recorded_training
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.measures.recorded_training import record_training

LAYERS = (6, 5, 4, 3)
REPLICATES = [4, 5, 6]

COLUMNS = {
    "history": [
        "replicate",
        "epoch",
        "training_cost",
        "training_accuracy",
        "validation_cost",
        "validation_accuracy",
        "test_cost",
        "test_accuracy",
        "weight_penalty",
        "status",
    ],
    "gradients": [
        "replicate",
        "epoch",
        "layer",
        "kind",
        *SPEEDS,
        "decay_gradient_norm",
    ],
    "neurons": ["replicate", "epoch", "layer", "neuron", "bias_gradient"],
    "activations": [
        "replicate",
        "epoch",
        "layer",
        "mean",
        "sd",
        "p02",
        "p98",
        "saturated_fraction",
    ],
    "propagation": [
        "replicate",
        "epoch",
        "layer",
        "weight_factor",
        "slope_factor",
        "delta_sd",
        "mean_singular_value",
    ],
    "histograms": ["replicate", "epoch", "layer", "quantity", "low", "high", "share"],
    "updates": ["replicate", "update", "probe_cost", "first_layer_speed", "last_layer_speed"],
}
RECORDED_AT_EPOCHS = [table for table in COLUMNS if table != "updates"]
KEY_COLUMNS = {
    "history": COLUMNS["history"][:2],
    "gradients": COLUMNS["gradients"][:3],
    "neurons": COLUMNS["neurons"][:4],
    "activations": COLUMNS["activations"][:3],
    "propagation": COLUMNS["propagation"][:3],
    "histograms": COLUMNS["histograms"][:4],
}
KEYS = {
    "history": [()],
    "gradients": [(1,), (2,), (3,)],
    "neurons": [(1, n) for n in range(1, 6)]
    + [(2, n) for n in range(1, 5)]
    + [(3, n) for n in range(1, 4)],
    "activations": [(1,), (2,)],
    "propagation": [(1,), (2,)],
    "histograms": [
        (layer, quantity)
        for layer in (1, 2)
        for quantity in ("activation", "delta", "weight_gradient")
    ],
}


@pytest.fixture
def recorded(settings_for, random_dataset):
    """Records a training on 20 of 23 images, probing 8; gives data, network and tables."""
    dataset = random_dataset(LAYERS[0], LAYERS[-1])

    def record(report=lambda line: None, replicates=REPLICATES, **changes):
        settings = settings_for(
            LAYERS, **{"images": 20, "probe_images": 8, "batch_size": 6, "epochs": 7, **changes}
        )
        network, tables = record_training(settings, replicates, dataset, report)
        return dataset, network, tables

    return record


def test_tables_have_the_columns_of_the_data_contract(recorded):
    *_, tables = recorded(epochs=1)
    assert {name: list(table.columns) for name, table in tables.items()} == COLUMNS


@pytest.mark.parametrize(
    ("interval", "epochs", "expected"),
    [
        (1, 3, [0, 1, 2, 3]),
        (3, 7, [0, 3, 6, 7]),
        (3, 6, [0, 3, 6]),
        (50, 7, [0, 7]),
        (5, 0, [0]),
    ],
)
@pytest.mark.parametrize("name", RECORDED_AT_EPOCHS)
def test_each_table_has_its_own_interval_and_always_the_first_and_last_epoch(
    recorded, name, interval, epochs, expected
):
    if name == "history":
        expected = sorted({*expected, *range(max(epochs - 4, 0), epochs + 1)})
    *_, tables = recorded(
        epochs=epochs, record={**dict.fromkeys(RECORDED_AT_EPOCHS, 1), name: interval}
    )
    assert tables.pop("updates").empty
    for other, table in tables.items():
        epochs_recorded = expected if other == name else list(range(epochs + 1))
        if other == "histograms":  # as many bins as the values fill
            table = table.drop_duplicates(KEY_COLUMNS[other])
        keys = table[KEY_COLUMNS[other]].itertuples(index=False, name=None)
        assert list(keys) == [
            (replicate, epoch, *key)
            for replicate in REPLICATES
            for epoch in epochs_recorded
            for key in KEYS[other]
        ]


def test_a_network_that_is_not_trained_is_measured_on_training_images_alone(recorded):
    *_, tables = recorded(epochs=0)
    history = tables["history"].set_index(["replicate", "epoch", "status"])
    measured = history.columns[history.notna().all()]
    assert list(measured) == ["training_cost", "training_accuracy", "weight_penalty"]
    assert history.drop(columns=measured).isna().all(axis=None)


def test_histograms_are_recorded_at_the_first_and_last_epoch_unless_the_config_says_more(recorded):
    *_, tables = recorded()
    assert tables["histograms"]["epoch"].unique().tolist() == [0, 7]
    *_, tables = recorded(record={"histograms": 3})
    assert tables["histograms"]["epoch"].unique().tolist() == [0, 3, 6, 7]


def test_the_history_ends_with_the_network_that_is_returned(
    recorded, textbook_copy, textbook_examples
):
    dataset, network, tables = recorded(regularisation=2.0)
    last = tables["history"].query("epoch == 7")
    splits = {
        "training": (dataset.training.images[:20], dataset.training.labels[:20]),
        "validation": (dataset.validation.images, dataset.validation.labels),
        "test": (dataset.test.images, dataset.test.labels),
    }
    for index, (_, row) in enumerate(last.iterrows()):
        textbook = textbook_copy(network, index)
        for split, (images, labels) in splits.items():
            examples = textbook_examples(images, labels, LAYERS[-1])
            costs = [textbook.example_cost(x, y) for x, y in examples]
            right = [np.argmax(textbook.feedforward(x)[1][-1]) == np.argmax(y) for x, y in examples]
            assert row[f"{split}_cost"] == pytest.approx(np.mean(costs), rel=1e-5)
            assert row[f"{split}_accuracy"] == pytest.approx(np.mean(right))
        squares = sum((W**2).sum() for W in textbook.weights)
        assert row["weight_penalty"] == pytest.approx(2.0 / 20 / 2 * squares, rel=1e-5)
        assert row["status"] == "ok"


def test_gradients_are_measured_on_the_probe_images_without_regularisation(
    recorded, textbook_copy, textbook_examples
):
    dataset, network, tables = recorded(regularisation=2.0, frozen_layers=[2])
    probe = textbook_examples(dataset.training.images[:8], dataset.training.labels[:8], LAYERS[-1])
    last = tables["gradients"].query("epoch == 7").set_index(["replicate", "layer"])
    bars = tables["neurons"].query("epoch == 7").set_index(["replicate", "layer"])
    for index, replicate in enumerate(REPLICATES):
        weight_gradients, bias_gradients = textbook_copy(network, index).mean_gradients(probe)
        for layer in (1, 2, 3):
            row = last.loc[replicate, layer]
            b, W = bias_gradients[layer - 1], weight_gradients[layer - 1]
            assert row.bias_gradient_norm == pytest.approx(np.linalg.norm(b), rel=1e-4)
            assert row.weight_gradient_norm == pytest.approx(np.linalg.norm(W), rel=1e-4)
            assert (row.relative_update == 0) == (layer == 2)
            np.testing.assert_allclose(
                bars.loc[(replicate, layer), "bias_gradient"], b[:, 0], rtol=1e-3, atol=1e-6
            )


def test_how_often_something_is_recorded_does_not_change_the_training(recorded):
    often = {**dict.fromkeys(RECORDED_AT_EPOCHS, 1), "updates": 20}
    *_, network, tables = recorded(record=often)
    *_, seldom_network, seldom_tables = recorded(record=dict.fromkeys(RECORDED_AT_EPOCHS, 100))
    assert seldom_tables.pop("updates").empty
    for W, expected in zip(seldom_network.weights, network.weights, strict=True):
        np.testing.assert_array_equal(W, expected)
    for name, table in seldom_tables.items():
        rows = tables[name][tables[name].epoch.isin(table.epoch)]
        np.testing.assert_array_equal(table.to_numpy(), rows.to_numpy())


def test_progress_is_reported_at_each_recorded_epoch(recorded):
    lines = []
    *_, tables = recorded(report=lines.append, epochs=12, record={"history": 5})
    epochs = (0, 5, 8, 9, 10, 11, 12)
    assert [line.split(":")[0] for line in lines] == [f"epoch {n} of 12" for n in epochs]
    accuracy = tables["history"].query("epoch == 12").validation_accuracy.mean()
    assert f"validation accuracy {accuracy:.2%}" in lines[-1]


@pytest.mark.parametrize("epochs", [0, 2])
@pytest.mark.parametrize("cost", COSTS)
def test_a_replicate_whose_answers_overflow_is_not_counted_as_one_that_classifies(
    monkeypatch, recorded, cost, epochs
):
    # Every weight is a number, and no answer is: it has no accuracy, however it would be guessed.
    def initialise_with_one_overflowing(*arguments):
        network = initialise(*arguments)
        network.weights[0][1] = network.weights[1][1] = 1e30
        return network

    monkeypatch.setattr(recorded_training, "initialise", initialise_with_one_overflowing)
    _, network, tables = recorded(activation="relu", cost=cost, epochs=epochs)
    history = tables["history"][tables["history"].replicate == 5]
    assert history[["epoch", "status"]].values.tolist() == [[0, "diverged"]]
    assert history.drop(columns=["replicate", "epoch", "status"]).isna().all(axis=None)
    assert network.finite().tolist() == [True, False, True]
    for name in RECORDED_AT_EPOCHS[1:]:
        assert set(tables[name].replicate) == {4, 6}
    others = tables["history"][tables["history"].replicate != 5]
    assert len(others) == 2 * (epochs + 1) and (others.status == "ok").all()


def test_a_replicate_may_overflow_on_images_that_no_probe_has(monkeypatch, recorded):
    def overflow_from_the_ninth_image_on(network, images, *targets):
        cost, accuracy = measured(network, images, *targets)
        cost[0] = np.inf
        return cost, accuracy

    measured = monitors.cost_and_accuracy
    monkeypatch.setattr(monitors, "cost_and_accuracy", overflow_from_the_ninth_image_on)
    _, network, tables = recorded(epochs=1)
    last = tables["history"].groupby("replicate").last()
    assert last.status.tolist() == ["diverged", "ok", "ok"]
    assert network.finite().tolist() == [False, True, True]
