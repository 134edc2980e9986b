"""What is read of many networks and of the tables is what was written."""

import pandas as pd
import pytest

from hardtotrain.tables.runs import read_runs, read_table

VALID_NAMES = ["007", "1e5", "0.1", "NA", "nan", "None", "null", "True", "inf", "a..b", "x.csv"]


def write(path, **columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


def test_runs_are_stacked_in_the_order_of_their_paths_under_their_folders_names(tmp_path):
    second = write(tmp_path / "depth" / "b" / "history.csv", replicate=[0, 1], cost=[0.5, 0.25])
    first = write(tmp_path / "speed" / "a" / "history.csv", replicate=[0], cost=[2.0])
    assert read_runs([second, first]).to_dict("list") == {
        "experiment": ["depth", "depth", "speed"],
        "network": ["b", "b", "a"],
        "replicate": [0, 1, 0],
        "cost": [0.5, 0.25, 2.0],
    }
    assert read_runs([second, first]).index.is_unique


def test_paths_may_come_from_a_generator(tmp_path):
    path = write(tmp_path / "depth" / "a" / "history.csv", replicate=[0])
    assert len(read_runs(p for p in [path, path])) == 2


@pytest.mark.parametrize("name", VALID_NAMES)
def test_a_name_that_reads_as_something_else_stays_a_name(tmp_path, name):
    run = write(tmp_path / "true" / name / "history.csv", replicate=[0])
    table = write(tmp_path / "t.csv", experiment=["true"], network=[name], dataset=[name], mean=[1])
    for frame in (read_runs([run]), read_table(table)):
        assert frame[["experiment", "network"]].to_numpy().tolist() == [["true", name]]
    assert read_table(table)["dataset"].tolist() == [name]


def test_what_a_table_leaves_empty_is_missing_and_numbers_are_numbers(tmp_path):
    path = write(tmp_path / "t.csv", network=["a", "b"], sd=[None, 0.5], high=[float("inf"), 1])
    table = read_table(path)
    assert table["sd"].isna().tolist() == [True, False]
    assert table["high"].tolist() == [float("inf"), 1.0]
