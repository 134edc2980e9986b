"""Snakemake as `pip install snakemake` gives it, without anything else that is installed here."""

import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def needs_of(name: str) -> list[Distribution]:
    """An installed distribution and all those that it needs, directly or not."""
    found: dict[tuple[str, frozenset], Distribution] = {}
    new = [(name, frozenset())]
    while new:
        wanted = name, extras = new.pop()
        if wanted not in found:
            found[wanted] = distribution(name)
            new += [
                (need.name, frozenset(need.extras))
                for need in map(Requirement, found[wanted].requires or [])
                if need.marker is None
                or any(need.marker.evaluate({"extra": extra}) for extra in extras or {""})
            ]
    return list({found.name: found for found in found.values()}.values())


def modules_of(distributions: list[Distribution]) -> dict[str, Path]:
    """What stands at the top of their folders, modules and descriptions of what is installed."""
    return {
        path.parts[0]: Path(installed.locate_file(path.parts[0]))
        for installed in distributions
        for path in installed.files
        if path.parts[0] not in ("..", "__pycache__")
    }


def environment_of(name: str, folder: Path) -> Path:
    """Makes an environment of links to one distribution and its needs, as no index is at hand.

    Returns:
        The Python in it.
    """
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for module, path in modules_of(needs_of(name)).items():
        packages.joinpath(module).symlink_to(path)
    return folder / "bin" / "python"
