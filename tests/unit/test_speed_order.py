"""The table of speed order, by hand and on curves whose order is known."""

import warnings

import numpy as np
import pandas as pd

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.statistics.bootstrap import interval_of_median_ratio
from hardtotrain.tables.schemas.speeds import SPEED_ORDER
from hardtotrain.tables.speed_order import PAIRS, speed_order_table


def planned(**hidden_layers: int) -> pd.DataFrame:
    return pd.DataFrame(
        [("curves", name, count) for name, count in hidden_layers.items()],
        columns=["experiment", "network", "hidden_layers"],
    )


def recorded(network: str, *speeds, experiment: str = "curves") -> pd.DataFrame:
    """Speeds (epochs, layers) of each replicate: the book's measure, and its square for others.

    An output layer that learns fastest comes after the hidden ones.
    """
    rows = [
        (experiment, network, replicate, epoch, layer, speed)
        for replicate, of_replicate in enumerate(speeds)
        for epoch, of_epoch in enumerate(of_replicate)
        for layer, speed in enumerate([*of_epoch, 1e9], start=1)
    ]
    columns = ["experiment", "network", "replicate", "epoch", "layer", "bias_gradient_norm"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(**dict.fromkeys(SPEEDS[1:], table["bias_gradient_norm"] ** 2))


def by_pairs(table: pd.DataFrame, measure: str = "bias_gradient_norm") -> pd.DataFrame:
    return table[table["measure"] == measure].set_index("pairs")


def test_every_deep_network_measure_and_kind_of_pairs_has_a_row_in_order():
    networks = planned(z=3, shallow=1, a=2)
    layers = networks[["network", "hidden_layers"]].itertuples(index=False)
    gradients = pd.concat(recorded(name, [range(1, count + 1)] * 2) for name, count in layers)
    table = speed_order_table(networks, gradients)
    assert table.columns.tolist() == SPEED_ORDER.names
    keys = list(table[["network", "measure", "pairs"]].itertuples(index=False, name=None))
    assert sorted(keys) == sorted(
        (network, measure, pairs) for network in "az" for measure in SPEEDS for pairs in PAIRS
    )
    rows = 2 * len(SPEEDS)
    assert table["network"].tolist() == ["z"] * rows + ["a"] * rows
    assert speed_order_table(planned(shallow=1), gradients).empty


def test_the_smallest_ratio_of_a_replicate_by_hand():
    replicates = [
        # Ratios of neighbours 2 and 3, then 1.5 and 4, then 5 and 2.
        [[1, 2, 6], [2, 3, 12], [1, 5, 10]],
        # 4 and 2, then 2 and 0.5, then 3 and 3.
        [[1, 4, 8], [1, 2, 1], [1, 3, 9]],
        # 6 and 7 throughout.
        [[1, 6, 42]] * 3,
    ]
    table = by_pairs(speed_order_table(planned(a=3), recorded("a", *replicates)))
    assert table["smallest"].to_dict() == {"neighbours": 1.5, "first_and_last": 6}
    assert table["final"].to_dict() == {"neighbours": 3, "first_and_last": 10}
    assert (table["epochs"] == 3).all()
    assert (table[["replicates", "final_replicates"]] == 3).all(axis=None)
    row = table.loc["neighbours"]
    assert (row["ci_low"], row["ci_high"]) == interval_of_median_ratio([1.5, 0.5, 6])
    assert (row["final_low"], row["final_high"]) == interval_of_median_ratio([2, 3, 6])
    squared = by_pairs(
        speed_order_table(planned(a=3), recorded("a", *replicates)), "weight_gradient_norm"
    )
    assert squared["smallest"].to_dict() == {"neighbours": 2.25, "first_and_last": 36}


def test_one_epoch_out_of_order_is_seen_however_many_are_not():
    random = np.random.default_rng(0)
    ordered = np.array([1, 5, 25]) * np.exp(random.uniform(-0.2, 0.2, (8, 200, 3)))
    steady = by_pairs(speed_order_table(planned(a=3), recorded("a", *ordered)))
    assert (steady["ci_low"] > 1).all()
    ordered[:, 77, 1] = 0.5
    once = by_pairs(speed_order_table(planned(a=3), recorded("a", *ordered)))
    assert once.loc["neighbours", "ci_high"] < 1
    assert once.loc["first_and_last"].equals(steady.loc["first_and_last"])


def test_layers_that_do_not_learn_and_speeds_that_are_not_finite():
    replicates = [
        [[0, 1, 2], [1, 2, 6]],  # the first does not learn: an infinite ratio, which is not least
        [[0, 0, 1], [0, 0, 3]],  # 0/0 is no ratio, and the other one is infinite
        [[1, 3, 9], [1, 3, 3]],
        [[1, 4, 8], [1, np.inf, np.nan]],  # about to diverge
        [[0, 0, 0], [0, 0, 0]],  # nothing learns
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = by_pairs(speed_order_table(planned(a=3), recorded("a", *replicates)))
    row = table.loc["neighbours"]
    assert (row["replicates"], row["final_replicates"]) == (4, 3)
    assert row["smallest"] == 2  # of 2, ∞, 1 and 2
    assert (row["ci_low"], row["ci_high"]) == interval_of_median_ratio([2, np.inf, 1, 2])
    assert row["final"] == 2  # of 2, ∞ and 1


def test_a_last_layer_that_does_not_learn_is_as_slow_as_can_be():
    gradients = recorded("a", *[[[1, 3, 0], [1, 3, 9]]] * 3)
    table = by_pairs(speed_order_table(planned(a=3), gradients))
    assert (table[["smallest", "ci_low", "ci_high"]] == 0).all(axis=None)
    assert table["final"].to_dict() == {"neighbours": 3, "first_and_last": 9}


def test_a_replicate_that_stopped_has_no_last_epoch():
    replicates = [[[1, 2]] * 5, [[1, 4]] * 5, [[1, 9]] * 2]
    row = by_pairs(speed_order_table(planned(a=2), recorded("a", *replicates))).loc["neighbours"]
    assert (row["replicates"], row["smallest"]) == (3, 4)
    assert (row["final_replicates"], row["final"]) == (2, 3)
    assert row["epochs"] == 5


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    random = np.random.default_rng(1)
    gradients = recorded("a", *random.uniform(size=(6, 9, 3)))
    others = [
        recorded("0", [[0, 0, np.nan]], [[np.inf, 1, 1]]),
        recorded("a", *random.uniform(size=(3, 2, 3)), experiment="again"),
    ]
    alone = speed_order_table(planned(a=3), gradients)
    among = speed_order_table(
        pd.concat([planned(**{"0": 3, "a": 3}), planned(a=3).assign(experiment="again")]),
        pd.concat([*others, gradients]).sample(frac=1, random_state=0),
    ).query("network == 'a' and experiment == 'curves'")
    pd.testing.assert_frame_equal(among.reset_index(drop=True), alone, check_exact=True)
