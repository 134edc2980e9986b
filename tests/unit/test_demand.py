"""What the config says a network asks of a machine, beside what it takes."""

import tracemalloc

import pandas as pd
import pytest

from hardtotrain.config.demand import (
    bytes_to_predict,
    bytes_to_tabulate,
    bytes_to_train,
    rows_recorded,
)
from hardtotrain.config.plan import PlannedNetwork, network_row
from hardtotrain.engine.network import initialise
from hardtotrain.inspections.jacobians import jacobian_table
from hardtotrain.measures.recorded_training import record_training
from hardtotrain.measures.recording import PROBE_TABLES
from hardtotrain.theory.moments import moments_of


@pytest.fixture
def planned(settings_for):
    def plan(layers, replicates=2, per_job=2, **changes):
        sizes = {"images": 120, "batch_size": 10, "probe_images": 20}
        settings = settings_for(layers, **sizes | changes)
        return PlannedNetwork("one", "network", 0, settings, {}, replicates, per_job)

    return plan


@pytest.mark.parametrize(("epochs", "interval"), [(0, 1), (4, 1), (5, 2), (3, 50)])
def test_rows_are_those_that_a_training_records(planned, random_dataset, epochs, interval):
    names = ("history", *PROBE_TABLES)
    network = planned((6, 5, 4, 3), epochs=epochs, record=dict.fromkeys(names, interval))
    _, tables = record_training(network.settings, [0, 1], random_dataset(6, 3, 120), print)
    rows = rows_recorded(network)
    assert list(rows) == list(names)
    for name in names[1:-1]:
        assert rows[name] == len(tables[name])
    assert 0 <= len(tables["history"]) - rows["history"] <= 2 * 5  # the last five epochs, always
    assert rows["histograms"] / 10 < len(tables["histograms"]) < rows["histograms"]


@pytest.mark.parametrize(
    ("layers", "changes"),
    [
        ((784, 2000, 10), {}),
        ((784, 1000, 10), {"optimiser": {"method": "nesterov"}}),
        ((784, 400, 400, 10), {"batch_size": 120, "probe_images": 120}),
        ((784, 50, 784), {"probe_images": 120}),
    ],
)
def test_memory_is_about_what_a_training_takes(planned, random_dataset, layers, changes):
    network = planned(layers, epochs=1, **changes)
    dataset = random_dataset(784, 10, 120, 1000)
    taken = peak(lambda: record_training(network.settings, [0, 1], dataset, lambda line: None))
    assert taken / 3 < bytes_to_train(network) < 3 * taken


def test_memory_counts_the_images(planned, random_dataset):
    network = planned((6, 5, 3), epochs=1, images=40_000)
    dataset = random_dataset(6, 3, 40_000)
    taken = peak(lambda: record_training(network.settings, [0, 1], dataset, lambda line: None))
    assert taken / 3 < bytes_to_train(network) < 3 * taken


def test_memory_is_about_what_a_prediction_takes(random_examples):
    images, labels = random_examples(300, 900, 5)
    taken = peak(lambda: moments_of(images, labels, 5, 1 / 256))
    assert taken / 3 < bytes_to_predict(900) < 3 * taken


def test_memory_is_about_what_the_tables_take(planned, random_dataset):
    network = planned((784, 300, 300, 300, 10), activation="tanh")
    stacked = initialise(network.settings, range(2))
    networks = pd.DataFrame([network_row(network, "mnist")])
    images = random_dataset(784, 10, 120).training
    taken = peak(lambda: jacobian_table(networks, lambda key: stacked, images))
    assert taken / 3 < bytes_to_tabulate(network) < 3 * taken


def peak(work):
    """Bytes that some work holds at most at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
