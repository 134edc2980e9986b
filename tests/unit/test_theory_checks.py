"""The table of theory checks: the book's numbers, and what a broken chain would show."""

import pandas as pd
import pytest

from hardtotrain.tables import theory_checks
from hardtotrain.tables.schemas.theory import THEORY_CHECKS
from hardtotrain.tables.theory_checks import theory_check_table


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return theory_check_table()


@pytest.mark.parametrize(
    ("quantity", "expected", "tolerance"),
    [
        ("exploding_chain_factor", 25, 1e-9),
        ("exploding_chain_first_to_last", 25**3, 1e-6),
        ("sigma_prime_maximum", 0.25, 1e-15),
        ("sigma_prime_maximum_at", 0, 1e-12),
        ("normal_weights_in_0_1", 0.341345, 1e-6),
        ("normal_weights_below_1", 0.682689, 1e-6),
        ("simulated_factors_below_quarter", 0.7727, 0.002),  # four standard errors
        ("simulated_factors_at_least_one", 1.4e-5, 1.5e-5),
        ("escape_weight", 6.9, 0.05),
        ("escape_width", 0.45, 0.005),
    ],
)
def test_quantities_are_the_book_s(table, quantity, expected, tolerance):
    value = table.set_index("quantity").loc[quantity, "value"]
    assert value == pytest.approx(expected, abs=tolerance)


def test_the_three_gradients_of_a_chain_agree(table):
    values = table.set_index("quantity")["value"]
    assert 0 < values["chain_backpropagation_error"] < 1e-12
    assert 0 < values["chain_complex_step_error"] < 1e-12


@pytest.mark.parametrize("way", ["backpropagation", "complex_step"])
def test_a_gradient_that_is_wrong_for_one_neuron_is_told(monkeypatch, way):
    right = getattr(theory_checks, f"chain_gradient_by_{way}")

    def wrong(chain):
        gradient = right(chain)
        gradient[-1] *= 1 - 1e-3
        return gradient

    monkeypatch.setattr(theory_checks, f"chain_gradient_by_{way}", wrong)
    values = theory_check_table().set_index("quantity")["value"]
    other = {"backpropagation": "complex_step", "complex_step": "backpropagation"}[way]
    assert values[f"chain_{way}_error"] == pytest.approx(1e-3)
    assert values[f"chain_{other}_error"] < 1e-12


def test_intervals_have_no_width_and_the_table_is_always_the_same(table):
    assert table.columns.tolist() == THEORY_CHECKS.names
    assert table["quantity"].is_unique
    assert table["ci_low"].equals(table["value"]) and table["ci_high"].equals(table["value"])
    pd.testing.assert_frame_equal(theory_check_table(), table, check_exact=True)
