"""The table of the plateau: when a course of costs crosses the line, and what stands beside it."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.data.dataset import Dataset
from hardtotrain.tables.plateau import crossing, plateau_table
from hardtotrain.tables.schemas.plateau import PLATEAU

# One half of each of two classes: under the cross-entropy one answer costs 2 ln 2.
IMAGES = Dataset(np.zeros((4, 784), np.uint8), np.array([0, 1, 0, 1], np.uint8))
PLATEAU_COST = 2 * np.log(2)


def network(name, **changes):
    return {
        "experiment": "plateau",
        "network": name,
        "hidden_layers": 2,
        "cost": "cross_entropy",
        "task": "classify",
        "probe_images": 4,
        "images": 4,
        "regularisation": 2.0,
        "weight_scale": 3.0,
        "updates": 100,
        **changes,
    }


def course(name, replicate, costs):
    return pd.DataFrame(
        {
            "experiment": "plateau",
            "network": name,
            "replicate": replicate,
            "update": [0, 1, 10, 100][: len(costs)],
            "probe_cost": PLATEAU_COST * np.array(costs),
            "first_layer_speed": 1.0,
            "last_layer_speed": 1.0,
        }
    )


def prediction(name, replicate, formula, from_start):
    return {
        "experiment": "plateau",
        "network": name,
        "replicate": replicate,
        "growth": 0.5,
        "predicted_formula": formula,
        "predicted_from_start": from_start,
    }


@pytest.fixture
def table():
    return plateau_table(
        pd.DataFrame([network("deep"), network("unpredicted", regularisation=0.0)]),
        pd.concat(
            [
                course("deep", 0, [2.0, 1.0, 0.95, 0.85]),
                course("deep", 1, [2.0, 1.0, 1.0, 1.0]),
                course("unpredicted", 0, [2.0, 1.0, 0.8]),
            ]
        ),
        pd.DataFrame([prediction("deep", 0, 50.0, 60.0), prediction("deep", 1, np.inf, np.inf)]),
        IMAGES,
    )


def test_every_replicate_has_its_row_with_its_network_and_its_predictions(table):
    assert list(table.columns) == PLATEAU.names
    assert list(table["network"]) == ["deep", "deep", "unpredicted"]
    assert list(table["replicate"]) == [0, 1, 0]
    assert list(table["updates_made"]) == [100, 100, 10]
    assert list(table["weight_decay"]) == [0.5, 0.5, 0]
    assert list(table["weight_scale"]) == [3, 3, 3]
    np.testing.assert_array_equal(table["predicted_from_start"], [60, np.nan, np.nan])


def test_never_is_empty_and_not_infinite(table):
    np.testing.assert_array_equal(table["predicted_formula"], [50, np.nan, np.nan])
    assert np.isnan(table["updates_to_leave"][1])


def test_a_replicate_leaves_where_its_cost_falls_below_nine_tenths_of_the_plateaus(table):
    # Half-way between 0.95 and 0.85, so half-way between 10 and 100 by their logarithms.
    np.testing.assert_allclose(table["updates_to_leave"][0], 10**1.5)
    np.testing.assert_allclose(table["updates_to_leave"][2], 10**0.5)


def fates(planned=100, **predicted):
    """Whether theory is right about a replicate that leaves and one that stays, both predicted."""
    predictions = [prediction("it", 0, 50.0, 60.0), prediction("it", 1, np.inf, np.inf)]
    table = plateau_table(
        pd.DataFrame([network("it", updates=planned)]),
        pd.concat([course("it", 0, [2.0, 1.0, 0.5]), course("it", 1, [2.0, 1.0, 1.0])]),
        pd.DataFrame(predictions).assign(**predicted),
        IMAGES,
    )
    return [list(table[f"{name}_right"]) for name in ("formula", "from_start")]


def test_theory_is_right_about_who_leaves_and_who_does_not():
    assert fates() == [[True, True], [True, True]]
    assert fates(planned=55) == [[True, True], [False, True]]
    assert fates(planned=45) == [[False, True], [False, True]]


def test_where_theory_says_nothing_it_is_neither_right_nor_wrong():
    formula, from_start = fates(predicted_formula=np.nan)
    assert np.isnan(formula).all() and from_start == [True, True]
    formula, from_start = fates(predicted_from_start=np.nan)
    assert np.isnan(from_start).all() and formula == [True, True]


def test_autoencoders_have_no_row():
    table = plateau_table(
        pd.DataFrame([network("autoencoder", task="reconstruct")]),
        course("autoencoder", 0, [1.0, 0.5]),
        pd.DataFrame(columns=prediction("autoencoder", 0, 1, 1).keys()),
        IMAGES,
    )
    assert table.empty
    assert list(table.columns) == PLATEAU.names


@pytest.mark.parametrize(
    ("updates", "costs", "expected"),
    [
        ([0, 1, 2], [3.0, 3.0, 3.0], np.nan),
        ([0, 1, 2], [0.5, 3.0, 3.0], 0),
        ([0, 4, 8], [3.0, 1.0, 1.0], 2),  # from 0 there is no logarithm: evenly
        ([1, 4, 16], [3.0, 3.0, 1.0], 8),
        ([1, 4, 16], [3.0, 1.0, 3.0], 2),  # the first time counts
    ],
)
def test_a_crossing_lies_between_two_recordings(updates, costs, expected):
    np.testing.assert_allclose(crossing(pd.Series(updates), pd.Series(costs), 2.0), expected)
