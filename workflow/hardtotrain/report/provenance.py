"""How the results came to be: versions, machine, data, commit and time spent."""

import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from hardtotrain.report.config_changes import Change, config_changes
from hardtotrain.report.processor import processor

PACKAGES = ("snakemake", "numpy", "scipy", "pandas", "seaborn", "matplotlib", "pydantic", "jinja2")


class WithoutAnchors(yaml.SafeDumper):
    """Writes out what a config refers to: of its anchors the names are lost."""

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is referred to."""
        return True


@dataclass(frozen=True)
class RuleTime:
    """How long the jobs of a rule took.

    Attributes:
        rule: Its name.
        jobs: How many were timed.
        seconds: All of them together.
    """

    rule: str
    jobs: int
    seconds: float


@dataclass(frozen=True)
class Provenance:
    """How the report came to be.

    Attributes:
        made: When, UTC.
        commit: Git commit of the workflow, None outside a checkout.
        uncommitted_changes: Whether the files differ from it, None outside a checkout.
        versions: Of Python and the packages that results depend on.
        machine: System, processor and cores.
        blas: The linear algebra of numpy, and what steers it.
        data: SHA-256 of each file of the data set.
        rule_times: Time of the jobs of each rule.
        config: As it was read.
        changes: Where it is not that of the default study.
    """

    made: str
    commit: str | None
    uncommitted_changes: bool | None
    versions: Mapping[str, str]
    machine: Mapping[str, str]
    blas: Mapping[str, str]
    data: Mapping[str, str]
    rule_times: list[RuleTime]
    config: Mapping
    changes: list[Change]

    @property
    def config_yaml(self) -> str:
        """The config as YAML, every network on a line of its own."""
        return yaml.dump(
            dict(self.config),
            Dumper=WithoutAnchors,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=100,
        )


def provenance(
    data: list[Path],
    benchmarks: Mapping[str, Iterable[Path]],
    workflow: Path,
    config: Mapping,
    default_config: Path,
) -> Provenance:
    """Looks at the machine, the checkout and the files of a study.

    Args:
        data: The files of the data set.
        benchmarks: Snakemake's benchmark files of all timed jobs, by rule.
        workflow: The folder workflow/ of the project.
        config: The config as it was read.
        default_config: config/config.yaml of the project.

    Raises:
        FileNotFoundError: If the default config is neither committed nor there.
    """
    return Provenance(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        **checkout(workflow),
        versions={"python": platform.python_version(), **package_versions()},
        machine={
            "system": f"{platform.system()} {platform.release()}",
            "processor": processor(),
            "cores": str(os.cpu_count()),
        },
        blas=blas(),
        data={path.name: checksum(path) for path in data},
        rule_times=[rule_time(rule, paths) for rule, paths in benchmarks.items()],
        config=dict(config),
        changes=config_changes(config, default_study(default_config)),
    )


def package_versions() -> dict[str, str]:
    """Versions of the packages that the results depend on, those that are installed."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue  # with conda environments Snakemake is not in that of the report
    return versions


def git(folder: Path, *arguments: str) -> str | None:
    """What git says, or None where there is no git or no checkout."""
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def checkout(workflow: Path) -> dict[str, str | bool | None]:
    """The commit of the project and whether the files differ from it; None outside a checkout."""
    # A project without a checkout of its own may lie in somebody else's.
    if git(workflow, "rev-parse", "--show-prefix") != "workflow/":
        return {"commit": None, "uncommitted_changes": None}
    return {
        "commit": git(workflow, "rev-parse", "HEAD"),
        "uncommitted_changes": bool(git(workflow, "status", "--porcelain", ":/")),
    }


def blas() -> dict[str, str]:
    """The linear algebra that numpy was built with, and what steers it."""
    built = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    steering = {key: value for key, value in os.environ.items() if key.startswith("OPENBLAS_")}
    return {"name": built["name"], "version": built["version"], **steering}


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def job_seconds(benchmarks: Iterable[Path]) -> list[float]:
    """Wall-clock time of each job that left a benchmark file; of a training job that of one core.

    Snakemake's own cpu_time is not used: it samples every 30 seconds and loses what comes after the
    last sample. A missing file counts nothing.
    """
    return [float(pd.read_csv(path, sep="\t")["s"].sum()) for path in benchmarks if path.exists()]


def rule_time(rule: str, benchmarks: Iterable[Path]) -> RuleTime:
    """How many jobs of a rule were timed, and how long they took together."""
    seconds = job_seconds(benchmarks)
    return RuleTime(rule=rule, jobs=len(seconds), seconds=sum(seconds))


def default_study(path: Path) -> dict:
    """The default config as it was committed, outside a checkout as it lies there.

    Users add their networks to that very file, and beside itself it would look unchanged.
    """
    committed = git(path.parent, "show", f"HEAD:./{path.name}")
    return yaml.safe_load(committed or path.read_text(encoding="utf-8"))
