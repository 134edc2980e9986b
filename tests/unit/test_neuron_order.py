"""The table of neuron order: the longer bars counted by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.neuron_order import neuron_order_table
from hardtotrain.tables.schemas.speeds import NEURON_ORDER


def planned(**hidden_layers: int) -> pd.DataFrame:
    """Networks of the experiment `start`, in their order."""
    return pd.DataFrame(
        [("start", network, layers) for network, layers in hidden_layers.items()],
        columns=["experiment", "network", "hidden_layers"],
    )


def recorded(network: str, *replicates: list[list], experiment="start", epoch=0) -> pd.DataFrame:
    """Gradients of the hidden neurons by replicate and layer; the output has the longest bars."""
    return pd.DataFrame(
        [
            {
                "experiment": experiment,
                "network": network,
                "replicate": replicate,
                "epoch": epoch,
                "layer": layer,
                "neuron": neuron,
                "bias_gradient": gradient,
            }
            for replicate, layers in enumerate(replicates)
            for layer, gradients in enumerate([*layers, [1e9, -1e9]], start=1)
            for neuron, gradient in enumerate(gradients, start=1)
        ]
    )


def random_layers(replicates: int, *widths: int, seed: int = 0) -> list[list]:
    random = np.random.default_rng(seed)
    return [[random.normal(0, 4**n, w) for n, w in enumerate(widths)] for _ in range(replicates)]


def test_every_neuron_meets_every_neuron_of_the_next_hidden_layer():
    networks = planned(deep=3, shallow=1, pair=2, none=0)
    neurons = pd.concat(
        [
            recorded("pair", [[1, 4], [2, 3, 5]]),
            recorded("none", []),
            recorded("deep", [[1, 2], [3, 4], [0, 5]], [[3, 4], [1, 2], [9, 9]]),
            recorded("shallow", [[7, 8]]),
        ]
    )
    table = neuron_order_table(networks, neurons)
    assert table.columns.tolist() == NEURON_ORDER.names
    assert table.drop(columns=["ci_low", "ci_high"]).to_numpy().tolist() == [
        ["start", "deep", 1, 2, 2, (1 + 0) / 2],
        ["start", "deep", 2, 3, 2, (1 / 2 + 1) / 2],
        # 2, 3 and 5 are longer than 1, and 5 alone is longer than 4.
        ["start", "pair", 1, 2, 1, 4 / 6],
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "share"),
    [
        ([1, 2], [3, 4], 1),
        ([3, 4], [1, 2], 0),
        ([-1, 2], [-3, 4], 1),
        ([-3, -4], [1, 2], 0),
        ([1, -1], [-1, 1], 1 / 2),
        ([0, 0], [0, 0], 1 / 2),
        ([1, 2], [2, 3], 3.5 / 4),
    ],
)
def test_a_bar_has_no_sign_and_ties_count_half(earlier, later, share):
    [row] = neuron_order_table(planned(pair=2), recorded("pair", [earlier, later])).itertuples()
    assert row.share == share


def test_the_interval_is_that_of_the_mean_over_replicates():
    # Of four pairs 4, 3, 3, 2 and 0 have the longer bar in layer 2.
    later = [[5, 5], [5, 1.5], [1.5, 5], [0, 5], [0, 0]]
    neurons = recorded("pair", *([[1, 2], layer] for layer in later))
    [row] = neuron_order_table(planned(pair=2), neurons).itertuples()
    shares = [1, 3 / 4, 3 / 4, 1 / 2, 0]
    assert (row.replicates, row.share) == (5, pytest.approx(np.mean(shares)))
    assert (row.ci_low, row.ci_high) == interval_of_mean(shares)
    assert row.ci_low < row.share < row.ci_high


def test_one_replicate_has_a_share_and_no_interval():
    [row] = neuron_order_table(planned(pair=2), recorded("pair", [[1], [2]])).itertuples()
    assert (row.replicates, row.share) == (1, 1)
    assert np.isnan([row.ci_low, row.ci_high]).all()


def test_only_the_start_counts():
    start = recorded("pair", [[1, 2], [3, 4]])
    later = [recorded("pair", [[3, 4], [1, 2]], epoch=epoch) for epoch in (1, 30)]
    [row] = neuron_order_table(planned(pair=2), pd.concat([*later, start])).itertuples()
    assert (row.replicates, row.share) == (1, 1)


def test_networks_of_the_same_name_in_two_experiments_are_apart():
    networks = pd.concat([planned(pair=2), planned(pair=2).assign(experiment="again")])
    neurons = pd.concat(
        [
            recorded("pair", [[1], [2]], [[1], [2]], experiment="again"),
            recorded("pair", [[2], [1]]),
        ]
    )
    table = neuron_order_table(networks, neurons)
    assert table[["experiment", "replicates", "share"]].to_numpy().tolist() == [
        ["start", 1, 0],
        ["again", 2, 1],
    ]


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    neurons = recorded("a", *random_layers(7, 5, 4, 3))
    others = pd.concat(
        [recorded("0", *random_layers(3, 9, 2, seed=1)), recorded("b", [[np.nan], [1]])]
    )
    alone = neuron_order_table(planned(a=3), neurons)
    among = neuron_order_table(
        planned(**{"0": 2, "b": 2, "a": 3}),
        pd.concat([neurons, others]).sample(frac=1, random_state=0),
    )
    among = among[among["network"] == "a"].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)
    assert (alone["share"] > 0.5).all()


def test_without_deep_networks_the_table_is_empty_and_has_its_columns():
    neurons = pd.concat([recorded("shallow", [[5]]), recorded("none", [])])
    table = neuron_order_table(planned(shallow=1, none=0), neurons)
    assert table.empty and table.columns.tolist() == NEURON_ORDER.names
