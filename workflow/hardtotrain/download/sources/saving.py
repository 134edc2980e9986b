"""Save what a source sends, within a size that no data set of this format reaches."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from hardtotrain.download.sources import SourceError

# Of one file: a bomb must not fill the disk. The largest of MNIST holds 47 MB, of EMNIST 547 MB.
MOST_BYTES = 1_000_000_000
CHUNK_BYTES = 1 << 16
GZIP = zlib.MAX_WBITS | 16  # accepts nothing but a gzip header


class CutShortError(SourceError):
    """Compressed data ended too early."""


def save(chunks: Iterable[bytes], path: Path, *, gzipped: bool) -> None:
    """Write chunks to a file, decompressed as they come.

    Args:
        chunks: the content in pieces of a size that fits in memory.
        path: the file to write; its name stands in the errors.
        gzipped: whether the chunks are to be decompressed.

    Raises:
        CutShortError: the compressed data is not complete.
        SourceError: the compressed data is damaged, or the content is too large.
    """
    written = 0
    with path.open("wb") as file:
        for chunk in _gunzip(chunks, path.name) if gzipped else chunks:
            written += len(chunk)
            if written > MOST_BYTES:
                raise too_large(path.name)
            file.write(chunk)


def too_large(name: str) -> SourceError:
    """What is said of a file of more than MOST_BYTES."""
    return SourceError(f"{name}: is larger than {MOST_BYTES / 1e9:g} GB, the most that is taken")


def _gunzip(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decompressor = zlib.decompressobj(wbits=GZIP)
    try:
        for chunk in chunks:
            remaining = chunk
            while remaining and not decompressor.eof:
                # Bounded, as 64 kB of a decompression bomb would fill 64 MB of memory.
                yield decompressor.decompress(remaining, CHUNK_BYTES)
                remaining = decompressor.unconsumed_tail
        yield decompressor.flush()
    except zlib.error as error:
        raise SourceError(f"{name}: is not sound gzip ({error})") from None
    if not decompressor.eof:
        raise CutShortError(f"{name}: the compressed data is cut short")
