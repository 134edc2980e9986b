"""The table of training costs, recomputed by hand, and what it may depend on."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean
from hardtotrain.tables.schemas.accuracies import TRAINING_COSTS
from hardtotrain.tables.training_costs import training_cost_table

FIRST = [0.40, 0.52, 0.31, 0.47]
SECOND = [0.05, 0.04, 0.03, 0.06]
RATIO = ["ratio", "ratio_low", "ratio_high"]


def planned(*networks: str, experiment="momentum", epochs=40, cost="quadratic") -> pd.DataFrame:
    settings = {"task": "classify", "cost": cost, "epochs": epochs, "ends": "last_epoch"}
    return pd.DataFrame({"experiment": experiment, "network": list(networks), **settings})


def history(network: str, costs: list[float], experiment="momentum", epochs=40) -> pd.DataFrame:
    """Costs after the last epoch; before that all stand at 9."""
    return pd.concat(
        pd.DataFrame(
            {
                "experiment": experiment,
                "network": network,
                "replicate": range(len(costs)),
                "epoch": epoch,
                "training_cost": costs if epoch == epochs else 9.0,
                "status": "ok",
            }
        )
        for epoch in (0, epochs // 2, epochs)
    )


def diverging(rows: pd.DataFrame, *replicates: int) -> pd.DataFrame:
    """Some replicates end in the middle, in a row without numbers."""
    theirs = rows["replicate"].isin(replicates)
    last = rows[theirs & (rows["epoch"] == 20)].assign(training_cost=np.nan, status="diverged")
    return pd.concat([rows[~theirs | (rows["epoch"] == 0)], last])


def by_network(networks: pd.DataFrame, *histories: pd.DataFrame) -> pd.DataFrame:
    return training_cost_table(networks, pd.concat(histories)).set_index("network")


def geometric_mean(values) -> float:
    return np.prod(values) ** (1 / len(values))


def test_every_trained_network_has_a_row_beside_the_first_that_trains():
    networks = pd.concat([planned("start", epochs=0), planned("z", "a"), planned("b", epochs=10)])
    table = training_cost_table(
        networks,
        pd.concat(
            [
                history("a", SECOND),
                history("b", FIRST, epochs=10),
                history("start", FIRST, epochs=0),
                history("z", FIRST),
            ]
        ),
    )
    assert table.columns.tolist() == TRAINING_COSTS.names
    assert table[
        ["network", "epoch", "replicates", "diverged", "reference"]
    ].to_numpy().tolist() == [["z", 40, 4, 0, "z"], ["a", 40, 4, 0, "z"], ["b", 10, 4, 0, "z"]]
    assert table["pairs"].tolist() == [0, 4, 4]


def test_costs_and_their_ratio_by_hand():
    table = by_network(planned("a", "b"), history("a", FIRST), history("b", SECOND))
    for network, costs in (("a", FIRST), ("b", SECOND)):
        row = table.loc[network]
        assert row["training_cost"] == pytest.approx(geometric_mean(costs))
        assert (row["ci_low"], row["ci_high"]) == interval_of_geometric_mean(costs)
        assert row["ci_low"] < row["training_cost"] < row["ci_high"]
    ratios = np.divide(SECOND, FIRST)
    assert table.loc["b", "ratio"] == pytest.approx(geometric_mean(ratios))
    ends = (table.loc["b", "ratio_low"], table.loc["b", "ratio_high"])
    assert ends == interval_of_geometric_mean(ratios)
    assert table.loc["a", RATIO].isna().all()


def test_the_other_way_round_the_ratio_is_the_inverse():
    histories = [history("a", FIRST), history("b", SECOND)]
    there = by_network(planned("a", "b"), *histories).loc["b", RATIO].tolist()
    back = by_network(planned("b", "a"), *histories).loc["a", RATIO].tolist()
    assert there[0] < 1 < back[0]
    assert back == pytest.approx([1 / there[0], 1 / there[2], 1 / there[1]])


def test_replicates_are_paired_by_number():
    halved = list(np.divide(FIRST, 2))
    paired = by_network(planned("a", "b"), history("a", FIRST), history("b", halved)).loc["b"]
    mixed = by_network(planned("a", "b"), history("a", FIRST), history("b", halved[::-1])).loc["b"]
    assert paired[RATIO].tolist() == pytest.approx([0.5] * 3)
    assert mixed["ratio"] == pytest.approx(0.5)
    assert mixed["ratio_low"] < 0.45 < 0.55 < mixed["ratio_high"]


def test_a_pair_counts_if_both_replicates_finished():
    table = by_network(
        planned("a", "b"), diverging(history("a", FIRST), 1), diverging(history("b", SECOND), 2)
    )
    assert table[["replicates", "diverged", "pairs"]].to_numpy().tolist() == [[3, 1, 0], [3, 1, 2]]
    assert table.loc["a", "training_cost"] == pytest.approx(geometric_mean([0.40, 0.31, 0.47]))
    assert table.loc["b", "training_cost"] == pytest.approx(geometric_mean([0.05, 0.04, 0.06]))
    ratios = [0.05 / 0.40, 0.06 / 0.47]
    assert table.loc["b", RATIO].tolist() == pytest.approx(
        [geometric_mean(ratios), *sorted(ratios)]
    )


def test_a_network_of_diverged_replicates_keeps_its_row_without_numbers():
    table = by_network(
        planned("a", "b"), diverging(history("a", FIRST), *range(4)), history("b", SECOND)
    )
    assert table[["replicates", "diverged", "pairs"]].to_numpy().tolist() == [[0, 4, 0], [4, 0, 0]]
    assert table.loc["a", ["training_cost", "ci_low", "ci_high"]].isna().all()
    assert table.loc["b", "training_cost"] == pytest.approx(geometric_mean(SECOND))
    assert table.loc["b", "reference"] == "a" and table.loc["b", RATIO].isna().all()


@pytest.mark.parametrize(("status", "finished"), [("diverged", 3), ("ok", 4)])
def test_a_cost_that_is_lost_in_the_last_epoch_is_left_out(status, finished):
    histories = pd.concat([history("a", FIRST), history("b", [*SECOND[:3], np.nan])])
    histories.loc[histories["training_cost"].isna(), "status"] = status
    row = by_network(planned("a", "b"), histories).loc["b"]
    assert (row["replicates"], row["diverged"]) == (finished, 4 - finished)
    assert row["training_cost"] == pytest.approx(geometric_mean(SECOND[:3]))
    assert row["ratio"] == pytest.approx(geometric_mean(np.divide(SECOND, FIRST)[:3]))


def test_one_replicate_has_a_cost_and_a_ratio_and_no_intervals():
    table = by_network(planned("a", "b"), history("a", [0.5]), history("b", [0.1]))
    assert table.loc["b", ["training_cost", "ratio"]].tolist() == pytest.approx([0.1, 0.2])
    assert table[["ci_low", "ci_high", "ratio_low", "ratio_high"]].isna().all(axis=None)


def test_values_of_two_cost_functions_have_no_ratio():
    histories = [history("a", FIRST), history("b", SECOND), history("c", SECOND)]
    networks = pd.concat([planned("a"), planned("b", cost="cross_entropy"), planned("c")])
    table = by_network(networks, *histories)
    assert table["training_cost"].notna().all()
    assert table["ratio"].notna().to_dict() == {"a": False, "b": False, "c": True}
    assert table["pairs"].to_dict() == {"a": 0, "b": 0, "c": 4}


def test_other_experiments_and_the_order_of_rows_change_nothing_to_the_bit():
    random = np.random.default_rng(0)
    networks = planned("a", "b", "c")
    histories = pd.concat(history(name, random.uniform(0.1, 1, 7)) for name in "abc")
    other = [
        history("a", FIRST, "again"),
        diverging(history("d", SECOND, "again"), 0),
        history("e", [np.nan, np.inf], "again"),
    ]
    alone = training_cost_table(networks, histories)
    among = training_cost_table(
        pd.concat([planned("d", "e", "a", experiment="again"), networks]),
        pd.concat([*other, histories]).sample(frac=1, random_state=0),
    )
    among = among[among["experiment"] == "momentum"].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


def test_a_study_of_initialisations_gives_an_empty_table():
    table = training_cost_table(planned("a", epochs=0), history("a", FIRST, epochs=0))
    assert table.empty and table.columns.tolist() == TRAINING_COSTS.names


def test_a_network_that_ends_where_it_leaves_its_plateau_has_no_cost_at_the_end():
    early = planned("a").assign(ends="plateau_left")
    table = training_cost_table(pd.concat([planned("z"), early]), history("z", FIRST))
    assert table["network"].tolist() == ["z"]
