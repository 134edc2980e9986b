"""Tables as they are written: their digits, and no number that is not finite."""

import numpy as np
import pandas as pd

from hardtotrain.tables.runs import read_table
from hardtotrain.tables.writing import write_table


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
    write_table(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines() == [
        "network,replicates,mixed,value,single",
        "inf,1,,,",
        "nan,2,inf,,1",
        "784-10,3,,,2",
    ]


def test_numbers_have_nine_digits_and_names_stay(tmp_path):
    table = pd.DataFrame({"network": ["007"], "count": [10**12], "value": [1 / 3], "right": [True]})
    write_table(table, tmp_path / "table.csv")
    written = read_table(tmp_path / "table.csv")
    assert written.iloc[0].to_list() == ["007", 10**12, 0.333333333, True]


def test_truth_values_are_spelled_as_other_programs_do_and_names_stay(tmp_path):
    table = pd.DataFrame(
        {
            "network": ["True", "false", "NA"],
            "whole": [True, False, True],
            "single": np.array([1, 0, 1], np.bool_),
            "gaps": [np.True_, None, False],
            "mixed": [True, 1, 0],
        }
    )
    write_table(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines() == [
        "network,whole,single,gaps,mixed",
        "True,true,true,true,true",
        "false,false,false,,1",
        "NA,true,true,false,0",
    ]
    written = read_table(tmp_path / "table.csv")
    assert written["network"].to_list() == ["True", "false", "NA"]
    assert written["whole"].dtype == bool
    assert written["gaps"].dropna().to_list() == [True, False]


def test_an_empty_table_has_its_header(tmp_path):
    write_table(pd.DataFrame(columns=["network", "value"]), tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == "network,value\n"
