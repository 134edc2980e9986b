"""The table of slope points: pairs that really meet in a network, the same in every run."""

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.data.dataset import Dataset
from hardtotrain.inspections.slope_points import POINTS_PER_LAYER, slope_point_table
from hardtotrain.tables.schemas.weights import SLOPE_POINTS
from hardtotrain.theory.jacobian import fed_forward

LAYERS = (6, 5, 4, 3)


def planned(*names: str, **settings) -> pd.DataFrame:
    row = book_row("6-5-4-3", **{"experiment": "start", "probe_images": 8, **settings})
    return pd.DataFrame([{**row, "network": name} for name in names])


@pytest.fixture(scope="module")
def images(random_examples) -> Dataset:
    return Dataset(*random_examples(12, LAYERS[0], LAYERS[-1]))


@pytest.mark.parametrize("replicates", [1, 3, POINTS_PER_LAYER + 5])
def test_every_pair_is_a_weight_and_an_input_of_the_neuron_that_it_leads_to(
    random_network, images, replicates
):
    finished = random_network(LAYERS, replicates=replicates)
    table = slope_point_table(planned("a"), lambda _: finished, images)
    assert table.columns.tolist() == SLOPE_POINTS.names
    assert table["layer"].tolist() == [2] * POINTS_PER_LAYER + [3] * POINTS_PER_LAYER
    assert set(zip(table["layer"], table["kind"], strict=True)) == {(2, "hidden"), (3, "output")}
    pairs = {2: set(), 3: set()}
    for replicate in range(min(replicates, POINTS_PER_LAYER)):
        one = finished.replicate(replicate)
        activations = fed_forward(one, images.images[:8] / 256).activations[1:-1]
        for layer, a in enumerate(activations, start=2):
            W, z = (
                one.weights[layer - 1][0],
                a[0] @ one.weights[layer - 1][0] + one.biases[layer - 1][0],
            )
            pairs[layer] |= {
                (W[j, k], round(z[image, k], 9))
                for image in range(8)
                for j in range(W.shape[0])
                for k in range(W.shape[1])
            }
    found = list(zip(table["layer"], table["weight"], table["weighted_input"], strict=True))
    assert all((weight, round(z, 9)) in pairs[layer] for layer, weight, z in found)
    # A sample of all: every replicate takes its turn.
    assert len({weight for _, weight, _ in found}) > 15


def test_other_activations_softmax_outputs_and_diverged_networks_have_no_points(
    random_network, images
):
    softmax = random_network(LAYERS, cost="log_likelihood")
    assert set(slope_point_table(planned("a"), lambda _: softmax, images)["layer"]) == {2}
    none = random_network(LAYERS, replicates=2).select(slice(0))
    for networks in (planned("a", activation="tanh"), planned("a")):
        table = slope_point_table(networks, lambda _: none, images)
        assert table.empty and table.columns.tolist() == SLOPE_POINTS.names


def test_a_network_has_the_same_points_whatever_stands_beside_it(random_network, images):
    finished = {
        ("start", name): random_network(LAYERS, seed=seed) for seed, name in enumerate("ab")
    }
    both = slope_point_table(planned("b", "a"), finished.__getitem__, images)
    assert both["network"].unique().tolist() == ["b", "a"]
    alone = slope_point_table(planned("a"), finished.__getitem__, images)
    of_a = both[both["network"] == "a"].reset_index(drop=True)
    pd.testing.assert_frame_equal(of_a, alone, check_exact=True)
    assert np.isfinite(both[["weight", "weighted_input"]]).all(axis=None)
