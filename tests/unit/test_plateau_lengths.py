"""Lengths of plateaus beside both predictions, and whose fate theory says."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.tables.plateau_fates import plateau_fate_table
from hardtotrain.tables.plateau_lengths import plateau_length_table
from hardtotrain.tables.schemas.plateau import PLATEAU_LENGTHS

UPDATES = 1000


def replicates(name, measured, formula, from_start, right=(True, True), hidden_layers=3):
    """Rows of the table of the plateau; `right` is about the formula and the start."""
    return pd.DataFrame(
        {
            "experiment": "plateau",
            "network": name,
            "hidden_layers": hidden_layers,
            "replicate": range(len(measured)),
            "updates_to_leave": measured,
            "updates_made": UPDATES,
            "updates_planned": UPDATES,
            "predicted_formula": formula,
            "predicted_from_start": from_start,
            "growth": 0.1,
            "weight_decay": 0.0,
            "weight_scale": 1.0,
            "formula_right": right[0],
            "from_start_right": right[1],
        }
    ).astype({"updates_to_leave": float, "predicted_formula": float, "predicted_from_start": float})


def lengths(*tables):
    return plateau_length_table(pd.concat(tables)).set_index("network")


def test_a_length_is_set_beside_both_predictions():
    row = lengths(replicates("all", [200, 400, 800], [200] * 3, [100, 200, 400])).loc["all"]
    assert row["replicates"] == row["left"] == row["formula_pairs"] == 3
    assert row["median_updates"] == 400
    assert row["ci_low"] <= 400 <= row["ci_high"]
    assert row["formula_updates"] == 200
    assert row["formula_ratio"] == pytest.approx(2)
    assert row["formula_ratio_low"] < 2 < row["formula_ratio_high"]
    assert row["formula_spread"] == pytest.approx(2)
    assert row["from_start_ratio"] == pytest.approx(2)
    assert row["from_start_spread"] == pytest.approx(1)


def fates_of(lengths: pd.DataFrame) -> pd.DataFrame:
    """The table of fates of networks, of which "stays" has the layers of "leaves"."""
    lengths = lengths.reset_index()
    layers = lengths["network"].replace("stays", "leaves")
    return plateau_fate_table(lengths[["experiment", "network"]].assign(layers=layers), lengths)


def test_fates_that_theory_says_are_counted():
    table = lengths(
        replicates("leaves", [10, 20], [15, 15], [12, np.nan], ([True] * 2, [True, False])),
        replicates("stays", [np.nan] * 2, [np.nan] * 2, [np.nan, 50], ([True] * 2, [True, False])),
        replicates(
            "too late", [np.nan, 900], [1100] * 2, [1100] * 2, ([True, False], [True, False])
        ),
    )
    assert list(table["formula_right"]) == [2, 2, 1]
    assert list(table["from_start_right"]) == [1, 1, 1]
    assert list(table["left"]) == [2, 0, 1]
    assert np.isnan(table.loc["stays", "formula_ratio"])
    assert np.isnan(table.loc["too late", "median_updates"])
    fates = fates_of(table).set_index("prediction")
    assert list(fates.index) == ["formula", "from_start"]
    assert list(fates["replicates"]) == [6, 6]
    assert list(fates["starts"]) == [4, 4]  # "stays" starts as "leaves" does
    assert list(fates["right"]) == [5, 3]
    assert fates.loc["formula", "share"] == pytest.approx(5 / 6)
    assert (fates["ci_low"] < fates["share"]).all() and (fates["share"] < fates["ci_high"]).all()


def test_what_has_no_prediction_says_nothing_of_fates():
    table = lengths(
        replicates("momentum", [10, 20], np.nan, np.nan, (np.nan, np.nan)),
        replicates("one layer", [10, 20], np.nan, [12, 18], (np.nan, True), hidden_layers=1),
    )
    assert table["formula_right"].isna().all()
    assert np.isnan(table.loc["momentum", "from_start_right"])
    assert table.loc["one layer", "from_start_right"] == 2
    assert list(fates_of(table)["prediction"]) == ["from_start"]


def test_nobody_leaves_and_one_replicate():
    row = lengths(replicates("alone", [np.nan], [np.nan], [np.nan])).loc["alone"]
    assert row["share_left"] == 0
    assert 0 <= row["left_low"] < row["left_high"] < 1
    row = lengths(replicates("alone", [10], [10], [10])).loc["alone"]
    assert row["formula_ratio"] == 1
    assert np.isnan(row["formula_ratio_low"])


def test_without_recordings_the_table_has_its_columns():
    table = plateau_length_table(replicates("none", [], [], []))
    assert list(table.columns) == PLATEAU_LENGTHS.names
    assert fates_of(table.set_index("network")).empty
