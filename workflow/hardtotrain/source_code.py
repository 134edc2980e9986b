"""What code a result was made with."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# Python's own parser takes a quarter of a second for the library, at each of many starts.
IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|.*)|import ([\w.]+))", re.MULTILINE)


def code_of(workflow: Path, files: str) -> dict[str, str]:
    """For each file a number that changes whenever code that it uses does, and with nothing else.

    Each file of `modules_of` counts by its name and content. A script itself does not, as Snakemake
    looks at it anyway.

    Args:
        workflow: The folder that holds the library, and the scripts in its folder `scripts`.
        files: The pattern of the files within it.

    Returns:
        Checksums by the stems of the files.
    """

    @cache
    def line(name: str, path: Path) -> bytes:
        return f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()

    return {
        file: hashlib.sha256(b"".join(line(*module) for module in modules.items())).hexdigest()
        for file, modules in modules_of(workflow, files).items()
    }


def modules_of(workflow: Path, files: str) -> dict[str, dict[str, Path]]:
    """What each file uses of the library: what it imports, directly or not, and itself if it is in.

    Args:
        workflow: As for `code_of`.
        files: Likewise.

    Returns:
        By the stems of the files: the files of the modules by their full names, in order.
    """
    library = {
        ".".join(path.relative_to(workflow).with_suffix("").parts).removesuffix(".__init__"): path
        for path in workflow.glob("hardtotrain/**/*.py")
    }

    @cache
    def imported_by(module: str) -> set[str]:
        return imported(library[module], library)

    found = {}
    for file in workflow.glob(files):
        itself = {name for name, path in library.items() if path == file}
        modules, new = set(), itself or imported(file, library)
        while new:
            modules |= new
            new = set().union(*map(imported_by, new)) - modules
        found[file.stem] = {name: library[name] for name in sorted(modules)}
    return found


def imported(path: Path, library: Mapping[str, Path]) -> set[str]:
    """The modules of the library that a file imports itself, and the packages that they are in."""
    names = set()
    for origin, members, module in IMPORT.findall(path.read_text(encoding="utf-8")):
        # What is imported from a package may be a module of it.
        for name in [
            module or origin,
            *(f"{origin}.{name}" for name in re.findall(r"\w+", members)),
        ]:
            parts = name.split(".")
            names.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return names & library.keys()
