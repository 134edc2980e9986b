"""When a training is recorded."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.measures.schedules import every, every_and_the_last_five, logarithmic


@pytest.mark.parametrize(
    ("per_tenfold", "updates", "expected"),
    [
        (1, 1000, [0, 1, 10, 100, 1000]),
        (2, 100, [0, 1, 3, 10, 32, 100]),
        (4, 20, [0, 1, 2, 3, 6, 10, 18, 20]),
        (100, 5, [0, 1, 2, 3, 4, 5]),
        (3, 1, [0, 1]),
        (3, 0, [0]),
    ],
)
def test_updates_are_spaced_by_factors(per_tenfold, updates, expected):
    assert logarithmic(per_tenfold, updates) == expected


@given(st.integers(0, 10**9))
def test_none_for_each_factor_of_ten_is_none_at_all(updates):
    assert logarithmic(0, updates) == []


@given(st.integers(1, 100), st.integers(1, 10**12))
def test_updates_ascend_from_0_to_the_last_and_grow_with_the_logarithm(per_tenfold, updates):
    chosen = logarithmic(per_tenfold, updates)
    assert chosen[0] == 0
    assert chosen[-1] == updates
    assert all(earlier < later for earlier, later in pairwise(chosen))
    assert len(chosen) <= per_tenfold * np.log10(updates) + 3


@given(st.integers(1, 100), st.integers(2, 10**12))
def test_no_gap_is_wider_than_the_factor(per_tenfold, updates):
    chosen = np.array(logarithmic(per_tenfold, updates)[1:])
    # Of two whole numbers each may be rounded by a half.
    assert np.all(chosen[1:] - 0.5 <= 10 ** (1 / per_tenfold) * (chosen[:-1] + 0.5) * (1 + 1e-9))


@pytest.mark.parametrize(
    ("interval", "epochs", "expected", "with_the_last_five"),
    [
        (3, 10, [0, 3, 6, 9, 10], [0, 3, 6, 7, 8, 9, 10]),
        (1, 3, [0, 1, 2, 3], [0, 1, 2, 3]),
        (100, 20, [0, 20], [0, 16, 17, 18, 19, 20]),
        (100, 5, [0, 5], [0, 1, 2, 3, 4, 5]),
        (2, 0, [0], [0]),
    ],
)
def test_epochs_are_the_first_every_so_many_and_the_last(
    interval, epochs, expected, with_the_last_five
):
    for due, chosen in ((every, expected), (every_and_the_last_five, with_the_last_five)):
        assert [epoch for epoch in range(epochs + 1) if due(interval, epoch, epochs)] == chosen
