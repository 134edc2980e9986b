"""A published value stands beside a network only if every setting is the one it was made with."""

import json
from pathlib import Path

import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.roles.plain_layers import PLAIN
from hardtotrain.tables.published import (
    networks_under_settings,
    published_accuracy,
    published_speeds,
)

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"

BOOK = book_row("784-30-30-10", experiment="depth", probe_images=1_000)
CURVES = BOOK | {"experiment": "curves", "batch_size": 1_000, "epochs": 500, "images": 1_000}
INITIAL = BOOK | {"experiment": "initialisation", "epochs": 0}

OTHER = {
    "dataset": "fashion-mnist",
    "layers": "784-30-31-10",
    "activation": "tanh",
    "initialiser": "scaled_gaussian weight_scale-2",
    "cost": "quadratic",
    "optimiser": "nesterov",
    "learning_rate": 0.1000001,
    "regularisation": 0.0,
    "batch_size": 11,
    "epochs": 31,
    "images": 49_999,
    "probe_images": 999,
    "frozen_layers": "1",
    **dict.fromkeys(PLAIN, "another"),
}
KIND = {"dataset", "layers", "activation", "cost", *PLAIN}
INITIALISATION = KIND | {"initialiser", "probe_images"}


def table(*networks: dict) -> pd.DataFrame:
    return pd.DataFrame(networks)


def deep(settings: dict, hidden_layers: int) -> dict:
    layers = "-".join(["784", *["30"] * hidden_layers, "10"])
    return settings | {"network": layers, "layers": layers, "hidden_layers": hidden_layers}


@pytest.mark.parametrize(
    ("hidden_layers", "note", "book"),
    [(1, 0.9647, 0.9648), (2, 0.9680, 0.9690), (3, 0.9642, 0.9657), (4, 0.9628, 0.9653)],
)
def test_accuracies_are_the_note_s_and_the_book_s(
    hidden_layers: int, note: float, book: float
) -> None:
    [row] = published_accuracy(table(deep(BOOK, hidden_layers)), PUBLISHED).itertuples()
    assert (row.experiment, row.network) == ("depth", deep(BOOK, hidden_layers)["network"])
    assert (row.published_note, row.published_book) == pytest.approx((note, book), abs=1e-12)


@pytest.mark.parametrize("setting", sorted(OTHER.keys() - {"probe_images"}))
def test_accuracy_vanishes_with_any_other_setting(setting: str) -> None:
    networks = table(BOOK, BOOK | {"network": "other", setting: OTHER[setting]})
    assert published_accuracy(networks, PUBLISHED)["network"].tolist() == [BOOK["network"]]


def test_accuracy_does_not_depend_on_probe_images_momentum_or_replicates() -> None:
    network = BOOK | {"probe_images": 999, "momentum": 0.5, "replicates": 3}
    assert len(published_accuracy(table(network), PUBLISHED)) == 1


@pytest.mark.parametrize("setting", sorted(OTHER))
def test_curves_vanish_with_any_other_setting(setting: str) -> None:
    assert published_speeds(table(CURVES), PUBLISHED)["epoch"].max() == 499
    speeds = published_speeds(table(CURVES | {setting: OTHER[setting]}), PUBLISHED)
    # What starts like the book's networks keeps the value before training, and only that.
    assert speeds["epoch"].tolist() == ([] if setting in INITIALISATION else [0, 0])


def test_curves_start_unrounded_and_stand_once() -> None:
    speeds = published_speeds(table(CURVES), PUBLISHED)
    assert not speeds.duplicated(["epoch", "layer"]).any()
    assert len(speeds) == 2 * 500
    start = speeds.loc[speeds["epoch"] == 0, "bias_gradient_norm"]
    assert start.tolist() == [0.06574134326503182, 0.3092184942703712]


