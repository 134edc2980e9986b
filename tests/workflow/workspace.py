"""A copy of the project with a study beside it, and snakemake to run the one on the other."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import numpy as np
import yaml

PROJECT = Path(__file__).parents[2]
NEEDED_TO_RUN = ("Snakefile", "workflow", "config", "profiles", "envs")
PLUGINS = Path(__file__).parent / "plugins"
SNAKEMAKE = (sys.executable, "-m", "snakemake")

TRAINING, JOINING = "train_replicates", "join_replicates"


class Run(NamedTuple):
    """What a finished snakemake left behind on the terminal."""

    exit_code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


class Job(NamedTuple):
    """A job that a dry run wants to do."""

    rule: str
    inputs: frozenset[str]
    outputs: frozenset[str]
    wildcards: Mapping[str, str]
    priority: int
    benchmark: str | None

    @classmethod
    def of(cls, inputs: list, outputs: list, **others: Any) -> "Job":
        """The job that the plugin of these tests has written down."""
        return cls(inputs=frozenset(inputs), outputs=frozenset(outputs), **others)

    @property
    def place(self) -> tuple[str, ...]:
        """Experiment, network and block, as far as it has them."""
        return tuple(self.wildcards.values())


def start(
    arguments: Iterable[str | Path], folder: Path, snakemake: Iterable[str | Path] = SNAKEMAKE
) -> subprocess.Popen:
    """Starts snakemake as the leader of a process group, free of the settings of whoever tests."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SNAKEMAKE", "PYTHONPATH"))
    }
    inherited["PYTHONPATH"] = str(PLUGINS)
    return subprocess.Popen(
        [*snakemake, *map(str, arguments)],
        cwd=folder,
        env=inherited,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def run(
    arguments: Iterable[str | Path],
    folder: Path,
    time_limit: float = 300,
    snakemake: Iterable[str | Path] = SNAKEMAKE,
) -> Run:
    """Runs snakemake in a folder; after the time limit nothing of it is left running."""
    process = start(arguments, folder, snakemake)
    try:
        out, err = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"not done after {time_limit} s:\n{out}\n{err}") from None
    return Run(process.returncode, out, err)


@dataclass(frozen=True)
class Workspace:
    """A folder with `project`, a copy of the workflow, and `study`, where it runs.

    Snakemake remembers the code of a job by its path relative to the study. As the two always lie
    side by side, a copy of a finished workspace is finished too.
    """

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def study(self) -> Path:
        return self.root / "study"

    @property
    def results(self) -> Path:
        return self.study / "results"

    @classmethod
    def new(cls, root: Path) -> "Workspace":
        """The project as it is now, and an empty study."""
        copy_project(root / "project")
        (root / "study").mkdir()
        return cls(root)

    def copy(self, root: Path) -> "Workspace":
        """The same again, to be changed at will; the files of the data set are shared."""

        def copy_or_link(source: str, target: str) -> None:
            (os.link if source.endswith("-ubyte") else shutil.copy2)(source, target)

        shutil.copytree(self.project, root / "project")
        shutil.copytree(self.study, root / "study", copy_function=copy_or_link)
        return Workspace(root)

    def arguments(self, *more: str | Path, cores: int = 1) -> list[str | Path]:
        """The command line for a study that is not in the folder of the project."""
        return [
            *more,
            *("--snakefile", self.project / "Snakefile"),
            *("--workflow-profile", self.project / "profiles" / "default"),
            *("--directory", self.study),
            *("--cores", str(cores)),
        ]

    def snakemake(self, *arguments: str | Path, config: Mapping, cores: int = 1) -> Run:
        """Runs the workflow under a config, from a folder that is not the study's."""
        with NamedTemporaryFile("w", dir=self.root, suffix=".yaml", encoding="utf-8") as file:
            yaml.safe_dump(dict(config), file, sort_keys=False)
            file.flush()
            return run(
                self.arguments(*arguments, "--configfile", file.name, cores=cores), self.root
            )

    def wanted(self, *arguments: str, config: Mapping) -> list[Job]:
        """The jobs that a run would do now."""
        return jobs_of(self.snakemake(*arguments, *DRY, config=config))


# A dry run that lists its jobs for a program.
DRY = ("--dry-run", "--logger", "records")


def jobs_of(dry: Run) -> list[Job]:
    """The jobs that such a dry run has listed."""
    assert dry.exit_code == 0, dry.said
    said = list(map(json.loads, dry.out.splitlines()))
    jobs = [Job.of(**details) for details in said if "rule" in details]
    total = max((counts["total"] for counts in said if "total" in counts), default=0)
    assert len(jobs) == total, dry.said
    assert jobs or "Nothing to be done" in dry.said, dry.said
    return jobs


def places(jobs: Iterable[Job], rule: str) -> set[tuple[str, ...]]:
    """Experiment, network and block of the jobs of one rule."""
    return {job.place for job in jobs if job.rule == rule}


def rules(jobs: Iterable[Job]) -> set[str]:
    """The rules that a run would use."""
    return {job.rule for job in jobs}


def copy_project(target: Path) -> None:
    """Copies what a run needs; tests change the copy, and others may change the original."""
    target.mkdir(parents=True)
    for name in NEEDED_TO_RUN:
        if (PROJECT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / name, target / name, ignore=ignored)
        else:
            shutil.copy2(PROJECT / name, target / name)


def contents(folder: Path) -> dict[str, bytes | dict]:
    """Every CSV below a folder as bytes and every network as the bytes of its arrays, by path.

    Archives carry the time at which they were made, arrays do not.
    """
    found: dict[str, bytes | dict] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".csv":
            found[name] = path.read_bytes()
        elif path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                found[name] = {
                    key: (array.dtype.str, array.shape, array.tobytes())
                    for key, array in arrays.items()
                }
    return found


def joined(runs: Path) -> dict[str, bytes | dict]:
    """The contents of the runs without the blocks that they were joined from."""
    return {name: found for name, found in contents(runs).items() if "/blocks/" not in name}
