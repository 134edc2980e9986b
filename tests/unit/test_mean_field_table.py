"""The table of mean field: measured speeds by hand, predicted ones from the theory's functions."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.tables.mean_field import mean_field_table
from hardtotrain.theory.mean_field import network_mean_field, output_error_square

CONTRACT = [
    "experiment",
    "network",
    "layer",
    "kind",
    "q",
    "chi",
    "predicted_rms",
    "measured_rms",
    "relative_error_rms",
    "predicted_norm",
    "measured_norm",
    "relative_error_norm",
]


def network(name: str = "8-5-4-3", **settings) -> dict:
    return {
        "experiment": "initial",
        "network": name,
        "layers": "8-5-4-3",
        "task": "classify",
        "activation": "sigmoid",
        "initialiser": "scaled_gaussian",
        "cost": "cross_entropy",
        "probe_images": 6,
    } | settings


def gradients(name: str = "8-5-4-3") -> pd.DataFrame:
    """Two replicates, before and after an epoch."""
    rows = pd.MultiIndex.from_product(
        [["initial"], [name], [0, 1], [0, 1], [1, 2, 3]],
        names=["experiment", "network", "replicate", "epoch", "layer"],
    ).to_frame(index=False)
    rows["kind"] = np.where(rows["layer"] == 3, "output", "hidden")
    rows["bias_gradient_rms"] = rows["layer"] * (1.0 + 6 * rows["replicate"]) + 100 * rows["epoch"]
    rows["bias_gradient_norm"] = rows["bias_gradient_rms"] / 2
    return rows


@pytest.fixture(scope="module")
def images() -> Dataset:
    random = np.random.default_rng(0)
    pixels = random.integers(256, size=(9, 8), dtype=np.uint8)
    return Dataset(pixels, np.array([0, 1, 1, 2, 2, 2, 0, 0, 0], dtype=np.uint8))


def test_measured_speeds_are_root_mean_squares_over_replicates_at_epoch_0(images):
    table = mean_field_table(pd.DataFrame([network()]), gradients(), images)
    assert table.columns.tolist() == CONTRACT
    assert table["layer"].tolist() == [1, 2, 3]
    assert table["kind"].tolist() == ["hidden", "hidden", "output"]
    np.testing.assert_allclose(table["measured_rms"], [5, 10, 15])  # √((1² + 7²)/2) = 5
    np.testing.assert_allclose(table["measured_norm"], [2.5, 5, 7.5])
    for speed in ("rms", "norm"):
        np.testing.assert_allclose(
            table[f"relative_error_{speed}"],
            (table[f"predicted_{speed}"] - table[f"measured_{speed}"]) / table[f"measured_{speed}"],
        )


@pytest.mark.parametrize(
    ("settings", "scheme", "weight_scale", "bias_sd"),
    [
        ({}, "scaled_gaussian", 1, None),
        ({"activation": "tanh", "cost": "log_likelihood"}, "scaled_gaussian", 1, None),
        ({"initialiser": "scaled_gaussian weight_scale-2 bias_sd-0"}, "scaled_gaussian", 2, 0),
        ({"initialiser": "sparse bias_sd-0.5", "activation": "relu"}, "sparse", 1, 0.5),
        ({"initialiser": "he weight_scale-1e-05", "cost": "quadratic"}, "he", 1e-5, None),
    ],
)
def test_predictions_follow_the_settings(images, settings, scheme, weight_scale, bias_sd):
    settings = network(**settings)
    table = mean_field_table(pd.DataFrame([settings]), gradients(), images)
    field = network_mean_field(
        [8, 5, 4, 3],
        ACTIVATIONS[settings["activation"]],
        scheme,
        weight_scale,
        bias_sd,
        np.mean((images.images[:6] / 256) ** 2),
    )
    np.testing.assert_allclose(table["q"], field.q)
    np.testing.assert_allclose(table["chi"], [*field.chi, np.nan])
    shares = (1 / 6) ** 2 + (2 / 6) ** 2 + (3 / 6) ** 2  # of the six probe images
    for speed, squared_shares in (("rms", 1), ("norm", shares)):
        output = output_error_square(settings["cost"], field.q[-1], 3, squared_shares)
        np.testing.assert_allclose(table[f"predicted_{speed}"], field.error_norms(output))


def test_networks_keep_their_order_and_those_without_a_prediction_have_no_rows(images):
    networks = [network("b"), network("none", cost="another"), network("a")]
    measured = pd.concat(gradients(name) for name in ("a", "b", "none"))
    table = mean_field_table(pd.DataFrame(networks), measured, images)
    assert table["network"].tolist() == ["b"] * 3 + ["a"] * 3
