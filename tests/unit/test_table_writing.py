"""Tables as they are written: as declared, with so many digits, and with finite numbers alone."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.tables.runs import read_table
from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.writing import write_recording, write_table


def declared(**types: str) -> TableSchema:
    """A table whose columns have these types."""
    return TableSchema("table", "", tuple(Column(name, of, "") for name, of in types.items()))


def lines_of(table: pd.DataFrame, folder, **types: str) -> list[str]:
    """The table as it is written when its columns are declared to have these types."""
    write_table(table, folder / "table.csv", declared(**types))
    return (folder / "table.csv").read_text(encoding="utf-8").splitlines()


def test_what_is_not_finite_is_empty(tmp_path):
    table = pd.DataFrame(
        {
            "network": ["inf", "nan", "784-10"],
            "replicates": [1, 2, 3],
            "mixed": [None, "inf", np.inf],
            "value": [np.inf, -np.inf, np.nan],
            "single": np.array([np.inf, 1, 2], np.float32),
        }
    )
    types = {"network": "string", "replicates": "integer", "mixed": "string"}
    assert lines_of(table, tmp_path, **types, value="number", single="number") == [
        "network,replicates,mixed,value,single",
        "inf,1,,,",
        "nan,2,inf,,1",
        "784-10,3,,,2",
    ]


def test_numbers_have_nine_digits_and_names_stay(tmp_path):
    table = pd.DataFrame({"network": ["007"], "count": [10**12], "value": [1 / 3], "right": [True]})
    lines_of(table, tmp_path, network="string", count="integer", value="number", right="boolean")
    written = read_table(tmp_path / "table.csv")
    assert written.iloc[0].to_list() == ["007", 10**12, 0.333333333, True]


def test_truth_values_are_spelled_as_other_programs_do_and_names_stay(tmp_path):
    table = pd.DataFrame(
        {
            "network": ["True", "false", "NA"],
            "whole": [True, False, True],
            "single": np.array([1, 0, 1], np.bool_),
            "gaps": [np.True_, None, False],
        }
    )
    types = dict.fromkeys(["whole", "single", "gaps"], "boolean")
    assert lines_of(table, tmp_path, network="string", **types) == [
        "network,whole,single,gaps",
        "True,true,true,true",
        "false,false,false,",
        "NA,true,true,false",
    ]
    written = read_table(tmp_path / "table.csv")
    assert written["network"].to_list() == ["True", "false", "NA"]
    assert written["whole"].dtype == bool
    assert written["gaps"].dropna().to_list() == [True, False]


def test_an_empty_table_has_its_header(tmp_path):
    table = pd.DataFrame(columns=["network", "value"])
    assert lines_of(table, tmp_path, network="string", value="number") == ["network,value"]


def test_whole_numbers_stay_whole_beside_missing_ones(tmp_path):
    table = pd.DataFrame({"pairs": [8, np.nan], "counts": pd.Series([7, None], dtype=object)})
    assert lines_of(table, tmp_path, pairs="integer", counts="integer") == [
        "pairs,counts",
        "8,7",
        ",",
    ]


@pytest.mark.parametrize("columns", [["a"], ["b", "a"], ["a", "b", "c"], ["a", "B"]])
def test_other_columns_than_declared_are_not_written(tmp_path, columns):
    table = pd.DataFrame(1, index=[0], columns=columns)
    with pytest.raises(TypeError) as error:
        write_table(table, tmp_path / "table.csv", declared(a="integer", b="integer"))
    assert str(error.value) == (
        f"The table table has the columns {', '.join(columns)}; declared are a, b."
    )
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize(
    ("cells", "of", "found"),
    [
        ([1.5, 2], "integer", "floating"),
        ([True, False], "integer", "boolean"),
        (["8"], "integer", "string"),
        (["8"], "number", "string"),
        ([True], "number", "boolean"),
        ([1, 0], "boolean", "integer"),
        (["true"], "boolean", "string"),
        ([True, 1], "boolean", "mixed-integer"),
        ([784], "string", "integer"),
        (["784-10", 784], "string", "mixed-integer"),
        ([None, True], "string", "boolean"),
    ],
)
def test_another_type_than_declared_is_not_written(tmp_path, cells, of, found):
    with pytest.raises(TypeError) as error:
        lines_of(pd.DataFrame({"a": cells}), tmp_path, a=of)
    assert str(error.value) == (
        f"The column a of the table table is declared as {of}; it holds {found}."
    )
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize("of", ["string", "integer", "number", "boolean"])
def test_a_column_without_any_value_is_of_every_type(tmp_path, of):
    assert lines_of(pd.DataFrame({"a": [np.inf, None]}), tmp_path, a=of) == ["a", '""', '""']


def test_a_recording_is_written_as_it_is_infinity_included(tmp_path):
    table = pd.DataFrame({"update": [0, 1, 2], "cost": [1 / 3, np.inf, np.nan]})
    write_recording(table, tmp_path / "updates.csv", declared(update="integer", cost="number"))
    written = (tmp_path / "updates.csv").read_text(encoding="utf-8").splitlines()
    assert written == ["update,cost", "0,0.333333333", "1,inf", "2,"]


@pytest.mark.parametrize("types", [{"cost": "number"}, {"update": "string", "cost": "number"}])
def test_a_recording_that_is_not_as_declared_is_not_written(tmp_path, types):
    table = pd.DataFrame({"update": [0], "cost": [0.5]})
    with pytest.raises(TypeError, match="declared"):
        write_recording(table, tmp_path / "updates.csv", declared(**types))
    assert not list(tmp_path.iterdir())
