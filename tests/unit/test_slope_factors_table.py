"""The table of slope factors: shares by construction, and which layers and networks it has."""

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.data.dataset import Dataset
from hardtotrain.inspections.slope_factors import REPLICATES, slope_factor_table
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.schemas.weights import SLOPE_FACTORS

LAYERS = (6, 5, 4, 3)


def planned(*names: str, **settings) -> pd.DataFrame:
    row = book_row("6-5-4-3", **{"experiment": "start", "probe_images": 8, **settings})
    return pd.DataFrame([{**row, "network": name} for name in names])


@pytest.fixture(scope="module")
def images(random_examples) -> Dataset:
    return Dataset(*random_examples(12, LAYERS[0], LAYERS[-1]))


@pytest.fixture(scope="module")
def of_slope(random_network):
    """Replicates whose layers 2 and 3 have σ′ = 1/4 for any image, and weights that are given."""

    def make(*weights: float, cost="cross_entropy"):
        network = random_network(LAYERS, replicates=len(weights), cost=cost)
        network.biases[0][:] = -99  # so that a^1 = 0, z^2 = 0 and a^2 = 1/2
        for W, b in zip(network.weights[1:], network.biases[1:], strict=True):
            W[:] = np.reshape(weights, (-1, 1, 1))
            W[:, ::2] *= -1  # two of the four weights of each output, so that z^3 = 0
            b[:] = 0
        return network

    return make


def test_shares_and_quantiles_are_means_over_replicates(of_slope, images):
    finished = of_slope(0.5, 2.0, 8.0)  # factors 1/8, 1/2 and 2, whatever the image
    table = slope_factor_table(planned("a"), lambda _: finished, images)
    assert table.columns.tolist() == SLOPE_FACTORS.names
    assert table["layer"].tolist() == [2, 3]
    assert table["kind"].tolist() == ["hidden", "output"]
    for row in table.itertuples():
        assert row.replicates == 3
        assert row.below_quarter == pytest.approx(1 / 3)
        assert row.at_least_one == pytest.approx(1 / 3)
        assert (row.ci_low, row.ci_high) == interval_of_mean([1, 0, 0])
        for column in ("largest", "q02", "q25", "q50", "q75", "q98"):
            assert getattr(row, column) == pytest.approx((1 / 8 + 1 / 2 + 2) / 3)


@pytest.mark.parametrize(("weight", "below", "above"), [(0.99, 1, 0), (1.01, 0, 0), (4.01, 0, 1)])
def test_the_bounds_are_a_quarter_and_one(of_slope, images, weight, below, above):
    table = slope_factor_table(planned("a"), lambda _: of_slope(weight, -weight), images)
    assert table["below_quarter"].tolist() == [below] * 2
    assert table["at_least_one"].tolist() == [above] * 2


def test_saturated_neurons_have_small_factors_however_large_the_weights(of_slope, images):
    finished = of_slope(8.0, 8.0)
    finished.biases[1][:] = 60
    table = slope_factor_table(planned("a"), lambda _: finished, images)
    assert table["below_quarter"].tolist()[0] == 1
    assert 0 < table["largest"].tolist()[0] < 1e-24


def test_the_output_layer_has_a_row_unless_it_is_a_softmax(of_slope, images):
    for cost, layers in [("quadratic", [2, 3]), ("cross_entropy", [2, 3]), ("log_likelihood", [2])]:
        table = slope_factor_table(planned("a"), lambda _, c=cost: of_slope(1, 2, cost=c), images)
        assert table["layer"].tolist() == layers


def test_only_the_probe_images_and_the_first_replicates_are_used(random_network, images):
    many = random_network(LAYERS, replicates=REPLICATES + 3)
    table = slope_factor_table(planned("a"), lambda _: many, images)
    first = many.select(slice(REPLICATES))
    pd.testing.assert_frame_equal(slope_factor_table(planned("a"), lambda _: first, images), table)
    probed = Dataset(images.images[:8], images.labels[:8])
    pd.testing.assert_frame_equal(slope_factor_table(planned("a"), lambda _: many, probed), table)
    fewer = slope_factor_table(planned("a", probe_images=5), lambda _: many, images)
    assert np.all(fewer["q50"] != table["q50"])


def test_networks_keep_their_order_and_never_touch_each_other(random_network, images):
    finished = {
        ("start", name): random_network(LAYERS, replicates=replicates, seed=seed)
        for seed, (name, replicates) in enumerate({"b": 3, "a": 2, "diverged": 0}.items())
    }
    networks = pd.concat(
        [planned("b"), planned("tanh", activation="tanh"), planned("diverged", "a")]
    )
    table = slope_factor_table(networks, finished.__getitem__, images)
    assert table["network"].tolist() == ["b", "b", "a", "a"]
    alone = slope_factor_table(planned("a"), finished.__getitem__, images)
    pd.testing.assert_frame_equal(
        table[table["network"] == "a"].reset_index(drop=True), alone, check_exact=True
    )


def test_without_sigmoids_the_table_is_empty_and_has_its_columns(images):
    table = slope_factor_table(planned("a", activation="relu"), lambda _: None, images)
    assert table.empty and table.columns.tolist() == SLOPE_FACTORS.names
