"""Histograms of activations and gradients, counted by hand from the textbook's own values."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.measures.histograms import COLUMNS, histograms


def table_of(probe) -> pd.DataFrame:
    return pd.DataFrame(histograms(probe), columns=COLUMNS)


def of_layer(probe, layer: int, quantity: str) -> list[tuple]:
    bins = table_of(probe).query("layer == @layer and quantity == @quantity")
    return list(bins[["low", "high", "share"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_bin_counts_the_textbook_s_activations_errors_and_gradients(probed, activation):
    probe, textbook, examples = probed(layers=(6, 5, 4, 3), count=40, activation=activation)
    activations = [textbook.feedforward(x)[1] for x, _ in examples]
    errors = [textbook.errors(x, y) for x, y in examples]
    weight_gradients, _ = textbook.mean_gradients(examples)
    table = table_of(probe)
    assert list(table.groupby(["layer", "quantity"]).groups) == [
        (layer, quantity)
        for layer in (1, 2)
        for quantity in ("activation", "delta", "weight_gradient")
    ]
    for layer in (1, 2):
        values = {
            "activation": np.array([a[layer] for a in activations]),
            "delta": np.array([delta[layer - 1] for delta in errors]),
            "weight_gradient": weight_gradients[layer - 1],
        }
        for quantity, of_quantity in values.items():
            bins = of_layer(probe, layer, quantity)
            logarithmic = quantity != "activation"
            for low, high, share in bins:
                if logarithmic:
                    low, high = 10**low, 10**high
                size = np.abs(of_quantity) if logarithmic else of_quantity
                inside = (size >= low) & (size < high)
                assert inside.any() and share == pytest.approx(inside.mean())
            zeros = np.mean(of_quantity == 0) if logarithmic else 0
            assert sum(share for *_, share in bins) == pytest.approx(1 - zeros)


@pytest.mark.parametrize(
    ("activation", "values", "expected"),
    [
        ("sigmoid", [0, 0.04, 0.5, 0.96, 1], [(0, 0.05, 0.4), (0.5, 0.55, 0.2), (0.95, 1, 0.4)]),
        ("tanh", [-1, -0.95, 0, 0, 1], [(-1, -0.9, 0.4), (0, 0.1, 0.4), (0.9, 1, 0.2)]),
        ("softsign", [-1, -1, -1, 0.05, 1], [(-1, -0.9, 0.6), (0, 0.1, 0.2), (0.9, 1, 0.2)]),
        ("relu", [0, 0.2, 0.3, 5, 1e30], [(0, 0.25, 0.4), (0.25, 0.5, 0.2), (4.75, 5, 0.4)]),
    ],
)
def test_the_end_bins_hold_the_saturated_and_whatever_is_beyond(
    probed, activation, values, expected
):
    probe, _, _ = probed(layers=(6, 5, 3), count=2, activation=activation)
    probe.activations[1][:] = values
    assert of_layer(probe, 1, "activation") == [pytest.approx(bin) for bin in expected]


def test_gradients_of_any_float32_have_a_bin_and_zeros_have_none(probed):
    probe, _, _ = probed(layers=(6, 5, 3), count=1, dtype=np.float32)
    limits = np.finfo(np.float32)
    probe.deltas[0][:] = [0, limits.smallest_subnormal, -1.1, 2, limits.max]
    assert of_layer(probe, 1, "delta") == [
        pytest.approx(bin) for bin in [(-45, -44.5, 0.2), (0, 0.5, 0.4), (38.5, 39, 0.2)]
    ]


def test_pixels_that_are_always_black_have_no_weight_gradient(probed):
    probe, _, _ = probed(layers=(6, 5, 3))
    assert sum(share for *_, share in of_layer(probe, 1, "weight_gradient")) == pytest.approx(1)
    probe.activations[0][:, :2] = 0
    assert sum(share for *_, share in of_layer(probe, 1, "weight_gradient")) == pytest.approx(4 / 6)


def test_a_network_without_hidden_layers_has_no_rows(probed):
    probe, _, _ = probed(layers=(6, 3))
    assert table_of(probe).empty


@pytest.mark.filterwarnings("error")
def test_what_is_not_a_number_is_in_no_bin_and_stops_nothing(probed):
    probe, _, _ = probed(layers=(6, 5, 3), count=1)
    probe.activations[1][:] = [np.nan, np.inf, -np.inf, 0.5, 0.5]
    probe.deltas[0][:] = [np.nan, np.inf, 0, 2, 2]
    shares = [share for *_, share in of_layer(probe, 1, "activation")]
    assert shares == pytest.approx([0.2, 0.4, 0.2])  # ±∞ are saturated
    assert of_layer(probe, 1, "delta") == [pytest.approx((0, 0.5, 0.4))]
