"""IDX files as arrays."""

from pathlib import Path

import numpy as np

from hardtotrain.data.idx import header_bytes, read_header


def open_idx(path: Path) -> np.memmap:
    """Map an IDX file of unsigned bytes into memory, without reading it.

    Args:
        path: the uncompressed file.

    Returns:
        A read-only uint8 array of the shape that the header states.

    Raises:
        IdxError: the file is not a sound IDX file of bytes.
        OSError: the file cannot be read.
    """
    shape = read_header(path)
    return np.memmap(path, dtype=np.uint8, mode="r", offset=header_bytes(shape), shape=shape)
