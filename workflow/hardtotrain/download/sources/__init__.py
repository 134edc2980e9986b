"""Where a data set can come from: one module a kind of source.

A new kind is a new module with a function `fetch`, and its name in `KINDS`.
"""

from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path
from typing import Protocol

KINDS = {
    "https": "hardtotrain.download.sources.https",
    "npm": "hardtotrain.download.sources.npm",
    "folder": "hardtotrain.download.sources.folder",
}

Report = Callable[[str], None]


class SourceError(Exception):
    """A source did not give the files; the message is the reason, in words for the user."""


class Fetch(Protocol):
    """What the module of each kind of source offers as `fetch`."""

    def __call__(
        self,
        address: str,
        names: Collection[str],
        folder: Path,
        report: Report,
        time_limit: float,
    ) -> None:
        """Write the uncompressed files into a folder, unchecked against any checksum.

        Args:
            address: where to look, in the words of this kind of source.
            names: the names of the files.
            folder: an empty folder that receives a file for each name.
            report: called with a line of progress now and then, perhaps from another thread.
            time_limit: seconds after which to give up.

        Raises:
            SourceError: not all files could be had.
        """


def fetch_of(kind: str) -> Fetch:
    """Find the function that fetches from a kind of source.

    A module is imported only when its kind is tried: `requests` takes longer to import than a local
    folder takes to copy.

    Args:
        kind: a key of `KINDS`.

    Raises:
        SourceError: there is no such kind.
    """
    if kind not in KINDS:
        raise SourceError(f"no such kind of source, expected one of {', '.join(KINDS)}")
    return import_module(KINDS[kind]).fetch
