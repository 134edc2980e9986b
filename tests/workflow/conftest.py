"""A small study on real MNIST, finished once and shared by all tests of the workflow."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from workspace import Run, Workspace


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run of the tests."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each worker has a folder of its own
    return folder


@pytest.fixture
def config(mnist_folder: Path, mnist_checksums: dict[str, str]) -> dict:
    """The config of the small study; a fresh copy, for the test to change."""
    return small_study(mnist_folder, mnist_checksums)


@pytest.fixture(scope="session")
def finished(shared_folder: Path, mnist_folder: Path, mnist_checksums: dict) -> Workspace:
    """The small study, run on two cores. To be read, and dry-run; change a copy instead."""
    workspace = Workspace(shared_folder / "finished")
    complete = shared_folder / "finished.complete"
    with FileLock(shared_folder / "finished.lock"):  # one worker runs it, the others wait
        if not complete.exists():
            shutil.rmtree(workspace.root, ignore_errors=True)
            Workspace.new(workspace.root)
            run = workspace.snakemake(config=small_study(mnist_folder, mnist_checksums), cores=2)
            assert run.exit_code == 0, run.said
            for stream in ("out", "err"):
                (workspace.root / stream).write_text(getattr(run, stream), encoding="utf-8")
            complete.touch()
    return workspace


@pytest.fixture
def finished_run(finished: Workspace) -> Run:
    """What the run of the small study said."""
    streams = (finished.root.joinpath(name).read_text(encoding="utf-8") for name in ("out", "err"))
    return Run(0, *streams)


@pytest.fixture
def copy_of_finished(finished: Workspace, tmp_path: Path) -> Workspace:
    """The finished study, for the test to change."""
    return finished.copy(tmp_path / "copy")


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """The project, and a study without results."""
    return Workspace.new(tmp_path / "fresh")


def small_study(folder: Path, checksums: dict[str, str]) -> dict:
    """Two networks that train a little, and one that has the book's settings but is not trained.

    Of its claims one is about the latter, and one about an experiment that it lacks.
    """
    order = {
        "id": "order",
        "section": "Before training",
        "english": "The second hidden layer learns faster than the first, 30 & 30 neurons.",
        "statistic": "learning_speed_ratio",
        "where": {"experiment": "start", "from_layer": 1, "to_layer": 2},
        "rule": {"above": 1},
        "figure": "initial_speed",
    }
    return {
        "seed": 0,
        "replicates": 4,
        "replicates_per_job": 2,
        "data": {"name": "mnist", "sources": [{"folder": str(folder)}], "sha256": checksums},
        "defaults": {"images": 1000, "probe_images": 200, "epochs": 2},
        "experiments": {
            "depth": {
                "title": "Does depth help here?",
                "record": {"updates": 5},
                "networks": [[784, 12, 10], [784, 12, 8, 10]],
            },
            "start": {
                "epochs": 0,
                "replicates": 20,
                "replicates_per_job": 10,
                "probe_images": 1000,
                "networks": [[784, 30, 30, 10]],
            },
        },
        "claims": [order, order | {"id": "elsewhere", "where": {"experiment": "curves"}}],
    }
