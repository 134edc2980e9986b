"""The tests of the page find a number that is wrong."""

from dataclasses import replace

import pytest
from rendered_page import Page, is_rounding, untrue
from small_study import CLAIMS, SHAPES, WrittenStudy


def test_a_number_that_is_not_that_of_its_table_is_found(tmp_path):
    study = WrittenStudy(replace(SHAPES["the book's"], claims=CLAIMS), tmp_path)
    tables, numbers = tmp_path / "tables", Page(study.page()).numbers()
    accuracy = next(number for number in numbers if number.table == "accuracy")
    count = next(number for number in numbers if number.counted)
    wrong = [
        accuracy._replace(row=accuracy.row + 1),
        accuracy._replace(value=f"{float(accuracy.value) + 1e-6}"),
        accuracy._replace(shown=f"{float(accuracy.shown) + 0.01:.2f}"),
        count._replace(counted="verdict none"),
        count._replace(shown=f"{count.shown}0"),
    ]
    assert untrue([*numbers, *wrong], tables) == wrong


@pytest.mark.parametrize(
    ("shown", "value", "true"),
    [
        ("96.47", 0.96474, True),
        ("96.47", 0.96476, False),
        ("−0.12", -0.0012, True),
        ("0.12", -0.0012, False),
        ("1.2×10⁻⁴", 0.000123, True),
        ("1.2×10⁻⁴", 0.000127, False),
        ("1,230", 1234.5, True),
        ("1,230", 1236.0, False),
        ("99.99", 0.99999, True),
    ],
)
def test_a_rounding_is_told_from_another_number(shown, value, true):
    assert is_rounding(shown, value) == true
