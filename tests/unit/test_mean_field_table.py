"""The table of mean field: measured speeds by hand, predicted ones from the theory's functions."""

import warnings

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.costs import COSTS
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables import mean_field
from hardtotrain.tables.mean_field import mean_field_table
from hardtotrain.theory.mean_field import network_mean_field, output_error_square

CONTRACT = [
    "experiment",
    "network",
    "layer",
    "kind",
    "replicates",
    "q",
    "chi",
    "predicted_rms",
    "measured_rms",
    "relative_error_rms",
    "relative_error_rms_low",
    "relative_error_rms_high",
    "predicted_norm",
    "measured_norm",
    "relative_error_norm",
    "relative_error_norm_low",
    "relative_error_norm_high",
]


def network(name: str = "8-4-4-3", layers: str = "8-4-4-3", **settings) -> dict:
    few = {"experiment": "initial", "network": name, "probe_images": 6}
    return book_row(layers, **{**few, **settings})


def gradients(name: str = "8-4-4-3") -> pd.DataFrame:
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
    "settings",
    [
        {},
        {"activation": "tanh", "cost": "log_likelihood"},
        {"weight_scale": 2, "bias_sd": 0},
        {"scheme": "sparse", "bias_sd": 0.5, "activation": "relu"},
        {"scheme": "he", "weight_scale": 1e-5, "cost": "quadratic"},
        {"normalisation": "layer"},
        {"skip_connections": True, "normalisation": "batch"},
    ],
)
def test_predictions_follow_the_settings(images, settings):
    settings = network(**settings)
    table = mean_field_table(pd.DataFrame([settings]), gradients(), images)
    initialiser = {key: settings[key] for key in ("scheme", "weight_scale", "bias_sd")}
    field = network_mean_field(
        {**settings, "layers": [8, 4, 4, 3], "initialiser": initialiser},
        np.mean((images.images[:6] / 256) ** 2),
    )
    np.testing.assert_allclose(table["q"], field.q)
    np.testing.assert_allclose(table["chi"], [*field.chi, np.nan])
    shares = (1 / 6) ** 2 + (2 / 6) ** 2 + (3 / 6) ** 2  # of the six probe images
    for speed, squared_shares in (("rms", 1), ("norm", shares)):
        output = output_error_square(COSTS[settings["cost"]], field.q[-1], 3, squared_shares)
        np.testing.assert_allclose(table[f"predicted_{speed}"], field.error_norms(output))


def test_the_interval_of_an_error_is_that_of_what_was_measured(images):
    table = mean_field_table(pd.DataFrame([network()]), gradients(), images)
    assert (table["replicates"] == 2).all()
    for speed, squares in (("rms", np.array([1, 49])), ("norm", np.array([1, 49]) / 4)):
        for row in table.to_dict("records"):
            low, high = np.sqrt(interval_of_mean(squares * row["layer"] ** 2))
            predicted, error = row[f"predicted_{speed}"], row[f"relative_error_{speed}"]
            ends = (row[f"relative_error_{speed}_low"], row[f"relative_error_{speed}_high"])
            assert ends == pytest.approx((predicted / high - 1, predicted / low - 1))
            assert ends[0] < error < ends[1]


def test_the_intervals_cover_a_prediction_that_is_right(images):
    """Of 200 layers whose replicates have the predicted mean square, about 95% are covered."""
    random, layers = np.random.default_rng(3), "-".join(["8", *["5"] * 199, "3"])
    deep = network(layers=layers, scheme="he", activation="relu")
    template = gradients()[:1]
    truth = mean_field_table(
        pd.DataFrame([deep]),
        pd.concat(template.assign(layer=layer) for layer in range(1, 201)),
        images,
    )["predicted_rms"]
    measured = pd.concat(
        template.assign(
            replicate=replicate,
            layer=layer,
            bias_gradient_rms=truth[layer - 1] * np.sqrt(random.gamma(8) / 8),
        )
        for layer in range(1, 201)
        for replicate in range(20)
    )
    table = mean_field_table(pd.DataFrame([deep]), measured, images)
    covered = (table["relative_error_rms_low"] < 0) & (table["relative_error_rms_high"] > 0)
    assert covered.mean() == pytest.approx(0.95, abs=0.05)


def test_layers_that_theory_says_nothing_of_have_no_rows(images, monkeypatch):
    both = pd.DataFrame([network(), network("other", skip_connections=True)])
    measured = pd.concat([gradients(), gradients("other")])
    assert set(mean_field_table(both, measured, images)["network"]) == {"8-4-4-3", "other"}
    monkeypatch.setattr(mean_field, "COVERED", ())
    assert set(mean_field_table(both, measured, images)["network"]) == {"8-4-4-3"}


def test_what_is_not_finite_is_empty(images):
    measured = gradients()
    measured.loc[measured["layer"] == 1, "bias_gradient_rms"] = 0.0
    measured.loc[measured["layer"] == 2, "bias_gradient_norm"] = np.inf
    measured.loc[measured["layer"] == 3, "bias_gradient_norm"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = mean_field_table(pd.DataFrame([network()]), measured, images)
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)
    errors = table[["relative_error_rms", "relative_error_norm"]]
    assert errors.isna().to_numpy().tolist() == [[True, False], [False, True], [False, True]]
    assert table["measured_rms"].tolist() == [0, 10, 15]


def test_one_replicate_has_no_interval(images):
    measured = gradients().query("replicate == 0")
    table = mean_field_table(pd.DataFrame([network()]), measured, images)
    assert table["relative_error_rms"].notna().all()
    assert table[["relative_error_rms_low", "relative_error_norm_high"]].isna().all(axis=None)


def test_networks_keep_their_order_and_those_that_reconstruct_have_no_rows(images):
    networks = [network("b"), network("none", task="reconstruct"), network("a")]
    measured = pd.concat(gradients(name) for name in ("a", "b", "none"))
    table = mean_field_table(pd.DataFrame(networks), measured, images)
    assert table["network"].tolist() == ["b"] * 3 + ["a"] * 3
    autoencoder = pd.DataFrame([network("a", task="reconstruct")])
    table = mean_field_table(autoencoder, measured, images)
    assert table.empty and table.columns.tolist() == CONTRACT
