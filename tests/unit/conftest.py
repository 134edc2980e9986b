"""What the tests of the engine, the measures and the config share.

Functions come as fixtures of the session, which hypothesis may call any number of times.
"""

import sys
from dataclasses import replace

import numpy as np
import pytest
import yaml
from small_study import CLAIMS, SHAPES_OF_PAGES, SmallStudy, WrittenStudy
from textbook_network import TextbookNetwork

from hardtotrain.config.settings import Settings
from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.download.sources import saving
from hardtotrain.engine.network import ARRAYS, PLAIN, array_shapes, of_kind
from hardtotrain.measures.probe import Prober

# Programs in sh, signals and measured memory are not to be had on Windows.
if sys.platform == "win32":
    collect_ignore = ["test_benchmarks.py", "test_download.py", "test_source_npm.py"]

NESTED_SETTINGS = ("initialiser", "optimiser", "record")


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Writes a small study; one of a shape with the claims of the config, and only once."""
    of_shape = {}

    def write(study: SmallStudy | str) -> WrittenStudy:
        if isinstance(study, SmallStudy):
            return WrittenStudy(study, tmp_path_factory.mktemp("study"))
        if study not in of_shape:
            of_shape[study] = write(replace(SHAPES_OF_PAGES[study], claims=CLAIMS))
        return of_shape[study]

    return write


@pytest.fixture
def small_files_alone(monkeypatch):
    """Files of more than 2 MB are too large: bombs of gigabytes are for the disks of others."""
    monkeypatch.setattr(saving, "MOST_BYTES", 2_000_000)


@pytest.fixture(scope="session")
def settings_for():
    """All settings of a network: the book's, but for what is given."""

    def make(layers, **changes):
        settings = {"seed": 0, "layers": list(layers), **Settings().model_dump(), **changes}
        for key in NESTED_SETTINGS:
            settings[key] = {**Settings().model_dump()[key], **changes.get(key, {})}
        return settings

    return make


@pytest.fixture(scope="session")
def random_network():
    """Stacked replicates with Gaussian weights and biases, in float64 unless told otherwise.

    Whatever else they have, as the γ of normalisation, is between 1 and 2.
    """

    def make(
        layers,
        activation="sigmoid",
        cost="cross_entropy",
        replicates=1,
        seed=0,
        dtype=float,
        **kind,
    ):
        random = np.random.default_rng(seed)
        kind = {**PLAIN, **kind, "activation": activation, "cost": cost}

        def draw(name, shape):
            if name == "weights":
                return random.standard_normal(shape) / np.sqrt(shape[1])
            return random.standard_normal(shape) if name == "biases" else 1 + random.random(shape)

        shapes = array_shapes(kind, layers, replicates)
        arrays = {
            name: [draw(name, shape).astype(dtype) for shape in shapes[name]] for name in ARRAYS
        }
        return of_kind(kind, **arrays)

    return make


@pytest.fixture(scope="session")
def textbook_copy():
    """One replicate of a stacked network as a textbook network."""

    def copy(network, replicate=0):
        return TextbookNetwork(
            [W[replicate].T for W in network.weights],
            [b[replicate] for b in network.biases],
            network.activation.name,
            network.cost.name,
        )

    return copy


@pytest.fixture(scope="session")
def random_examples():
    """Images of random bytes with random labels."""

    def make(count, pixels, classes, seed=0):
        random = np.random.default_rng(seed)
        images = random.integers(256, size=(count, pixels), dtype=np.uint8)
        return images, random.integers(classes, size=count, dtype=np.uint8)

    return make


@pytest.fixture(scope="session")
def random_dataset(random_examples):
    """The three splits of a small data set of random bytes."""

    def make(pixels, classes, training=23, validation=11, test=7):
        return Splits(
            *(
                Dataset(*random_examples(count, pixels, classes, seed))
                for seed, count in enumerate((training, validation, test), start=1)
            ),
            image_size=(1, pixels),
        )

    return make


@pytest.fixture(scope="session")
def textbook_examples():
    """Images and labels as the textbook's pairs (x, y) of columns; a pixel is its byte / 256."""

    def convert(images, labels, classes):
        return [
            (image.reshape(-1, 1) / 256, np.eye(classes)[:, [label]])
            for image, label in zip(images, labels, strict=True)
        ]

    return convert


@pytest.fixture(scope="session")
def probed(random_network, random_examples, textbook_copy, textbook_examples):
    """The probe of one replicate, with the same replicate and images as the textbook has them."""

    def take(layers=(6, 5, 4, 3), count=9, learning_rates=None, decay=0.0, **network_settings):
        network = random_network(layers, **network_settings)
        images, labels = random_examples(count, layers[0], layers[-1])
        rates = learning_rates or [0.1] * len(network.weights)
        targets = np.eye(layers[-1])[labels]
        probe = Prober(network, images / 256, targets, rates, decay).take(network)
        return probe, textbook_copy(network), textbook_examples(images, labels, layers[-1])

    return take


@pytest.fixture(scope="session")
def read_default_config(pytestconfig):
    """Reads config/config.yaml anew, so that whoever asks may change it."""
    path = pytestconfig.rootpath / "config" / "config.yaml"
    return lambda: yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def config(read_default_config):
    """The default config, to be changed."""
    return read_default_config()
