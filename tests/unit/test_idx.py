import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.data.idx import TYPES, IdxError, read_header
from hardtotrain.data.memory_map import open_idx

SHAPES = st.lists(st.integers(1, 6), min_size=1, max_size=3)


def idx_bytes(shape, start=b"\0\0", type_code=8, count=None, body=None):
    count = len(shape) if count is None else count
    body = bytes(range(256))[: math.prod(shape)] if body is None else body
    return start + bytes([type_code, count]) + struct.pack(f">{len(shape)}I", *shape) + body


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("idx") / "some-idx-ubyte"


@given(shape=SHAPES)
def test_array_is_what_was_written(path, shape):
    path.write_bytes(idx_bytes(shape))
    array = open_idx(path)
    assert array.dtype == np.uint8
    assert read_header(path) == array.shape == tuple(shape)
    np.testing.assert_array_equal(array.ravel(), np.arange(math.prod(shape)))
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 0


@given(shape=SHAPES, position=st.integers(0, 15), value=st.integers(0, 255))
def test_any_one_byte_of_the_header_corrupted_is_an_error(path, shape, position, value):
    content = bytearray(idx_bytes(shape))
    position %= 4 + 4 * len(shape)
    if content[position] == value:
        value = (value + 1) % 256
    content[position] = value
    path.write_bytes(content)
    with pytest.raises(IdxError, match=r"some-idx-ubyte: .+ is .+, expected .+"):
        open_idx(path)


@given(shape=SHAPES, data=st.data())
def test_any_one_field_corrupted_is_named(path, shape, data):
    field = data.draw(st.sampled_from(["start", "type code", "number of dimensions", "file size"]))
    if field == "start":
        start = data.draw(st.binary(min_size=2, max_size=2).filter(any))
        content, found, expected = idx_bytes(shape, start=start), f"0x{start.hex()}", "0x0000"
    elif field == "type code":
        code = data.draw(st.integers(0, 255).filter(lambda code: code != 8))
        content, expected = idx_bytes(shape, type_code=code), "0x08 (bytes)"
        found = f"0x{code:02x} ({TYPES.get(code, 'no type')})"
    elif field == "number of dimensions":
        count = data.draw(st.just(0) | st.integers(4, 255))
        content, found, expected = idx_bytes(shape, count=count), f"{count}", "1 to 3"
    else:
        whole = idx_bytes(shape)
        cut = data.draw(st.integers(0, len(whole) - 1)) if data.draw(st.booleans()) else None
        content = whole + b"more" if cut is None else whole[:cut]
        found, expected = f"{len(content)} bytes", ""
    path.write_bytes(content)
    with pytest.raises(IdxError) as error:
        read_header(path)
    assert f"{path}: {field} is {found}, expected {expected}" in str(error.value)


def test_a_dimension_of_zero_is_named(path):
    path.write_bytes(idx_bytes([2, 0, 3]))
    with pytest.raises(IdxError, match="dimension 2 is 0, expected at least 1"):
        read_header(path)


def test_dimensions_whose_product_overflows_64_bits_are_refused(path):
    path.write_bytes(idx_bytes([2**31, 2**31, 4], body=b""))
    with pytest.raises(IdxError, match="file size is 16 bytes, expected 18446744073709551632"):
        open_idx(path)


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        open_idx(tmp_path / "nowhere")
