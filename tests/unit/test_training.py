"""Training in lockstep: against the textbook, replicate by replicate, and to the bit."""

import numpy as np
import pandas as pd
import pytest
from textbook_layers import KINDS

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import initialise
from hardtotrain.engine.optimisers import OPTIMISERS
from hardtotrain.engine.random_streams import shuffling_stream
from hardtotrain.engine.training import train
from hardtotrain.measures import recorded_training
from hardtotrain.measures.recorded_training import record_training

LAYERS = (6, 5, 4, 3)


def initial_network(settings, replicates, dtype=float):
    return initialise(settings, replicates, dtype)


def trained_network(settings, replicates, images, labels, dtype=float):
    network = initial_network(settings, replicates, dtype)
    targets = np.eye(settings["layers"][-1], dtype=dtype)[labels]
    for _ in train(network, images, targets, settings, replicates):
        pass
    return network


def textbook_momentum(optimiser, update, updates):
    if optimiser["momentum_schedule"] == "constant":
        return optimiser["momentum"]
    momentum = min(1 - 0.5 / (update // 250 + 1), optimiser["momentum"])
    return min(momentum, 0.9) if updates - update <= 1000 else momentum


def train_textbook(network, examples, settings, replicate):
    """The textbook's training, meeting the examples in the order of the replicate's stream."""
    optimiser, size = settings["optimiser"], settings["batch_size"]
    decay = settings["regularisation"] / len(examples)
    updates = settings["epochs"] * int(np.ceil(len(examples) / size))
    stream, update = shuffling_stream(settings["seed"], replicate), 0
    for _ in range(settings["epochs"]):
        order = stream.permutation(len(examples))
        for start in range(0, len(order), size):
            batch = [examples[index] for index in order[start : start + size]]
            step = {"learning_rate": optimiser["learning_rate"], "decay": decay}
            momentum = textbook_momentum(optimiser, update, updates)
            if optimiser["method"] == "sgd":
                network.update_mini_batch(batch, **step)
            elif optimiser["method"] == "adam":
                network.update_with_adam(batch, **step)
            elif optimiser["method"] == "momentum":
                network.update_with_momentum(batch, **step, momentum=momentum)
            else:
                network.update_with_nesterov(batch, **step, momentum=momentum)
            update += 1


@pytest.fixture
def agrees_with_the_textbook(settings_for, random_examples, textbook_copy, textbook_examples):
    """Trains two replicates both ways and compares all weights and biases."""

    def compare(examples=23, **changes):
        settings = settings_for(LAYERS, **changes)
        replicates = [0, 3]
        images, labels = random_examples(examples, LAYERS[0], LAYERS[-1])
        network = trained_network(settings, replicates, images, labels)
        initial = initial_network(settings, replicates)
        for index, replicate in enumerate(replicates):
            textbook = textbook_copy(initial, index)
            train_textbook(
                textbook, textbook_examples(images, labels, LAYERS[-1]), settings, replicate
            )
            for W, expected in zip(network.weights, textbook.weights, strict=True):
                np.testing.assert_allclose(W[index].T, expected, rtol=0, atol=1e-9)
            for b, expected in zip(network.biases, textbook.biases, strict=True):
                np.testing.assert_allclose(b[index].T, expected, rtol=0, atol=1e-9)

    return compare


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("method", OPTIMISERS)
def test_training_agrees_with_the_textbook(agrees_with_the_textbook, method, activation, cost):
    # 23 images in mini-batches of 5: the last one has 3.
    agrees_with_the_textbook(
        optimiser={"method": method, "learning_rate": 0.2},
        activation=activation,
        cost=cost,
        regularisation=0.4,
        batch_size=5,
        epochs=6,
    )


@pytest.mark.parametrize("method", OPTIMISERS)
@pytest.mark.parametrize("changes", [{"regularisation": 0.0}, {"batch_size": 23}, {"epochs": 0}])
def test_special_cases_of_training_agree_with_the_textbook(
    agrees_with_the_textbook, method, changes
):
    agrees_with_the_textbook(optimiser={"method": method}, **{"epochs": 3, **changes})


@pytest.mark.parametrize("method", ["momentum", "nesterov"])
def test_training_with_a_rising_momentum_agrees_with_the_textbook(agrees_with_the_textbook, method):
    # 1,610 updates: the momentum rises to 0.83 by update 610, then again, to 0.9 at most.
    agrees_with_the_textbook(
        optimiser={
            "method": method,
            "learning_rate": 0.01,
            "momentum": 0.99,
            "momentum_schedule": "sutskever_2013",
        },
        batch_size=1,
        epochs=70,
    )


@pytest.mark.parametrize("regularisation", [0.5, 3.0, 40.0])
def test_nesterov_on_a_quadratic_is_classical_with_less_momentum(settings_for, regularisation):
    # Before black images the weights feel the L2 term alone: a quadratic of eigenvalue λ/n.
    images, labels = np.zeros((20, 6), np.uint8), np.zeros(20, np.uint8)
    learning_rate, momentum = 0.3, 0.9
    eigenvalue = regularisation / len(images)

    def weights(method, momentum):
        optimiser = {"method": method, "learning_rate": learning_rate, "momentum": momentum}
        settings = settings_for(
            (6, 3), optimiser=optimiser, regularisation=regularisation, batch_size=4, epochs=8
        )
        return trained_network(settings, [0], images, labels).weights[0]

    np.testing.assert_allclose(
        weights("nesterov", momentum),
        weights("momentum", momentum * (1 - learning_rate * eigenvalue)),
        rtol=1e-11,
        atol=1e-14,
    )


BITWISE_CASES = {
    "the book": ((784, 30, 10), {"batch_size": 10}),
    "deep": ((49, 30, 30, 30, 30, 10), {"initialiser": {"scheme": "large_gaussian"}}),
    "odd widths": ((13, 9, 7, 5), {"activation": "tanh", "cost": "log_likelihood"}),
    "one neuron": ((7, 1, 1, 3), {"activation": "softsign", "optimiser": {"method": "momentum"}}),
    "one image a batch": ((9, 8, 4), {"batch_size": 1, "cost": "quadratic"}),
    "one batch": ((17, 33, 3), {"batch_size": 43, "activation": "relu"}),
    "nesterov": ((16, 31, 10), {"batch_size": 7, "optimiser": {"method": "nesterov"}}),
    "frozen": (
        (11, 10, 9, 3),
        {"frozen_layers": [1], "cost": "quadratic", "optimiser": {"method": "nesterov"}},
    ),
    "adam": ((15, 14, 14, 4), {"batch_size": 6, "optimiser": {"method": "adam"}}),
    "all at once": (
        (10, 2, 2, 2, 3),
        {**KINDS[-1], "activation": "selu", "batch_size": 43, "optimiser": {"method": "adam"}},
    ),
    **{str(kind): ((9, 33, 33, 5), {**kind, "activation": "gelu"}) for kind in KINDS},
    "no decay": (
        (12, 65, 3),
        {"regularisation": 0.0, "initialiser": {"scheme": "sparse"}, "activation": "tanh"},
    ),
}


@pytest.mark.parametrize(("layers", "changes"), BITWISE_CASES.values(), ids=BITWISE_CASES)
def test_a_replicate_is_the_same_to_the_bit_whatever_it_is_stacked_with(
    settings_for, random_dataset, layers, changes
):
    dataset = random_dataset(layers[0], layers[-1], training=43)
    settings = settings_for(layers, images=43, probe_images=19, **{"epochs": 2, **changes})

    def outcome(replicates):
        return record_training(settings, replicates, dataset, report=lambda line: None)

    stacked, stacked_tables = outcome([0, 1, 2, 5, 8])
    for replicates in ([0], [2], [8, 1]):
        network, tables = outcome(replicates)
        positions = [[0, 1, 2, 5, 8].index(replicate) for replicate in replicates]
        assert_same_bits(network, stacked, positions)
        for name, table in tables.items():
            rows = stacked_tables[name]
            of_these = rows[rows["replicate"].isin(replicates)]
            assert_same_rows(table, of_these)


def test_64_replicates_of_layers_a_thousand_wide_train_as_each_of_them_alone(
    settings_for, random_examples
):
    images, labels = random_examples(20, 784, 10)
    settings = settings_for([784, 1000, 10], epochs=1)
    replicates = list(range(64))
    stacked = trained_network(settings, replicates, images, labels, np.float32)
    assert stacked.finite().all()
    alone = trained_network(settings, [63], images, labels, np.float32)
    assert_same_bits(alone, stacked, [63])


def assert_same_bits(network, stacked, positions):
    for array, whole in zip(network.arrays, stacked.arrays, strict=True):
        assert array.dtype == np.float32
        assert array.tobytes() == whole[positions].tobytes()


def assert_same_rows(table, expected):
    pd.testing.assert_frame_equal(
        table.reset_index(drop=True), expected.reset_index(drop=True), check_exact=True
    )


@pytest.mark.parametrize("method", OPTIMISERS)
def test_frozen_layers_keep_their_bytes_and_the_others_learn(settings_for, random_examples, method):
    images, labels = random_examples(23, LAYERS[0], LAYERS[-1])
    settings = settings_for(
        LAYERS, frozen_layers=[1, 3], epochs=2, optimiser={"method": method}, batch_size=5
    )
    before = initial_network(settings, [0, 1], np.float32)
    after = trained_network(settings, [0, 1], images, labels, np.float32)
    changed = [
        (W.tobytes() != new_W.tobytes(), b.tobytes() != new_b.tobytes())
        for W, b, new_W, new_b in zip(
            before.weights, before.biases, after.weights, after.biases, strict=True
        )
    ]
    assert changed == [(False, False), (True, True), (False, False)]


DIVERGING = {"activation": "relu", "regularisation": 0.0, "batch_size": 5}


@pytest.mark.parametrize(
    ("method", "start", "epoch"),
    [
        *((method, np.inf, 0) for method in OPTIMISERS),
        *((method, 3e38, 0) for method in OPTIMISERS),  # a float32, but its products are not
        # The products are, but not after a step; those of Adam are as long as the learning rate.
        *((method, 1e30, 1) for method in OPTIMISERS if method != "adam"),
    ],
)
def test_a_diverging_replicate_ends_and_leaves_the_others_alone(
    monkeypatch, settings_for, random_dataset, method, start, epoch
):
    settings = settings_for(
        LAYERS, images=23, probe_images=9, epochs=3, optimiser={"method": method}, **DIVERGING
    )
    dataset = random_dataset(LAYERS[0], LAYERS[-1])
    healthy, healthy_tables = record_training(settings, [0, 1, 2], dataset, lambda line: None)

    def initialise_with_one_overflowing(*arguments):
        network = initialise(*arguments)
        network.weights[1][1] = start
        return network

    monkeypatch.setattr(recorded_training, "initialise", initialise_with_one_overflowing)
    network, tables = record_training(settings, [0, 1, 2], dataset, lambda line: None)
    assert_same_bits(network.replicate(0), healthy, [0])
    assert_same_bits(network.replicate(2), healthy, [2])
    for name, table in tables.items():
        expected = healthy_tables[name]
        assert_same_rows(table[table.replicate != 1], expected[expected.replicate != 1])

    history = tables["history"][tables["history"].replicate == 1]
    assert history.epoch.tolist() == list(range(epoch + 1))
    assert history.status.tolist() == ["ok"] * epoch + ["diverged"]
    assert history.iloc[-1].drop(["replicate", "epoch", "status"]).isna().all()
    for name in ("gradients", "neurons", "activations", "propagation"):
        assert set(tables[name].epoch[tables[name].replicate == 1]) == set(range(epoch))


@pytest.mark.filterwarnings("error")
def test_training_ends_in_peace_when_every_replicate_diverges(settings_for, random_dataset):
    settings = settings_for(
        LAYERS,
        images=23,
        probe_images=9,
        epochs=4,
        **DIVERGING | {"initialiser": {"scheme": "he", "weight_scale": 1e30, "bias_sd": None}},
    )
    lines = []
    network, tables = record_training(
        settings, [0, 1], random_dataset(LAYERS[0], LAYERS[-1]), lines.append
    )
    assert not network.finite().any()
    last = tables["history"].groupby("replicate").last()
    assert last.status.tolist() == ["diverged"] * 2
    assert "nan" not in "".join(lines)


def test_weights_that_blas_would_change_in_a_copy_are_refused(
    settings_for, random_network, random_examples
):
    network = random_network(LAYERS, replicates=2).map(np.ascontiguousarray)
    images, labels = random_examples(23, LAYERS[0], LAYERS[-1])
    with pytest.raises(ValueError, match="column by column"):
        next(train(network, images, np.eye(3)[labels], settings_for(LAYERS), [0, 1]))


def test_finite_tells_which_replicates_overflowed(random_network):
    network = random_network(LAYERS, replicates=4)
    network.weights[2][1, 0, 0] = np.nan
    network.biases[0][3, 0, 1] = -np.inf
    assert network.finite().tolist() == [True, False, True, False]


def test_a_replicate_of_a_network_shares_its_memory(random_network):
    network = random_network(LAYERS, replicates=3)
    one = network.replicate(1)
    assert one.replicates == 1
    for part, whole in zip(
        (*one.weights, *one.biases), (*network.weights, *network.biases), strict=True
    ):
        assert np.shares_memory(part, whole)
        np.testing.assert_array_equal(part[0], whole[1])
