"""A folder that holds the files, raw or as `.gz`."""

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path

from hardtotrain.download.sources import Report, SourceError
from hardtotrain.download.sources.saving import CHUNK_BYTES, save
from hardtotrain.download.sources.spellings import spellings


def fetch(
    address: str, names: Collection[str], folder: Path, report: Report, time_limit: float
) -> None:
    """Copy the files from a folder; see `Fetch`.

    Args:
        address: the folder, absolute or relative to the working directory; `~` is the home folder.
        names: the names of the files; in the folder each may be spelled as in `spellings`.
        folder: receives the uncompressed files.
        report: called with the name of each file.
        time_limit: not needed, a disk answers in time.

    Raises:
        SourceError: there is no such folder, or a file is missing, damaged or may not be read.
    """
    origin = _expanded(address)
    for name in names:
        path, gzipped = _found(origin, name)
        report(f"{name}: copying {path}")
        save(_chunks(path), folder / name, gzipped=gzipped)


def _found(origin: Path, name: str) -> tuple[Path, bool]:
    try:
        if not origin.is_dir():
            raise SourceError("no such folder")
        for spelling, gzipped in spellings(name).items():
            if (origin / spelling).is_file():
                return origin / spelling, gzipped
    except OSError as error:
        raise SourceError(str(error.strerror)) from error
    raise SourceError(f"neither {name} nor {name}.gz is there")


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from iter(partial(file.read, CHUNK_BYTES), b"")
    except OSError as error:  # of reading: those of writing do not come through here
        raise SourceError(f"{path.name}: {error.strerror}") from error


def _expanded(address: str) -> Path:
    try:
        return Path(address).expanduser()
    except RuntimeError as error:  # a home folder that cannot be found out
        raise SourceError(str(error)) from error
