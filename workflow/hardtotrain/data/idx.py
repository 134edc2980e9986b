"""The IDX format of MNIST and its relatives: a short big-endian header, then one byte a value."""

import math
from pathlib import Path

TYPES = {
    0x08: "bytes",
    0x09: "signed bytes",
    0x0B: "16-bit integers",
    0x0C: "32-bit integers",
    0x0D: "32-bit numbers",
    0x0E: "64-bit numbers",
}
UNSIGNED_BYTE = 0x08
MOST_DIMENSIONS = 3  # images have three (image, row, column), labels have one
FIXED_BYTES = 4  # two zeros, the type code, the number of dimensions
DIMENSION_BYTES = 4


class IdxError(ValueError):
    """No sound IDX file of bytes: names the file, the field, what was found and expected."""

    def __init__(self, path: Path, field: str, found: object, expected: object):
        super().__init__(
            f"{path}: {field} is {found}, expected {expected}. Write it anew, as IDX files of "
            "bytes, or take it from where it is sound."
        )


def header_bytes(shape: tuple[int, ...]) -> int:
    """Where the values begin."""
    return FIXED_BYTES + len(shape) * DIMENSION_BYTES


def read_header(path: Path) -> tuple[int, ...]:
    """Read and check the header of an IDX file of unsigned bytes.

    Args:
        path: the uncompressed file.

    Returns:
        The size of each dimension: `(n, rows, columns)` for images, `(n,)` for labels.

    Raises:
        IdxError: a field of the header, or the size of the file, is not what the format demands.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        header = file.read(FIXED_BYTES + MOST_DIMENSIONS * DIMENSION_BYTES)
    file_bytes = path.stat().st_size

    if len(header) < FIXED_BYTES:
        raise IdxError(path, "file size", f"{file_bytes} bytes", f"at least {FIXED_BYTES} bytes")
    if header[:2] != b"\0\0":
        raise IdxError(path, "start", f"0x{header[:2].hex()}", "0x0000")
    if header[2] != UNSIGNED_BYTE:
        found = f"0x{header[2]:02x} ({TYPES.get(header[2], 'no type')})"
        raise IdxError(path, "type code", found, f"0x{UNSIGNED_BYTE:02x} (bytes)")
    count = header[3]
    if not 1 <= count <= MOST_DIMENSIONS:
        raise IdxError(path, "number of dimensions", count, f"1 to {MOST_DIMENSIONS}")
    start = FIXED_BYTES + count * DIMENSION_BYTES
    if len(header) < start:
        raise IdxError(path, "file size", f"{file_bytes} bytes", f"at least {start} bytes")

    shape = tuple(
        int.from_bytes(header[place : place + DIMENSION_BYTES], "big")
        for place in range(FIXED_BYTES, start, DIMENSION_BYTES)
    )
    for position, size in enumerate(shape, start=1):
        if size == 0:
            raise IdxError(path, f"dimension {position}", 0, "at least 1")
    expected_bytes = start + math.prod(shape)
    if file_bytes != expected_bytes:
        sizes = " × ".join(map(str, shape))
        raise IdxError(
            path,
            "file size",
            f"{file_bytes} bytes",
            f"{expected_bytes} bytes (header of {start}, then {sizes})",
        )
    return shape
