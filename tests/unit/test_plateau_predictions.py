"""The predictions of a network of the config: what theory is asked, and where it says nothing."""

import numpy as np
import pytest

from hardtotrain.data.dataset import Dataset
from hardtotrain.theory.plateau import updates_to_leave
from hardtotrain.theory.plateau_predictions import COLUMNS, prediction_table


@pytest.fixture
def predict(settings_for):
    """Predictions of two replicates on 200 images; each class has four bright pixels."""
    labels = np.arange(200) % 10
    pixels = np.repeat(np.eye(10, dtype=np.uint8)[labels] * 255, 4, axis=1)
    images = Dataset(np.pad(pixels, ((0, 0), (0, 9))), labels.astype(np.uint8))

    def of(layers=(49, 8, 8, 10), replicates=2, **changes):
        settings = settings_for(layers, **{"images": 200, **changes})
        network = {
            "network": "it",
            "settings": settings,
            "replicates": replicates,
            "updates": 400,
        }
        return prediction_table("plateau", [network], images)

    return of


def test_every_replicate_has_its_row(predict):
    table = predict()
    assert list(table.columns) == COLUMNS
    assert list(table["replicate"]) == [0, 1]
    assert set(table["network"]) == {"it"}


def test_the_formula_takes_growth_rate_and_decay_from_the_settings(predict):
    for regularisation, learning_rate in ((0.0, 0.1), (0.01, 0.3), (500.0, 0.1)):
        table = predict(regularisation=regularisation, optimiser={"learning_rate": learning_rate})
        growth = table["growth"].iloc[0]
        expected = updates_to_leave(growth, 2, learning_rate, regularisation / 200)
        assert list(table["predicted_formula"]) == [expected, expected]
    assert np.isinf(expected)


def test_larger_weights_shorten_the_plateau_of_a_deep_network(predict):
    lengths = [
        predict(
            (49, 8, 8, 8, 10), regularisation=0.0, initialiser={"weight_scale": scale, "bias_sd": 0}
        )["predicted_formula"].iloc[0]
        for scale in (1.0, 2.0)
    ]
    # g = A_3/σ_w grows as σ_w², a little less as the slopes fall.
    assert 2 < lengths[0] / lengths[1] < 4


def test_a_replicate_has_the_same_prediction_alone_and_beside_others(predict):
    alone = predict((49, 8, 10), regularisation=0.0, replicates=1)["predicted_from_start"]
    both = predict((49, 8, 10), regularisation=0.0)["predicted_from_start"]
    assert alone.iloc[0] == both.iloc[0] > 0


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"optimiser": {"method": "momentum"}}, set()),
        ({"optimiser": {"method": "adam"}}, set()),
        ({"normalisation": "layer"}, set()),
        ({"frozen_layers": [1]}, set()),
        ({"layers": (49, 8, 8, 10), "skip_connections": True}, {"predicted_from_start"}),
        ({"cost": "quadratic"}, {"growth", "predicted_formula"}),
        ({"layers": (49, 8, 10)}, {"growth", "predicted_from_start"}),
    ],
)
def test_what_theory_is_not_about_has_no_prediction(predict, changes, known):
    table = predict(**{"regularisation": 0.0, **changes})
    predicted = table.drop(columns=["experiment", "network", "replicate"])
    assert known >= set(predicted.columns[predicted.notna().any()])
    assert known <= set(predicted.columns[predicted.notna().any()])
