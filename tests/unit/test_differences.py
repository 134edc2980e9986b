"""The table of differences, recomputed by hand, and what it may depend on."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.statistics.paired import LEVEL, holm
from hardtotrain.tables.differences import MOST_NETWORKS_IN_PAIRS, difference_table
from hardtotrain.tables.schemas.accuracies import DIFFERENCES

# Eight replicates, as counts of 10,000 images: the second network reads a few more of them.
FIRST = [9640, 9655, 9631, 9660, 9648, 9652, 9637, 9644]
SECOND = [9662, 9671, 9659, 9672, 9661, 9670, 9666, 9655]
OTHER = [9650, 9649, 9630, 9662, 9651, 9640, 9645, 9641]


def networks(*names: str, experiment: str = "depth", epochs: int = 30) -> pd.DataFrame:
    settings = {"task": "classify", "epochs": epochs, "ends": "last_epoch"}
    return pd.DataFrame({"experiment": experiment, "network": list(names), **settings})


def history(network: str, correct: list[int], experiment: str = "depth") -> pd.DataFrame:
    """One recorded epoch; the test accuracy stands 0.01 below the validation accuracy."""
    accuracy = np.array(correct) / 10_000
    return pd.DataFrame(
        {
            "experiment": experiment,
            "network": network,
            "replicate": range(len(correct)),
            "epoch": 30,
            "training_accuracy": accuracy,
            "validation_accuracy": accuracy,
            "test_accuracy": accuracy - 0.01,
            "status": "ok",
        }
    )


def diverging(rows: pd.DataFrame, *replicates: int) -> pd.DataFrame:
    last = rows[rows["replicate"].isin(replicates)].assign(
        epoch=31, validation_accuracy=np.nan, test_accuracy=np.nan, status="diverged"
    )
    return pd.concat([rows, last])


def compared(correct: dict[str, list[int]], margin: float = 0.002) -> pd.DataFrame:
    """Validation accuracy after the last epoch against the first network, indexed by network."""
    histories = pd.concat(history(name, counts) for name, counts in correct.items())
    return against_first(difference_table(networks(*correct), histories, margin))


def last_epoch(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.query("split == 'validation' and statistic == 'last_epoch'")
    return rows.set_index("network")


def against_first(table: pd.DataFrame) -> pd.DataFrame:
    return last_epoch(table[table["against_first"]])


def test_every_two_networks_that_train_are_compared() -> None:
    study = pd.concat([networks("untrained", epochs=0), networks("a", "b", "c")])
    histories = pd.concat([history("a", FIRST), history("b", SECOND), history("c", OTHER)])
    table = difference_table(study, histories, 0.002)
    assert table.columns.tolist() == DIFFERENCES.names
    keys = table[["network", "reference", "against_first", "split", "statistic"]]
    assert list(keys.itertuples(index=False, name=None)) == [
        (network, reference, reference == "a", split, statistic)
        for network, reference in ("ba", "ca", "cb")
        for split in ("validation", "test")
        for statistic in ("last_epoch", "last_five")
    ]
    assert (table["margin"] == 0.002).all()
    # One recorded epoch has no last five.
    pairs = table.groupby("statistic")["replicates"]
    assert (pairs.min().to_dict(), pairs.max().to_dict()) == (
        {"last_epoch": 8, "last_five": 0},
    ) * 2


def test_two_later_networks_are_compared_as_any_two() -> None:
    correct = {"a": FIRST, "b": SECOND, "c": OTHER}
    histories = pd.concat(history(name, counts) for name, counts in correct.items())
    table = difference_table(networks(*correct), histories, 0.002)
    [later] = last_epoch(table[table["reference"] == "b"]).to_dict("records")
    [alone] = compared({"b": SECOND, "c": OTHER}).to_dict("records")
    own = {"against_first", "p_holm"}
    assert {k: v for k, v in later.items() if k not in own} == {
        k: v for k, v in alone.items() if k not in own
    }


@pytest.mark.parametrize("count", [MOST_NETWORKS_IN_PAIRS, MOST_NETWORKS_IN_PAIRS + 1])
def test_the_networks_of_a_sweep_are_compared_with_its_first_alone(count: int) -> None:
    names = [f"n{number}" for number in range(count)]
    histories = pd.concat(history(name, FIRST[:2]) for name in names)
    table = difference_table(networks(*names), histories, 0.002)
    pairs = table[["network", "reference"]].drop_duplicates()
    in_pairs = count <= MOST_NETWORKS_IN_PAIRS
    assert len(pairs) == (count * (count - 1) // 2 if in_pairs else count - 1)
    assert table["against_first"].all() != in_pairs


def test_a_comparison_by_hand() -> None:
    row = compared({"a": FIRST, "b": SECOND}).loc["b"]
    differences = np.subtract(SECOND, FIRST) / 10_000
    mean, error = differences.mean(), differences.std(ddof=1) / np.sqrt(8)
    assert row["difference"] == pytest.approx(mean)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(interval_of_mean(differences))
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(mean / error, 7))
    assert row["p_holm"] == row["p_value"]
    # With the difference above 0 the upper margin decides.
    assert row["p_equivalence"] == pytest.approx(stats.t.sf((0.002 - mean) / error, 7))
    reach = stats.t.ppf(0.95, 7) * error
    interval = (row["equivalence_low"], row["equivalence_high"])
    assert interval == pytest.approx((mean - reach, mean + reach))
    better = sum(b > a for a in FIRST for b in SECOND) + 0.5 * sum(
        b == a for a in FIRST for b in SECOND
    )
    assert 0 < better < 64 and row["probability_better"] == better / 64


def test_the_last_five_epochs_are_averaged_before_they_are_compared() -> None:
    epochs = range(1, 7)
    first = pd.concat(history("a", FIRST).assign(epoch=epoch) for epoch in epochs)
    second = pd.concat(
        history("b", np.add(FIRST, [step, 2 * step] * 4)).assign(epoch=step) for step in epochs
    )
    table = difference_table(networks("a", "b"), pd.concat([first, second]), 0.002)
    by_statistic = table[table["split"] == "test"].set_index("statistic")["difference"]
    assert by_statistic["last_five"] == pytest.approx(1.5 * (2 + 3 + 4 + 5 + 6) / 5 / 10_000)
    assert by_statistic["last_epoch"] == pytest.approx(1.5 * 6 / 10_000)


def test_the_other_way_round_everything_is_mirrored() -> None:
    there = compared({"a": FIRST, "b": SECOND}).loc["b"]
    back = compared({"b": SECOND, "a": FIRST}).loc["a"]
    assert back["difference"] == -there["difference"]
    assert (back["ci_low"], back["ci_high"]) == pytest.approx((-there["ci_high"], -there["ci_low"]))
    assert back["probability_better"] == 1 - there["probability_better"]
    for unchanged in ("p_value", "p_equivalence"):
        assert back[unchanged] == pytest.approx(there[unchanged])


def test_pairing_matters() -> None:
    paired = compared({"a": FIRST, "b": np.add(FIRST, [5, 6, 7, 4, 5, 6, 7, 4])}).loc["b"]
    mixed = compared({"a": FIRST, "b": np.add(FIRST, [5, 6, 7, 4, 5, 6, 7, 4])[::-1]}).loc["b"]
    assert paired["difference"] == pytest.approx(mixed["difference"])
    assert paired["probability_better"] == mixed["probability_better"]
    assert paired["p_value"] < 1e-4 < 0.1 < mixed["p_value"]
    assert paired["equivalent"] and paired["p_equivalence"] < mixed["p_equivalence"]


def test_equivalence_flips_with_the_margin_and_nothing_else_does() -> None:
    networks_of = {"a": FIRST, "b": OTHER}
    rows = {margin: compared(networks_of, margin).loc["b"] for margin in (0.0002, 0.002)}
    assert [bool(row["equivalent"]) for row in rows.values()] == [False, True]
    assert rows[0.0002]["p_equivalence"] > LEVEL > rows[0.002]["p_equivalence"]
    others = rows[0.002].index.difference(["margin", "p_equivalence", "equivalent"])
    assert rows[0.0002][others].equals(rows[0.002][others])


@pytest.mark.parametrize("shift", [-30, -5, 0, 5, 30])
def test_the_interval_decides_equivalence_as_the_two_tests_do(shift: int) -> None:
    row = compared({"a": FIRST, "b": np.add(OTHER, shift)}).loc["b"]
    reach = max(abs(row["equivalence_low"]), abs(row["equivalence_high"]))
    # At the margin that the interval just reaches the larger p value is 5%.
    for margin, equivalent in ((reach - 1e-9, False), (reach + 1e-9, True)):
        at_margin = compared({"a": FIRST, "b": np.add(OTHER, shift)}, margin).loc["b"]
        assert at_margin["equivalent"] == (at_margin["p_equivalence"] < LEVEL) == equivalent


def test_the_tests_hold_their_level() -> None:
    """On normal replicates without a difference, and with one that is as large as the margin."""
    generator = np.random.default_rng(4)
    names = [f"n{number}" for number in range(200)]
    for truth, column in ((0, "p_value"), (20, "p_equivalence")):
        noise = generator.normal(truth, 25, size=(len(names), 8)).round().astype(int)
        correct = {"first": FIRST} | {
            name: np.add(FIRST, extra) for name, extra in zip(names, noise, strict=True)
        }
        rejected = (compared(correct, margin=0.002)[column] < LEVEL).mean()
        # Four standard errors of a share estimated from 200 comparisons.
        assert rejected == pytest.approx(LEVEL, abs=4 * np.sqrt(LEVEL * (1 - LEVEL) / len(names)))


def test_holm_against_a_textbook_example() -> None:
    # Sorted: 4 × .005, 3 × .01, 2 × .03 and, as it may not fall below the one before, .06 again.
    assert holm(pd.Series([0.01, 0.04, 0.03, 0.005])).tolist() == pytest.approx(
        [0.03, 0.06, 0.06, 0.02]
    )
    adjusted = holm(pd.Series([0.6, np.nan, 0.7], index=[5, 3, 9]))
    assert adjusted.index.tolist() == [5, 3, 9]
    assert adjusted.tolist() == pytest.approx([1, np.nan, 1], nan_ok=True)


def test_holm_s_family_is_one_experiment_split_and_statistic() -> None:
    correct = {"a": FIRST, "b": SECOND, "c": OTHER}
    histories = pd.concat(history(name, counts) for name, counts in correct.items())
    table = difference_table(networks(*correct), histories, 0.002)
    for _, family in table[table["statistic"] == "last_epoch"].groupby("split"):
        assert family["p_holm"].tolist() == holm(family["p_value"]).tolist()
    among = compared(correct)
    assert among["p_holm"].min() == 3 * among["p_value"].min()


def test_other_experiments_and_the_order_of_rows_change_nothing_to_the_bit() -> None:
    study = networks("a", "b", "c")
    histories = pd.concat([history("a", FIRST), history("b", SECOND), history("c", OTHER)])
    alone = difference_table(study, histories, 0.002)
    other = pd.concat([history("a", OTHER, "again"), diverging(history("d", FIRST, "again"), 2)])
    among = difference_table(
        pd.concat([networks("a", "d", experiment="again"), study]),
        pd.concat([histories, other]).sample(frac=1, random_state=0),
        0.002,
    )
    among = among[among["experiment"] == "depth"].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


def test_a_pair_counts_if_both_replicates_finished() -> None:
    histories = pd.concat(
        [diverging(history("a", FIRST), 1), diverging(history("b", SECOND), 2, 7)]
    )
    row = last_epoch(difference_table(networks("a", "b"), histories, 0.002)).loc["b"]
    kept = [0, 3, 4, 5, 6]
    expected = compared({"a": np.take(FIRST, kept), "b": np.take(SECOND, kept)}).loc["b"]
    pd.testing.assert_series_equal(row, expected)
    assert row["replicates"] == 5


@pytest.mark.parametrize("diverged", [range(7), range(8)])
@pytest.mark.parametrize("network", ["a", "b"])
def test_fewer_than_two_pairs_give_no_more_than_a_difference(network: str, diverged: range) -> None:
    histories = {"a": history("a", FIRST), "b": history("b", SECOND)}
    histories[network] = diverging(histories[network], *diverged)
    [row] = last_epoch(
        difference_table(networks("a", "b"), pd.concat(histories.values()), 0.002)
    ).to_dict("records")
    assert row["replicates"] == 8 - len(diverged)
    one = (SECOND[7] - FIRST[7]) / 10_000
    assert row["difference"] == pytest.approx(one if row["replicates"] else np.nan, nan_ok=True)
    missing = ["ci_low", "ci_high", "p_value", "p_holm", "probability_better", "p_equivalence"]
    missing += ["equivalence_low", "equivalence_high"]
    assert np.isnan([row[column] for column in missing]).all()
    assert row["equivalent"] is False


def test_ties_count_half() -> None:
    row = compared({"a": [9600, 9610, 9620], "b": [9610, 9610, 9590]}).loc["b"]
    # 9610 beats 9600 and ties with 9610, twice; 9590 loses to all.
    assert row["probability_better"] == pytest.approx((2 + 0.5 + 0.5) / 9)


@pytest.mark.parametrize("more", [0, 7])
def test_differences_without_spread_are_not_tested(more: int) -> None:
    # In floating point 0.9647 - 0.9640 and 0.9662 - 0.9655 are not the same number.
    row = compared({"a": FIRST, "b": np.add(FIRST, more)}).loc["b"]
    assert (row["difference"], row["ci_low"], row["ci_high"]) == (more / 10_000,) * 3
    assert np.isnan([row["p_value"], row["p_holm"], row["p_equivalence"]]).all()


@pytest.mark.parametrize("names", [["a"], []])
def test_a_study_without_a_second_network_gives_an_empty_table(names: list[str]) -> None:
    study = pd.concat([networks(*names), networks("x", "y", epochs=0)])
    histories = pd.concat([history("a", FIRST), history("x", FIRST), history("y", SECOND)])
    table = difference_table(study, histories, 0.002)
    assert table.empty and table.columns.tolist() == DIFFERENCES.names
