"""The table of learning speed ratios, recomputed by hand and from the book's own curves."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_rows import book_row

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.tables.learning_speed_ratios import learning_speed_ratio_table

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"
CONTRACT = [
    "experiment",
    "network",
    "epoch",
    "measure",
    "from_layer",
    "to_layer",
    "median",
    "ci_low",
    "ci_high",
    "published",
]


def network(hidden_layers: int, **settings) -> dict:
    layers = "-".join(["784", *["30"] * hidden_layers, "10"])
    curves = {"experiment": "curves", "batch_size": 1_000, "epochs": 500, "images": 1_000}
    return book_row(layers, **{**curves, **settings})


def gradients(network: dict, speeds: np.ndarray, epoch: int = 0) -> pd.DataFrame:
    """The book's speed of each replicate (rows) and hidden layer (columns); the others follow."""
    replicates, hidden_layers = np.shape(speeds)
    # The output layer learns fastest, and must not be taken for a hidden one.
    speeds = np.hstack([speeds, np.full((replicates, 1), 1e3)])
    replicate, layer = np.indices(speeds.shape)
    rows = pd.DataFrame(
        {
            "experiment": network["experiment"],
            "network": network["network"],
            "replicate": replicate.ravel(),
            "epoch": epoch,
            "layer": layer.ravel() + 1,
            "kind": np.where(layer.ravel() == hidden_layers, "output", "hidden"),
        }
    )
    for power, measure in enumerate(SPEEDS, start=1):
        rows[measure] = speeds.ravel() ** power
    return rows


def ratios(networks: list[dict], *measured: pd.DataFrame) -> pd.DataFrame:
    return learning_speed_ratio_table(pd.DataFrame(networks), pd.concat(measured), PUBLISHED)


def random_speeds(replicates: int, hidden_layers: int, seed: int = 0) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(size=(replicates, hidden_layers)))


@pytest.mark.parametrize(
    ("hidden_layers", "pairs"),
    [
        (2, [(1, 2)]),
        (3, [(1, 2), (1, 3), (2, 3)]),
        (4, [(1, 2), (1, 4), (2, 3), (3, 4)]),
    ],
)
def test_pairs_are_neighbours_and_first_to_last(
    hidden_layers: int, pairs: list[tuple[int, int]]
) -> None:
    table = ratios(
        [network(hidden_layers)], gradients(network(hidden_layers), random_speeds(3, hidden_layers))
    )
    assert table.columns.tolist() == [*CONTRACT, "replicates"]
    for measure in SPEEDS:
        rows = table.loc[table["measure"] == measure, ["from_layer", "to_layer"]]
        assert list(rows.itertuples(index=False, name=None)) == pairs
    assert len(table) == len(pairs) * len(SPEEDS)


def test_fewer_than_two_hidden_layers_have_no_rows() -> None:
    shallow, linear, deep = network(1), network(0), network(2)
    measured = [gradients(n, random_speeds(3, n["hidden_layers"])) for n in (shallow, linear, deep)]
    assert set(ratios([shallow, linear, deep], *measured)["network"]) == {deep["network"]}
    assert ratios([shallow], measured[0]).columns.tolist() == [*CONTRACT, "replicates"]
    assert ratios([shallow], measured[0]).empty


def test_medians_by_hand() -> None:
    speeds = [[1, 2, 8], [1, 4, 4], [2, 6, 60]]
    table = ratios([network(3)], gradients(network(3), speeds))
    table = table.set_index(["measure", "from_layer", "to_layer"])
    book, rms = table.loc["bias_gradient_norm"], table.loc["bias_gradient_rms"]
    # Within a replicate: 2, 4, 3 and 4, 1, 10 and 8, 4, 30.
    assert book["median"].to_dict() == {(1, 2): 3, (2, 3): 4, (1, 3): 8}
    assert rms["median"].to_dict() == {(1, 2): 9, (2, 3): 16, (1, 3): 64}
    # Three replicates give their range.
    assert book["ci_low"].to_dict() == pytest.approx({(1, 2): 2, (2, 3): 1, (1, 3): 4})
    assert book["ci_high"].to_dict() == pytest.approx({(1, 2): 4, (2, 3): 10, (1, 3): 30})
    assert (table["replicates"] == 3).all()


@pytest.mark.parametrize(("epoch", "ratio"), [(0, 95.8), (50, 50.6), (499, 112.6)])
def test_the_book_s_ratios_with_four_hidden_layers(epoch: int, ratio: float) -> None:
    table = ratios([network(4)], gradients(network(4), random_speeds(3, 4), epoch))
    published = table.set_index(["measure", "from_layer", "to_layer"])["published"]
    assert published["bias_gradient_norm", 1, 4] == pytest.approx(ratio, abs=0.05)
    neighbours = [published["bias_gradient_norm", layer, layer + 1] for layer in (1, 2, 3)]
    assert np.prod(neighbours) == pytest.approx(ratio, abs=0.05)
    assert published.drop("bias_gradient_norm").isna().all()


