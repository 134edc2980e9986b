"""Replicates that end once they have left their plateau."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.engine.costs import COSTS
from hardtotrain.measures.plateau import LEFT_BELOW, plateau_cost
from hardtotrain.measures.recorded_training import record_training

REPLICATES = [0, 1, 2, 3]
LAYERS = (6, 5, 4, 3)
EPOCHS = 60
PER_EPOCH = 6  # mini-batches of 10 of 60 images
PROBE_IMAGES = 30


def separable(count, seed):
    """Images whose class is a bright pair of pixels."""
    random = np.random.default_rng(seed)
    labels = random.integers(3, size=count, dtype=np.uint8)
    images = random.integers(60, size=(count, 6), dtype=np.uint8)
    images[np.arange(count), 2 * labels] += 190
    images[np.arange(count), 2 * labels + 1] += 190
    return Dataset(images, labels)


DATASET = Splits(
    *(separable(count, seed) for seed, count in enumerate((60, 11, 7))), image_size=(2, 3)
)
THRESHOLD = LEFT_BELOW * plateau_cost(
    COSTS["cross_entropy"], np.eye(3)[DATASET.training.labels[:PROBE_IMAGES]]
)


@pytest.fixture(scope="module")
def recorded(settings_for):
    """Records a training of a small network, which ends where the plateau is left."""

    def record(replicates=REPLICATES, report=lambda line: None, **changes):
        settings = settings_for(
            LAYERS,
            **{
                "images": 60,
                "probe_images": PROBE_IMAGES,
                "regularisation": 0.0,
                "epochs": EPOCHS,
                "optimiser": {"learning_rate": 0.5},
                "ends": "plateau_left",
                "record": {"updates": 30, "history": 7, "gradients": 9, "activations": 50},
                **changes,
            },
        )
        return record_training(settings, replicates, DATASET, report)

    return record


@pytest.fixture(scope="module")
def ended(recorded):
    """Network and tables of all replicates together."""
    return recorded()


@pytest.fixture(scope="module")
def last_epochs(ended):
    """The epoch after which each replicate ended, from its costs."""
    updates = ended[1]["updates"]
    first_below = updates[updates.probe_cost < THRESHOLD].groupby("replicate")["update"].min()
    return np.ceil(first_below / PER_EPOCH).astype(int)


def test_replicates_end_in_different_epochs_of_the_training(last_epochs):
    assert last_epochs.index.tolist() == REPLICATES
    assert last_epochs.nunique() > 2
    assert last_epochs.min() > 1 and last_epochs.max() < EPOCHS


def test_the_last_rows_of_every_table_are_of_the_epoch_in_which_the_plateau_was_left(
    ended, last_epochs
):
    tables = dict(ended[1])
    updates = tables.pop("updates").groupby("replicate")["update"].max()
    assert np.ceil(updates / PER_EPOCH).tolist() == last_epochs.tolist()
    for table in tables.values():
        assert table.groupby("replicate")["epoch"].max().tolist() == last_epochs.tolist()
        assert not table.duplicated().any()
    assert (tables["history"].status == "ok").all()
    assert tables["history"].notna().all(axis=None)


def test_before_their_end_replicates_are_recorded_when_the_config_says(ended, last_epochs):
    for table, interval in (("history", 7), ("gradients", 9), ("activations", 50)):
        rows = ended[1][table]
        for replicate, last in last_epochs.items():
            expected = sorted({*range(0, last, interval), last})
            assert rows[rows.replicate == replicate].epoch.unique().tolist() == expected


def test_weights_are_those_of_the_end(ended, last_epochs, recorded):
    for index, last in enumerate(last_epochs):
        there, _ = recorded(epochs=last, ends="last_epoch")
        for found, expected in zip(
            (*ended[0].weights, *ended[0].biases),
            (*there.weights, *there.biases),
            strict=True,
        ):
            np.testing.assert_array_equal(found[index], expected[index])


def test_a_replicate_ends_as_it_would_alone(ended, recorded):
    network, tables = ended
    for replicates in ([0], [1], [2], [3], [3, 1]):
        fewer_network, fewer_tables = recorded(replicates)
        for found, expected in zip(
            (*fewer_network.weights, *fewer_network.biases),
            (*network.weights, *network.biases),
            strict=True,
        ):
            assert found.tobytes() == expected[replicates].tobytes()
        for name, table in fewer_tables.items():
            rows = tables[name][tables[name].replicate.isin(replicates)]
            assert table.to_csv(index=False) == rows.to_csv(index=False)


def test_until_its_end_a_replicate_is_as_without_one(ended, recorded, last_epochs):
    _, tables = recorded(ends="last_epoch")
    for name in ("history", "gradients"):
        found = ended[1][name].merge(tables[name][["replicate", "epoch"]].drop_duplicates())
        expected = tables[name].merge(ended[1][name][["replicate", "epoch"]].drop_duplicates())
        assert len(found) > len(REPLICATES)
        pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert tables["history"].groupby("replicate")["epoch"].max().tolist() == [EPOCHS] * 4


def test_progress_says_why_it_ends(recorded, last_epochs):
    lines = []
    recorded(report=lines.append)
    last = last_epochs.max()
    assert lines[-1] == (
        f"epoch {last} of {EPOCHS}: every replicate has left its plateau or diverged"
    )
    assert lines[-2].startswith(f"epoch {last} of {EPOCHS}: mean validation accuracy ")
    assert "left" not in lines[-2]


def test_who_never_leaves_its_plateau_is_trained_to_the_last_epoch(recorded):
    network, tables = recorded(epochs=1)
    assert tables["history"].epoch.tolist() == [0, 1] * 4
    expected, _ = recorded(epochs=1, ends="last_epoch")
    for found, W in zip(network.weights, expected.weights, strict=True):
        np.testing.assert_array_equal(found, W)
