"""A cluster, and a study that is short and yet can be hit in the middle of a training."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slurm import Slurm

from tests.needs import program
from tests.workflow.workspace import Workspace


@pytest.fixture(scope="session")
def running_slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slurm]:
    """One cluster for all tests."""
    programs = {name: program(name) for name in ("munged", "slurmctld", "slurmd", "srun")}
    with Slurm(tmp_path_factory.mktemp("slurm"), programs) as slurm:
        yield slurm


@pytest.fixture
def slurm(running_slurm: Slurm, monkeypatch: pytest.MonkeyPatch) -> Slurm:
    """The cluster, to which what the test starts now submits."""
    for name, value in running_slurm.variables.items():
        monkeypatch.setenv(name, value)
    return running_slurm


@pytest.fixture(scope="session")
def config(mnist_folder: Path, mnist_checksums: dict[str, str]) -> dict:
    """A training of some seconds beside one that is done at once."""
    return {
        "seed": 0,
        "replicates": 2,
        "replicates_per_job": 2,
        "data": {
            "name": "mnist",
            "sources": [{"folder": str(mnist_folder)}],
            "sha256": mnist_checksums,
        },
        "defaults": {"images": 5000, "probe_images": 200},
        "experiments": {
            "depth": {
                "networks": [
                    {"layers": [784, 12, 10], "epochs": 1, "name": "short"},
                    {"layers": [784, 30, 10], "epochs": 100, "name": "long"},
                ]
            }
        },
        "claims": [],
    }


@pytest.fixture(scope="session")
def finished_here(tmp_path_factory: pytest.TempPathFactory, config: dict) -> Workspace:
    """The study as this machine makes it without a cluster."""
    workspace = Workspace.new(tmp_path_factory.mktemp("here") / "study")
    run = workspace.snakemake("tables", config=config)
    assert run.exit_code == 0, run.said
    return workspace


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """The project, and a study without results."""
    return Workspace.new(tmp_path / "fresh")
