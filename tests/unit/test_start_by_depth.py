"""Whose start is followed from depth to depth, what theory says of it, and who shows it."""

import numpy as np
import pandas as pd
import pytest
from small_study import EXAMPLES, START, SmallStudy, autoencoder, book_network

from hardtotrain.data.dataset import Dataset
from hardtotrain.roles.start_by_depth import (
    one_a_depth,
    start_of,
    starting_alike,
    trained_alike,
)
from hardtotrain.tables import mean_field
from hardtotrain.tables.mean_field import predicted_layers
from hardtotrain.tables.schemas.speeds import SPEEDS_BY_DEPTH
from hardtotrain.tables.speeds_by_depth import DEEPEST, speeds_by_depth_table


def rows_of(**experiments) -> list[dict]:
    return SmallStudy(experiments).networks.to_dict("records")


def names(networks) -> list[str]:
    return [f"{row['experiment']} {row['layers'].count('-') - 1}" for row in networks]


@pytest.fixture(scope="module")
def images() -> Dataset:
    random = np.random.default_rng(0)
    pixels = random.integers(256, size=(9, 784), dtype=np.uint8)
    return Dataset(pixels, np.array([0, 1, 1, 2, 2, 2, 0, 0, 0], dtype=np.uint8))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"activation": "tanh", "initialiser": "glorot_uniform", "cost": "log_likelihood"},
        {"activation": "relu", "initialiser": {"scheme": "he", "weight_scale": 2, "bias_sd": 0}},
    ],
)
def test_what_is_predicted_for_a_depth_is_what_mean_field_says_of_such_a_network(images, settings):
    depths = (1, 2, 5, 12)
    networks = rows_of(start={**START, **settings, "networks": [*map(book_network, depths)]})
    table = speeds_by_depth_table(start_of(networks), images)
    assert table["hidden_layers"].value_counts().to_dict() == {n: n for n in range(1, DEEPEST + 1)}
    for network in networks:
        *hidden, _ = predicted_layers(network, images)
        of_depth = table[table["hidden_layers"] == network["hidden_layers"]]
        assert of_depth["layer"].tolist() == [layer for layer, *_ in hidden]
        assert of_depth["predicted"].tolist() == [norm for *_, norm in hidden]
        assert of_depth["predicted_ratio"].tolist() == [
            hidden[-1][-1] / norm for *_, norm in hidden
        ]


@pytest.mark.parametrize(
    "networks",
    [
        rows_of(start={**START, "networks": [[784, 10]]}),
        rows_of(start={**START, "networks": [autoencoder(3)]}),
        [],
    ],
)
def test_without_a_start_to_follow_there_are_no_rows(networks):
    table = speeds_by_depth_table(start_of(networks), EXAMPLES.training)
    assert table.empty and table.columns.tolist() == SPEEDS_BY_DEPTH.names


def test_a_start_with_layers_that_theory_says_nothing_of_has_no_rows(monkeypatch):
    networks = rows_of(start={**START, "skip_connections": True, "networks": [book_network(2)]})
    assert len(speeds_by_depth_table(start_of(networks), EXAMPLES.training))
    monkeypatch.setattr(mean_field, "COVERED", ())
    assert speeds_by_depth_table(start_of(networks), EXAMPLES.training).empty


def test_the_start_is_that_of_the_first_classifier_of_the_experiment_with_most_replicates():
    networks = rows_of(
        depth={"networks": [book_network(2)]},
        start={**START, "replicates": 9, "networks": [autoencoder(2), [784, 10], [784, 20, 8, 10]]},
    )
    assert start_of(networks)["layers"] == "784-20-8-10"
    # At any depth it is as wide as its first hidden layer.
    table = speeds_by_depth_table(start_of(networks), EXAMPLES.training)
    wide = {**networks[-1], "layers": "784-20-20-10"}
    *hidden, _ = predicted_layers(wide, EXAMPLES.training)
    second = table.loc[table["hidden_layers"] == 2, "predicted"]
    assert second.tolist() == [norm for *_, norm in hidden]


def test_networks_that_start_alike_are_as_wide_and_drawn_alike_however_they_train():
    networks = rows_of(
        start={**START, "replicates": 9, "networks": [book_network(2), book_network(3)]},
        depth={"regularisation": 0, "networks": [*map(book_network, (0, 1, 3)), "784-9x30-10"]},
        other={
            **START,
            "networks": [
                [784, 30, 20, 10],
                {"layers": book_network(4), "activation": "tanh"},
                {"layers": book_network(4), "initialiser": {"weight_scale": 2}},
                {"layers": book_network(4), "cost": "quadratic"},
                {"layers": book_network(4), "probe_images": 5},
                autoencoder(4),
            ],
        },
    )
    # As they stand in a CSV, where an empty cell is NaN.
    networks = pd.DataFrame(networks).astype({"bias_sd": float}).to_dict("records")
    alike = starting_alike(networks, start_of(networks))
    assert names(alike) == ["start 2", "start 3", "depth 1", "depth 3", "depth 9"]
    chosen = one_a_depth(alike)
    assert names(chosen[depth] for depth in (1, 2, 3, 9)) == [
        *("depth 1", "start 2", "start 3", "depth 9")
    ]


def test_of_those_the_trained_have_the_settings_of_the_first_and_its_length():
    networks = rows_of(
        start={**START, "replicates": 9, "networks": [book_network(2)]},
        depth={"networks": [book_network(1), book_network(2)]},
        limit={
            "networks": [
                book_network(5),
                {"layers": book_network(6), "regularisation": 0},
                {"layers": book_network(7), "epochs": 3},
                {"layers": book_network(8), "ends": "plateau_left"},
                {"layers": book_network(9), "images": 1000},
                {"layers": book_network(10), "frozen_layers": [1]},
            ]
        },
        more={"replicates": 8, "networks": [book_network(2)]},
    )
    trained = trained_alike(networks, start_of(networks))
    assert names(trained) == ["depth 1", "depth 2", "limit 5", "more 2"]
    assert names([one_a_depth(trained)[2]]) == ["more 2"]