def test_the_book_as_measured_data_gives_the_book() -> None:
    curves = pd.read_csv(PUBLISHED / "learning_speed_curves.csv").query("hidden_layers == 4")
    measured = curves.assign(
        experiment="curves",
        network=network(4)["network"],
        replicate=0,
        kind="hidden",
        bias_gradient_rms=np.nan,
        weight_gradient_norm=np.nan,
        relative_update=np.nan,
    )
    table = ratios([network(4)], measured)
    book = table.loc[table["measure"] == "bias_gradient_norm"]
    assert len(book) == 500 * 4
    assert (book["median"] == book["published"]).all()
    first_to_last = book.loc[(book["from_layer"] == 1) & (book["to_layer"] == 4), "median"]
    assert first_to_last.median() == pytest.approx(74.4, abs=0.05)


@pytest.mark.parametrize(("hidden_layers", "ratio"), [(2, 0.31 / 0.07), (4, 0.285 / 0.003)])
def test_initialisation_studies_stand_beside_the_book_s_printed_norms(
    hidden_layers: int, ratio: float
) -> None:
    study = network(hidden_layers, epochs=0, images=50_000, batch_size=10)
    table = ratios([study], gradients(study, random_speeds(3, hidden_layers)))
    first_to_last = table.query("from_layer == 1 and to_layer == @hidden_layers")
    published = first_to_last.set_index("measure")["published"]
    assert published.pop("bias_gradient_norm") == pytest.approx(ratio)
    assert published.isna().all()


def test_nothing_published_after_the_book_s_last_epoch_or_under_other_settings() -> None:
    later = ratios([network(4)], gradients(network(4), random_speeds(3, 4), epoch=500))
    tanh = network(4, activation="tanh")
    other = ratios([tanh], gradients(tanh, random_speeds(3, 4)))
    assert len(later) == len(other) == 4 * len(SPEEDS)
    assert later["published"].isna().all() and other["published"].isna().all()


def test_an_earlier_layer_that_does_not_learn_makes_an_infinite_ratio_that_counts() -> None:
    speeds = [[0.0, 2.0], [1.0, 2.0], [1.0, 3.0]]
    table = ratios([network(2)], gradients(network(2), speeds)).set_index("measure")
    book = table.loc["bias_gradient_norm"]
    assert (book["median"], book["ci_low"], book["ci_high"]) == (3, 2, np.inf)
    assert book["replicates"] == 3


@pytest.mark.parametrize("nothing", [[0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0], [1.0, np.inf]])
def test_replicates_without_a_ratio_are_left_out_and_not_counted(nothing: list[float]) -> None:
    sound = [[1.0, 2.0], [1.0, 4.0], [1.0, 5.0]]
    table = ratios([network(2)], gradients(network(2), [*sound, nothing]))
    without = ratios([network(2)], gradients(network(2), sound))
    pd.testing.assert_frame_equal(table, without, check_exact=True)
    assert (table["replicates"] == 3).all()


def test_no_replicate_with_a_ratio_leaves_a_row_without_numbers() -> None:
    table = ratios([network(2)], gradients(network(2), [[0.0, 0.0]] * 2))
    assert len(table) == len(SPEEDS) and (table["replicates"] == 0).all()
    assert table[["median", "ci_low", "ci_high"]].isna().all(axis=None)


def test_a_replicate_that_diverged_counts_until_then() -> None:
    measured = gradients(network(2), [[1.0, 2.0], [1.0, 4.0], [1.0, 5.0]])
    later = gradients(network(2), [[1.0, 3.0], [1.0, 6.0]], epoch=1)
    table = ratios([network(2)], measured, later)
    assert table.groupby("epoch")["replicates"].unique().to_dict() == {0: [3], 1: [2]}


def test_a_single_replicate_has_a_median_and_no_interval() -> None:
    table = ratios([network(2)], gradients(network(2), [[1.0, 5.0]]))
    assert table.set_index("measure")["median"][SPEEDS].tolist() == [
        5**power for power, _ in enumerate(SPEEDS, start=1)
    ]
    assert table[["ci_low", "ci_high"]].isna().all(axis=None)


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit() -> None:
    deep, other = network(4), network(3, network="other")
    measured = [gradients(deep, random_speeds(8, 4, seed=epoch), epoch) for epoch in range(5)]
    alone = ratios([deep], *measured)
    speeds = random_speeds(6, 3)
    speeds[0] = np.nan
    shuffled = pd.concat([*measured, gradients(other, speeds)]).sample(frac=1, random_state=0)
    among = ratios([other, deep], shuffled)
    assert among["network"].tolist() == sorted(among["network"], reverse=True)
    among = among.loc[among["network"] == deep["network"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


@settings(max_examples=20, deadline=None)  # a table takes 50 ms
@given(st.floats(1e-3, 1e3))
def test_the_unit_of_speed_is_immaterial(unit: float) -> None:
    speeds = random_speeds(5, 2)
    numbers = ["median", "ci_low", "ci_high"]
    table = ratios([network(2)], gradients(network(2), speeds))
    scaled = ratios([network(2)], gradients(network(2), speeds * unit))
    np.testing.assert_allclose(scaled[numbers], table[numbers], rtol=1e-9)
    assert (table["ci_low"] <= table["median"]).all()
    assert (table["median"] <= table["ci_high"]).all()
