"""Layer sizes as text: what is written is read again."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardtotrain.layer_sizes import MOST_LAYERS, read_layers, write_layers

rows = st.tuples(st.integers(1, 12), st.sampled_from([1, 6, 10, 30, 66, 630, 784, 10**12]))


@given(rows=st.lists(rows, min_size=2, max_size=6))
@example(rows=[(6, 30), (1, 10)])
@example(rows=[(3, 30), (3, 30)])
def test_what_is_written_is_read_again(rows):
    layers = [size for count, size in rows for _ in range(count)]
    assert read_layers(write_layers(layers)) == layers


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("784-10", [784, 10]),
        ("784-30-30-10", [784, 30, 30, 10]),
        ("784-10x30-10", [784, *[30] * 10, 10]),
        ("784-2x30-1x20-10", [784, 30, 30, 20, 10]),  # short rows may be counted too
        ("6x784", [784] * 6),
        ("784-998x30-10", [784, *[30] * 998, 10]),
    ],
)
def test_a_counted_row_is_so_many_layers(text, layers):
    assert read_layers(text) == layers


@pytest.mark.parametrize(
    "text",
    [
        *("", "784", "784-", "-784-10", "784--10", "784-x30-10", "784-10x-10", "784-2x3x4-10"),
        *("784-0-10", "784-0x30-10", "784-030-10", "784_30_10", "784-30-10 ", "784-30-10\n"),
        *("784-3.5-10", "784-1e3-10", "784-+3-10", "784-३-10", "784-ten-10", "784-30-10_tanh"),
        f"784-{'9' * 5000}-10",
    ],
)
def test_text_that_names_no_layers_is_refused(text):
    with pytest.raises(ValueError, match=r"expected layer sizes, as in \[784, 30, 10\] or 784-10x"):
        read_layers(text)


@pytest.mark.parametrize(
    "text", ["784-999x30-10", "784-1000000000x30-10", f"784-{'9' * 90}x30-10", "784" + "-9" * 10**5]
)
def test_too_many_layers_are_refused_before_they_are_made(text):
    started = time.perf_counter()
    with pytest.raises(ValueError, match=f"at most {MOST_LAYERS:,} layers"):
        read_layers(text)
    assert time.perf_counter() - started < 1
