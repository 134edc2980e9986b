"""The table of learning speeds, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest
from small_study import CURVES, PUBLISHED, SmallStudy, book_network, one_experiment

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.statistics.bootstrap import interval_of_median_ratio
from hardtotrain.tables.learning_speeds import learning_speed_table
from hardtotrain.tables.runs import read_runs

KEY = ["experiment", "network", "epoch", "layer", "kind", "measure"]


@pytest.fixture
def tabulated(tmp_path):
    """The table of a small study, and the recordings it was made from."""

    def tabulate(study: SmallStudy) -> tuple[pd.DataFrame, pd.DataFrame]:
        paths = study.write_runs(tmp_path)
        gradients = read_runs(path for path in paths if path.stem == "gradients")
        return learning_speed_table(study.networks, gradients, PUBLISHED), gradients

    return tabulate


def test_every_layer_epoch_and_measure_has_a_row_in_the_order_of_the_config(tabulated):
    table, _ = tabulated(SmallStudy(one_experiment(book_network(2), [784, 5, 10])))
    assert table.columns.tolist() == [
        *KEY,
        "median",
        "ci_low",
        "ci_high",
        "published",
        "replicates",
    ]
    assert table["network"].drop_duplicates().tolist() == ["784-30-30-10", "784-5-10"]
    assert not table.duplicated(KEY).any()
    assert table.groupby("network").size().to_dict() == {
        "784-30-30-10": 3 * 3 * len(SPEEDS),
        "784-5-10": 3 * 2 * len(SPEEDS),
    }
    output = table[table["kind"] == "output"]
    assert output.groupby("network")["layer"].unique().to_dict() == {
        "784-30-30-10": [3],
        "784-5-10": [2],
    }


@pytest.mark.parametrize("measure", SPEEDS)
def test_medians_and_intervals_are_those_of_the_replicates(tabulated, measure):
    table, gradients = tabulated(SmallStudy(one_experiment(book_network(2)), replicates=5))
    [row] = table.query("epoch == 30 and layer == 2 and measure == @measure").itertuples()
    speeds = gradients.query("epoch == 30 and layer == 2")[measure]
    assert row.median == sorted(speeds)[2]
    assert (row.ci_low, row.ci_high) == interval_of_median_ratio(speeds)
    assert row.ci_low < row.median < row.ci_high
    assert row.replicates == 5


def test_one_replicate_has_no_interval(tabulated):
    table, _ = tabulated(SmallStudy(one_experiment(book_network(1)), replicates=1))
    assert table["median"].notna().all() and (table["replicates"] == 1).all()
    assert table[["ci_low", "ci_high"]].isna().all(axis=None)


def test_diverged_replicates_count_until_they_diverge(tabulated):
    table, _ = tabulated(
        SmallStudy(one_experiment(book_network(2)), diverged={"784-30-30-10": [0]})
    )
    assert table.groupby("epoch")["replicates"].unique().to_dict() == {0: [3], 15: [2], 30: [2]}


def test_the_book_s_speeds_stand_beside_its_own_measure_only(tabulated):
    table, _ = tabulated(SmallStudy(one_experiment(book_network(2), **CURVES)))
    beside = table[table["published"].notna()]
    assert set(beside["measure"]) == {"bias_gradient_norm"}
    assert set(beside["kind"]) == {"hidden"}
    # The book's curves end before their last epoch; ours are recorded after it, too.
    assert sorted(beside["epoch"].unique()) == [0, 50, 250, 499]
    curves = pd.read_csv(PUBLISHED / "learning_speed_curves.csv").query("hidden_layers == 2")
    expected = curves.set_index(["epoch", "layer"])["bias_gradient_norm"]
    found = beside.set_index(["epoch", "layer"])["published"]
    assert np.array_equal(found, expected[found.index])


def test_other_settings_have_no_published_speed(tabulated):
    table, _ = tabulated(SmallStudy(one_experiment(book_network(2), activation="tanh")))
    assert table["published"].isna().all()
