"""The table of initial order: counts by hand."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.tables.initial_order import initial_order_table
from hardtotrain.tables.schemas.speeds import INITIAL_ORDER


def planned(**hidden_layers: int) -> pd.DataFrame:
    """Networks of the experiment `start`, in their order."""
    return pd.DataFrame(
        [("start", network, layers) for network, layers in hidden_layers.items()],
        columns=["experiment", "network", "hidden_layers"],
    )


def recorded(network: str, *replicates: list[float], experiment="start", epoch=0) -> pd.DataFrame:
    """Norms of the hidden layers of each replicate; the output layer is always the slowest."""
    return pd.DataFrame(
        [
            {
                "experiment": experiment,
                "network": network,
                "replicate": replicate,
                "epoch": epoch,
                "layer": layer,
                "kind": "hidden" if layer <= len(norms) else "output",
                "bias_gradient_norm": norm,
            }
            for replicate, norms in enumerate(replicates)
            for layer, norm in enumerate([*norms, 1e-9], start=1)
        ]
    )


def test_replicates_whose_every_layer_outruns_the_one_before_are_counted():
    networks = planned(pair=2, shallow=1, deep=3, none=0)
    gradients = pd.concat(
        [
            recorded("deep", [1, 2, 3], [1, 3, 2], [1, 1, 2], [0.1, 0.2, 0.3], [3, 2, 1]),
            recorded("none", []),
            recorded("shallow", [5]),
            recorded("pair", [2, 1], [1, 2], [0.1, 0.7]),
        ]
    )
    table = initial_order_table(networks, gradients)
    assert list(table.columns) == INITIAL_ORDER.names
    counts = table[["experiment", "network", "replicates", "ordered", "share"]]
    # In the order of the networks; with fewer than two hidden layers there is nothing to order.
    assert counts.to_numpy().tolist() == [
        ["start", "pair", 3, 2, 2 / 3],
        ["start", "deep", 5, 2, 2 / 5],
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_is_immaterial(seed):
    networks = planned(a=3, b=2)
    gradients = pd.concat([recorded("a", [1, 2, 3], [3, 2, 1]), recorded("b", [1, 2], [5, 6])])
    table = initial_order_table(networks, gradients)
    assert table["ordered"].tolist() == [1, 2]
    shuffled = gradients.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(initial_order_table(networks, shuffled), table)


@pytest.mark.parametrize(
    ("norms", "ordered"),
    [
        ([0.1, 0.2], 1),
        ([0.2, 0.2], 0),
        ([0.2, np.nextafter(0.2, 1)], 1),
        ([0.0, 0.0], 0),
        ([0.0, 0.1], 1),
        ([0.1, 0.2, 0.2, 0.4], 0),
        ([0.1, 0.2, 0.15, 0.4], 0),
        ([0.1, np.nan, 0.4], 0),
    ],
)
def test_to_be_as_fast_is_not_to_be_faster(norms, ordered):
    table = initial_order_table(planned(deep=len(norms)), recorded("deep", norms))
    assert table["ordered"].tolist() == [ordered]


@pytest.mark.parametrize(("ordered", "replicates"), [(198, 200), (0, 8), (8, 8), (3, 8), (1, 1)])
def test_orders_are_counted(ordered, replicates):
    norms = [[1, 2]] * ordered + [[2, 1]] * (replicates - ordered)
    [row] = initial_order_table(planned(pair=2), recorded("pair", *norms)).itertuples()
    assert (row.ordered, row.replicates, row.share) == (ordered, replicates, ordered / replicates)
    assert 0 <= row.ci_low <= row.share <= row.ci_high <= 1


def test_one_replicate_leaves_the_share_nearly_open():
    networks = planned(pair=2)
    [yes] = initial_order_table(networks, recorded("pair", [1, 2])).itertuples()
    assert (yes.share, yes.ci_high) == (1, 1)
    assert yes.ci_low == pytest.approx(0.025)
    [no] = initial_order_table(networks, recorded("pair", [2, 1])).itertuples()
    assert (no.share, no.ci_low, no.ci_high) == pytest.approx((0, 0, 1 - yes.ci_low))


def test_only_the_start_counts():
    networks = planned(pair=2)
    gradients = [
        recorded("pair", [1, 2], [2, 1], [2, 1]),
        *(recorded("pair", *[[1, 2]] * 3, epoch=epoch) for epoch in (1, 30)),
    ]
    [row] = initial_order_table(networks, pd.concat(gradients)).itertuples()
    assert (row.replicates, row.ordered) == (3, 1)


def test_networks_of_the_same_name_in_two_experiments_are_apart():
    networks = pd.concat([planned(pair=2), planned(pair=2).assign(experiment="again")])
    gradients = [
        recorded("pair", [1, 2], [1, 2], experiment="again"),
        recorded("pair", [2, 1], [1, 2], [2, 1]),
    ]
    table = initial_order_table(networks, pd.concat(gradients))
    assert table[["experiment", "replicates", "ordered"]].to_numpy().tolist() == [
        ["start", 3, 1],
        ["again", 2, 2],
    ]


def test_without_deep_networks_the_table_is_empty_and_has_its_columns():
    table = initial_order_table(planned(shallow=1, none=0), recorded("shallow", [5], [6]))
    assert table.empty and list(table.columns) == INITIAL_ORDER.names
