"""The table of remedies: factor a layer, length of the plateau and accuracy of deep networks."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, interval_of_mean
from hardtotrain.tables.remedies import factors_at_start, remedy_table
from hardtotrain.tables.schemas.remedies import REMEDIES

FACTORS = [0.5, 0.2]  # a layer, of each replicate
CHI = 0.09  # of every hidden layer but the last
ACCURACIES = [0.9, 0.7]


def network(name, hidden_layers=5, **changes):
    settings = {"changes": "none", "epochs": 2, "ends": "last_epoch", "task": "classify"}
    of_this = {"experiment": "one", "network": name, "hidden_layers": hidden_layers}
    return {**of_this, **settings, "recorded_updates": 20, "updates": 900, **changes}


def gradients(name, hidden_layers=5):
    """Errors that each layer but the last multiplies by a factor on their way back."""
    layers = range(1, hidden_layers + 2)
    return [
        {
            "experiment": "one",
            "network": name,
            "replicate": replicate,
            "epoch": epoch,
            "layer": layer,
            "bias_gradient_rms": 7 if layer >= hidden_layers or epoch else factor**-layer,
        }
        for replicate, factor in enumerate(FACTORS)
        for epoch in (0, 2)
        for layer in layers
    ]


def table(*networks):
    names = [row["network"] for row in networks]
    keys = [{"experiment": "one", "network": name} for name in names]
    history = [
        {**key, "replicate": r, "epoch": epoch, "status": "ok"}
        | dict.fromkeys(["training_accuracy", "test_accuracy"], 0.1)
        | {"validation_accuracy": accuracy if epoch == 2 else 0.1}
        for key in keys
        for r, accuracy in enumerate(ACCURACIES)
        for epoch in (0, 2)
    ]
    length = {"left": 2, "median_updates": 60, "ci_low": 50, "ci_high": 70}
    fields = [
        {**key, "layer": layer, "chi": CHI if layer < row["hidden_layers"] else 5.0}
        for key, row in zip(keys, networks, strict=True)
        for layer in range(1, row["hidden_layers"] + 1)
    ]
    return remedy_table(
        pd.DataFrame(networks),
        pd.DataFrame(history),
        pd.DataFrame(
            [g for row in networks for g in gradients(row["network"], row["hidden_layers"])]
        ),
        pd.DataFrame([{**key, **length} for key in keys]),
        pd.DataFrame(fields),
    )


@pytest.mark.parametrize("hidden_layers", [3, 5, 50])
def test_the_factor_is_that_of_layers_that_are_alike(hidden_layers):
    found = table(network("deep", hidden_layers, changes="relu he"))
    assert list(found.columns) == REMEDIES.names
    (row,) = found.to_dict("records")
    assert row["remedy"] == "relu he"
    assert row["replicates"] == 2
    assert row["factor_per_layer"] == pytest.approx(np.sqrt(0.5 * 0.2))
    low, high = interval_of_geometric_mean(FACTORS)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
    assert row["predicted_factor"] == pytest.approx(0.3)
    assert row["factor_ratio"] == pytest.approx(np.sqrt(0.1) / 0.3)
    ends = (row["factor_ratio_low"], row["factor_ratio_high"])
    assert ends == pytest.approx((low / 0.3, high / 0.3))


def test_a_replicate_without_errors_has_no_factor():
    rows = pd.DataFrame(gradients("deep"))
    rows.loc[(rows["replicate"] == 0) & (rows["layer"] == 1), "bias_gradient_rms"] = 0.0
    one = factors_at_start(rows, steps=3)
    assert one.to_dict() == pytest.approx({1: 0.2})
    assert factors_at_start(rows[rows["epoch"] > 0], steps=3).empty


def test_what_comes_of_it_stands_beside_it():
    (row,) = table(network("deep")).to_dict("records")
    length = [
        row[name] for name in ("updates", "left", "updates_to_leave", "leave_low", "leave_high")
    ]
    assert length == [900, 2, 60, 50, 70]
    assert row["accuracy"] == pytest.approx(0.8) and row["learned"]
    ends = (row["accuracy_low"], row["accuracy_high"])
    assert ends == pytest.approx(interval_of_mean(ACCURACIES))


@pytest.mark.parametrize(
    "changes",
    [
        {"hidden_layers": 2},
        {"task": "reconstruct"},
        {"ends": "plateau_left"},
        {"epochs": 0},
        {"recorded_updates": 0},
    ],
)
def test_networks_that_have_no_such_thing_are_left_out(changes):
    found = table(network("other", **changes), network("deep"))
    assert list(found["network"]) == ["deep"]
    assert table(network("other", **changes)).empty
