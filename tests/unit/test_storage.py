"""Trained networks on disk, and joining the replicates of several."""

import re

import numpy as np
import pytest

from hardtotrain.engine.network import join_replicates
from hardtotrain.engine.storage import load_network, save_network
from hardtotrain.results import ResultError

LAYERS = (6, 5, 4, 3)


def assert_equal(network, expected):
    assert network.activation is expected.activation
    assert network.cost is expected.cost
    for part, expected_part in zip(
        (*network.weights, *network.biases), (*expected.weights, *expected.biases), strict=True
    ):
        assert part.dtype == expected_part.dtype
        np.testing.assert_array_equal(part, expected_part)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "network.npz"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("layers", [(4, 3), LAYERS, (3,) * 13])
def test_a_saved_network_comes_back(random_network, path, layers, dtype):
    network = random_network(layers, "softsign", "log_likelihood", replicates=3, dtype=dtype)
    save_network(network, path)
    assert_equal(load_network(path), network)


def test_a_loaded_network_predicts_the_same(random_network, path):
    network = random_network(LAYERS, "tanh", "quadratic", replicates=4)
    images = np.random.default_rng(0).random((20, LAYERS[0]))
    save_network(network, path)
    np.testing.assert_array_equal(load_network(path).predict(images), network.predict(images))


def test_predictions_are_the_largest_output_of_the_textbook(
    random_network, random_examples, textbook_copy, textbook_examples
):
    network = random_network(LAYERS, "relu", "log_likelihood", replicates=2)
    images, labels = random_examples(20, LAYERS[0], LAYERS[-1])
    predicted = network.predict(images / 256)
    for replicate in range(2):
        textbook = textbook_copy(network, replicate)
        expected = [
            np.argmax(textbook.feedforward(x)[1][-1])
            for x, _ in textbook_examples(images, labels, LAYERS[-1])
        ]
        assert predicted[replicate].tolist() == expected


def test_the_file_is_plain_arrays_without_pickle(random_network, path):
    save_network(random_network(LAYERS), path)
    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)
        assert set(arrays.files) == {
            "activation",
            "cost",
            *(f"{part}_{layer}" for part in ("weights", "biases") for layer in (1, 2, 3)),
        }


def test_equal_networks_make_equal_files(random_network, path, tmp_path):
    save_network(random_network(LAYERS), path)
    save_network(random_network(LAYERS), tmp_path / "again.npz")
    assert path.read_bytes() == (tmp_path / "again.npz").read_bytes()


def without_the_biases_of_layer_2(path):
    with np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files if name != "biases_2"}
    np.savez(path, **kept)


def of_an_unknown_activation(path):
    with np.load(path) as arrays:
        np.savez(path, **{**arrays, "activation": "swish"})


def with_layers_that_do_not_fit(path):
    with np.load(path) as arrays:
        np.savez(path, **{**arrays, "weights_2": np.zeros((1, 9, 9))})


def of_other_arrays(path):
    np.savez(path, something=np.zeros(3))


def of_one_bare_array(path):
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


def of_pickled_objects(path):
    np.savez(path, activation=np.array([{}], dtype=object), cost="quadratic")


def of_text(path):
    path.write_text("replicate,epoch\n", encoding="utf-8")


def that_is_empty(path):
    path.write_bytes(b"")


def that_was_cut_short(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    "spoil",
    [
        without_the_biases_of_layer_2,
        of_an_unknown_activation,
        with_layers_that_do_not_fit,
        of_other_arrays,
        of_one_bare_array,
        of_pickled_objects,
        of_text,
        that_is_empty,
        that_was_cut_short,
    ],
)
def test_a_file_that_holds_no_network_is_refused(random_network, path, spoil):
    save_network(random_network(LAYERS), path)
    spoil(path)
    with pytest.raises(ResultError, match=re.escape(str(path))):
        load_network(path)


def test_joined_replicates_stand_in_order(random_network):
    blocks = [
        random_network(LAYERS, "tanh", replicates=replicates, seed=replicates)
        for replicates in (2, 1, 3)
    ]
    joined = join_replicates(blocks)
    assert joined.replicates == 6
    assert_equal(joined.replicate(1), blocks[0].replicate(1))
    assert_equal(joined.replicate(2), blocks[1])
    assert_equal(joined.replicate(5), blocks[2].replicate(2))
