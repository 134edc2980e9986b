"""Which images are classified correctly: as the history says, and as the textbook does."""

import numpy as np
import pytest

from hardtotrain.engine.network import Network
from hardtotrain.engine.storage import load_finished, save_network
from hardtotrain.measures import monitors
from hardtotrain.measures.monitors import correct_images
from hardtotrain.measures.recorded_training import record_training

LAYERS = (6, 5, 4, 3)
EPOCHS = 5


@pytest.fixture(scope="module")
def trained(settings_for, random_dataset):
    """Data, three trained replicates, and their history."""
    dataset = random_dataset(LAYERS[0], LAYERS[-1], validation=151, test=97)
    settings = settings_for(
        LAYERS, images=20, probe_images=8, batch_size=5, epochs=EPOCHS, regularisation=0.0
    )
    network, tables = record_training(settings, [0, 1, 2], dataset, lambda line: None)
    return dataset, network, tables["history"]


@pytest.fixture
def of(tmp_path):
    """What the finished replicates of a saved network get right."""

    def classify(network: Network, examples) -> np.ndarray:
        save_network(network, tmp_path / "network.npz")
        finished = load_finished(tmp_path / "network.npz")
        return correct_images(finished, examples.images, examples.labels)

    return classify


def overflowed(network: Network, *replicates: int, value=np.inf, biases=False) -> Network:
    """The network, with one parameter of some replicates out of bounds."""
    copied = [[a.copy() for a in arrays] for arrays in (network.weights, network.biases)]
    for replicate in replicates:
        copied[biases][1][replicate, 0, 1] = value
    return Network(network.activation, network.cost, *copied)


@pytest.mark.parametrize("split", ["training", "validation", "test"])
def test_the_share_of_correct_images_is_the_accuracy_of_the_history(trained, of, split):
    dataset, network, history = trained
    examples = getattr(dataset, split)
    if split == "training":
        examples = type(examples)(examples.images[:20], examples.labels[:20])
    correct = of(network, examples)
    assert correct.dtype == bool and correct.shape == (3, len(examples))
    last = history.loc[history["epoch"] == EPOCHS, f"{split}_accuracy"]
    np.testing.assert_allclose(correct.mean(axis=1), last, rtol=1e-6)


def test_every_image_is_judged_as_the_textbook_does(
    trained, of, textbook_copy, textbook_examples, random_network
):
    examples = trained[0].validation
    network = random_network(LAYERS, replicates=4, seed=3)
    pairs = textbook_examples(examples.images, examples.labels, LAYERS[-1])
    correct = of(network, examples)
    for replicate, row in enumerate(correct):
        textbook = textbook_copy(network, replicate)
        right = [np.argmax(textbook.feedforward(x)[1][-1]) == np.argmax(y) for x, y in pairs]
        assert row.tolist() == right
    assert len({tuple(row) for row in correct}) > 1
    assert 0 < correct.mean() < 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("biases", [False, True])
def test_replicates_that_overflowed_are_left_out_and_the_others_stay(trained, of, value, biases):
    dataset, network, _ = trained
    sound = of(network, dataset.validation)
    for lost in range(3):
        left = of(overflowed(network, lost, value=value, biases=biases), dataset.validation)
        np.testing.assert_array_equal(left, np.delete(sound, lost, axis=0))


@pytest.mark.filterwarnings("error")
def test_without_a_finished_replicate_there_are_no_rows_but_the_images_still_count(trained, of):
    dataset, network, _ = trained
    correct = of(overflowed(network, 0, 1, 2), dataset.validation)
    assert correct.shape == (0, len(dataset.validation)) and correct.dtype == bool


def test_weights_that_are_large_but_finite_are_those_of_a_finished_replicate(trained, of):
    dataset, network, _ = trained
    assert of(overflowed(network, 1, value=3e38), dataset.validation).shape[0] == 3


@pytest.mark.parametrize("at_once", [1, 50, 151, 152])
def test_how_many_images_are_looked_at_at_once_is_immaterial(trained, of, monkeypatch, at_once):
    dataset, network, _ = trained
    expected = of(network, dataset.validation)
    monkeypatch.setattr(monitors, "MONITORED_IMAGES", at_once)
    np.testing.assert_array_equal(of(network, dataset.validation), expected)
