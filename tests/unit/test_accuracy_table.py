"""The accuracy table, recomputed by hand on small histories."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.accuracy import accuracy_table

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"

BOOK = book_row("784-30-30-10", experiment="depth")
SHALLOW = BOOK | {"network": "784-30-10", "layers": "784-30-10", "hidden_layers": 1}
STARTED = BOOK | {"network": "started", "epochs": 0}
CONTRACT = [
    "experiment",
    "network",
    "hidden_layers",
    "replicates",
    "split",
    "statistic",
    "mean",
    "sd",
    "ci_low",
    "ci_high",
    "published_note",
    "published_book",
]


def history(network: dict, replicate: int, validation: dict[int, float]) -> pd.DataFrame:
    """Training accuracy stands 0.01 above validation, test 0.02 below."""
    accuracy = pd.Series(validation)
    return pd.DataFrame(
        {
            "experiment": network["experiment"],
            "network": network["network"],
            "replicate": replicate,
            "epoch": accuracy.index,
            "training_accuracy": accuracy.to_numpy() + 0.01,
            "validation_accuracy": accuracy.to_numpy(),
            "test_accuracy": accuracy.to_numpy() - 0.02,
            "status": "ok",
        }
    )


def diverged(network: dict, replicate: int) -> pd.DataFrame:
    rows = history(network, replicate, {0: 0.1, 1: 0.99, 2: np.nan})
    rows.loc[rows["epoch"] == 2, "status"] = "diverged"
    return rows


def trained(network: dict, replicates: int, seed: int = 0) -> pd.DataFrame:
    last = np.random.default_rng(seed).uniform(0.95, 0.98, size=(replicates, 31))
    return pd.concat(history(network, r, dict(enumerate(last[r]))) for r in range(replicates))


def row(table: pd.DataFrame, network: dict, split: str, statistic: str) -> pd.Series:
    rows = table.loc[
        (table["network"] == network["network"])
        & (table["split"] == split)
        & (table["statistic"] == statistic)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_columns_and_rows_are_those_of_the_contract() -> None:
    table = accuracy_table(
        pd.DataFrame([BOOK, SHALLOW, STARTED]),
        pd.concat([trained(SHALLOW, 2), trained(BOOK, 2), history(STARTED, 0, {0: 0.1})]),
        PUBLISHED,
    )
    assert table.columns.tolist() == [*CONTRACT, "diverged"]
    rows = table[["network", "split", "statistic"]].itertuples(index=False, name=None)
    assert list(rows) == [
        (network, split, statistic)
        for network in ("784-30-30-10", "784-30-10")
        for split in ("training", "validation", "test")
        for statistic in ("last_epoch", "last_five")
    ]
    assert (
        table["hidden_layers"] == table["network"].map({"784-30-10": 1, "784-30-30-10": 2})
    ).all()


def test_means_and_deviations_by_hand() -> None:
    before = {0: 0.1, 10: 0.3, 25: 0.4, 26: 0.5, 27: 0.7, 28: 0.8, 29: 0.9}
    histories = pd.concat(
        [history(BOOK, 0, before | {30: 0.96}), history(BOOK, 1, before | {30: 0.98})]
    )
    table = accuracy_table(pd.DataFrame([BOOK]), histories, PUBLISHED)
    last = row(table, BOOK, "validation", "last_epoch")
    assert last["mean"] == pytest.approx(0.97)
    assert last["sd"] == pytest.approx(0.02 / np.sqrt(2))
    assert (last["ci_low"], last["ci_high"]) == pytest.approx((0.96, 0.98))
    assert (last["replicates"], last["diverged"]) == (2, 0)
    five = row(table, BOOK, "validation", "last_five")
    assert five["mean"] == pytest.approx((0.5 + 0.7 + 0.8 + 0.9 + 0.97) / 5)
    assert five["sd"] == pytest.approx(0.004 / np.sqrt(2))
    assert row(table, BOOK, "training", "last_epoch")["mean"] == pytest.approx(0.98)
    assert row(table, BOOK, "test", "last_five")["mean"] == pytest.approx(five["mean"] - 0.02)


def test_intervals_are_those_of_the_replicates() -> None:
    histories = trained(BOOK, 8)
    table = accuracy_table(pd.DataFrame([BOOK]), histories, PUBLISHED)
    last = histories.loc[histories["epoch"] == 30, "test_accuracy"]
    measured = row(table, BOOK, "test", "last_epoch")
    assert (measured["ci_low"], measured["ci_high"]) == interval_of_mean(last)
    assert measured["ci_low"] < measured["mean"] < measured["ci_high"]


@pytest.mark.parametrize(
    "recorded", [(20, 27, 28, 29, 30), (25, 26, 27, 28, 30), (10, 15, 20, 25, 30), (30,)]
)
def test_last_five_epochs_that_were_not_all_recorded_have_no_mean(recorded) -> None:
    rows = [history(BOOK, 0, dict.fromkeys(recorded, 0.9)), trained(SHALLOW, 2)]
    table = accuracy_table(pd.DataFrame([BOOK, SHALLOW]), pd.concat(rows), PUBLISHED)
    five = row(table, BOOK, "validation", "last_five")
    assert np.isnan([five["mean"], five["ci_low"]]).all() and five["replicates"] == 1
    assert row(table, BOOK, "validation", "last_epoch")["mean"] == pytest.approx(0.9)
    assert row(table, SHALLOW, "validation", "last_five")["mean"] > 0.9


def test_accuracy_before_training_is_never_among_the_last_five() -> None:
    short = BOOK | {"epochs": 4}
    table = accuracy_table(
        pd.DataFrame([short]), history(short, 0, dict.fromkeys(range(5), 0.9)), PUBLISHED
    )
    assert np.isnan(row(table, short, "validation", "last_five")["mean"])


def test_diverged_replicates_are_left_out_and_counted() -> None:
    sound = trained(BOOK, 3)
    with_diverged = pd.concat([diverged(BOOK, 3), sound, diverged(BOOK, 4)])
    table = accuracy_table(pd.DataFrame([BOOK]), with_diverged, PUBLISHED)
    without = accuracy_table(pd.DataFrame([BOOK]), sound, PUBLISHED)
    assert (table["diverged"] == 2).all() and (without["diverged"] == 0).all()
    pd.testing.assert_frame_equal(table[CONTRACT], without[CONTRACT], check_exact=True)
    assert (table["replicates"] == 3).all()


def test_a_network_of_diverged_replicates_keeps_its_rows_without_numbers() -> None:
    table = accuracy_table(
        pd.DataFrame([BOOK]), pd.concat([diverged(BOOK, 0), diverged(BOOK, 1)]), PUBLISHED
    )
    assert len(table) == 6
    assert (table["replicates"] == 0).all() and (table["diverged"] == 2).all()
    assert table[["mean", "sd", "ci_low", "ci_high"]].isna().all(axis=None)


def test_a_single_replicate_has_a_mean_and_nothing_more() -> None:
    table = accuracy_table(pd.DataFrame([BOOK]), trained(BOOK, 1), PUBLISHED)
    assert table["mean"].notna().all()
    assert table[["sd", "ci_low", "ci_high"]].isna().all(axis=None)


def test_published_values_stand_at_validation_after_the_last_epoch_only() -> None:
    quadratic = BOOK | {"network": "784-30-30-10_quadratic", "cost": "quadratic"}
    table = accuracy_table(
        pd.DataFrame([BOOK, quadratic]),
        pd.concat([trained(BOOK, 2), trained(quadratic, 2)]),
        PUBLISHED,
    )
    published = table.dropna(subset=["published_note", "published_book"], how="all")
    [beside] = published.itertuples()
    assert (beside.network, beside.split, beside.statistic) == (
        "784-30-30-10",
        "validation",
        "last_epoch",
    )
    assert (beside.published_note, beside.published_book) == pytest.approx((0.968, 0.969))


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit() -> None:
    histories = trained(BOOK, 7)
    other = pd.concat([trained(SHALLOW, 5, seed=1), diverged(SHALLOW, 5)])
    alone = accuracy_table(pd.DataFrame([BOOK]), histories, PUBLISHED)
    among = accuracy_table(
        pd.DataFrame([SHALLOW, BOOK]),
        pd.concat([histories, other]).sample(frac=1, random_state=0),
        PUBLISHED,
    )
    among = among.loc[among["network"] == BOOK["network"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


def test_the_same_network_in_two_experiments_stays_apart() -> None:
    again = BOOK | {"experiment": "again"}
    table = accuracy_table(
        pd.DataFrame([BOOK, again]),
        pd.concat([trained(BOOK, 3), trained(again, 2, seed=1)]),
        PUBLISHED,
    )
    replicates = table.groupby("experiment")["replicates"].unique()
    assert replicates["depth"] == [3] and replicates["again"] == [2]


def test_a_study_of_initialisations_gives_an_empty_table() -> None:
    table = accuracy_table(pd.DataFrame([STARTED]), history(STARTED, 0, {0: 0.1}), PUBLISHED)
    assert table.empty and table.columns.tolist() == [*CONTRACT, "diverged"]


def test_a_network_that_ends_where_it_leaves_its_plateau_has_no_accuracy():
    early = BOOK | {"network": "early", "ends": "plateau_left"}
    histories = pd.concat([trained(BOOK, 2), trained(early, 2)])
    table = accuracy_table(pd.DataFrame([BOOK, early]), histories, PUBLISHED)
    assert set(table["network"]) == {BOOK["network"]}