@pytest.mark.parametrize("hidden_layers", [2, 3, 4])
def test_initial_norms_stand_beside_every_network_that_starts_like_the_book_s(
    hidden_layers: int,
) -> None:
    norms = {2: [0.07, 0.31], 3: [0.012, 0.060, 0.283], 4: [0.003, 0.017, 0.070, 0.285]}
    for settings in (INITIAL, BOOK):
        speeds = published_speeds(table(deep(settings, hidden_layers)), PUBLISHED)
        assert (speeds["epoch"] == 0).all()
        assert speeds["layer"].tolist() == list(range(1, hidden_layers + 1))
        assert speeds["bias_gradient_norm"].tolist() == norms[hidden_layers]


@pytest.mark.parametrize("hidden_layers", [1, 5])
def test_no_speed_for_depths_the_book_did_not_try(hidden_layers: int) -> None:
    networks = table(deep(CURVES, hidden_layers), deep(INITIAL, hidden_layers))
    assert published_speeds(networks, PUBLISHED).empty


def test_initial_norms_are_the_curves_start_rounded() -> None:
    curves = pd.read_csv(PUBLISHED / "learning_speed_curves.csv").query("epoch == 0")
    norms = pd.read_csv(PUBLISHED / "book_initial_norms.csv")
    both = norms.merge(curves, on=["hidden_layers", "layer"], suffixes=("", "_curve"))
    assert len(both) == len(norms) == 9
    decimals = both["hidden_layers"].map({2: 2, 3: 3, 4: 3})
    error = (both["bias_gradient_norm"] - both["bias_gradient_norm_curve"]).abs()
    assert (error <= 0.5 * 10.0**-decimals).all()


@pytest.mark.parametrize("setting", sorted(OTHER))
def test_neuron_gradients_belong_to_their_architecture_at_any_epochs(setting: str) -> None:
    networks = table(BOOK, INITIAL | {setting: OTHER[setting]})
    matching = networks_under_settings(networks, "initial_neuron_gradients", PUBLISHED)
    expected = ["depth"] if setting in INITIALISATION else ["depth", "initialisation"]
    assert matching["experiment"].tolist() == expected


def test_every_setting_of_every_reference_is_tried_above() -> None:
    references = json.loads((PUBLISHED / "settings.json").read_text(encoding="utf-8"))
    settings = {setting for reference in references.values() for setting in reference}
    # All but the depth by itself, whatever the widths: that is for the table of published errors.
    assert settings | PLAIN.keys() == OTHER.keys() | {"hidden_layers"}
    assert all((PUBLISHED / f"{reference}.csv").is_file() for reference in references)


def test_an_unknown_reference_or_a_missing_setting_is_an_error() -> None:
    with pytest.raises(KeyError, match="sutskever"):
        networks_under_settings(table(BOOK), "sutskever_2013_table1", PUBLISHED)
    with pytest.raises(KeyError, match="batch_size"):
        published_accuracy(table(BOOK).drop(columns="batch_size"), PUBLISHED)


def test_a_table_read_from_csv_matches_as_well(tmp_path: Path) -> None:
    table(BOOK, CURVES).to_csv(tmp_path / "networks.csv", index=False)
    networks = pd.read_csv(tmp_path / "networks.csv")
    for reference, experiment in (("accuracy", "depth"), ("learning_speed_curves", "curves")):
        matching = networks_under_settings(networks, reference, PUBLISHED)
        assert matching["experiment"].tolist() == [experiment]


def test_published_rows_follow_the_network_not_its_neighbours() -> None:
    networks = table(deep(BOOK, 3), BOOK, deep(BOOK, 4))
    alone = published_accuracy(table(BOOK), PUBLISHED)
    among = published_accuracy(networks, PUBLISHED)
    among = among.loc[among["network"] == BOOK["network"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


def test_readme_describes_every_file() -> None:
    readme = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in PUBLISHED.iterdir()} - {"README.md"}
    assert {name for name in files if f"`{name}`" not in readme} == set()
