"""A folder that holds the files, raw or as `.gz`."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

from hardtotrain.download.sources import Report, SourceError
from hardtotrain.download.sources.saving import CHUNK_BYTES, save


def fetch(
    address: str, names: Collection[str], folder: Path, report: Report, time_limit: float
) -> None:
    """Copy the files from a folder; see `Fetch`.

    Args:
        address: the folder, absolute or relative to the working directory; `~` is the home folder.
        names: the names of the files; each may have `.gz` at its end in the folder.
        folder: receives the uncompressed files.
        report: called with the name of each file.
        time_limit: not needed, a disk answers in time.

    Raises:
        SourceError: there is no such folder, or a file is missing, damaged or may not be read.
    """
    origin = _expanded(address)
    if not origin.is_dir():
        raise SourceError("no such folder")
    for name in names:
        raw, compressed = origin / name, origin / f"{name}.gz"
        path = raw if raw.is_file() else compressed
        report(f"{name}: copying {path}")
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise SourceError(f"neither {raw.name} nor {compressed.name} is there") from None
        except OSError as error:
            raise SourceError(f"{path.name}: {error.strerror}") from error
        with file:
            chunks = iter(partial(file.read, CHUNK_BYTES), b"")
            save(chunks, folder / name, gzipped=path == compressed)


def _expanded(address: str) -> Path:
    try:
        return Path(address).expanduser()
    except RuntimeError as error:  # a home folder that cannot be found out
        raise SourceError(str(error)) from error
