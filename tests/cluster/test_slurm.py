"""A study on a cluster becomes what it becomes here, to the byte, whatever befalls its jobs."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from slurm import Slurm, wait_until

from tests.workflow.workspace import Workspace, contents, start

TIME_LIMIT = 600
# The profile's own values are for clusters whose folders lag and whose queues are long.
PROMPT = ("--latency-wait", "10", "--slurm-init-seconds-before-status-checks", "1")
SHORT, LONG = (Path("runs", "depth", network, "blocks", "0-1") for network in ("short", "long"))


def on_cluster(study: Workspace, *arguments: str | Path) -> list[str | Path]:
    profile = study.project / "profiles" / "slurm"
    return study.arguments(*arguments, "--profile", profile, *PROMPT)


def networks(*blocks: Path) -> list[Path]:
    """The last file of each block, as the target of a run."""
    return [Path("results", block, "network.npz") for block in blocks]


@contextmanager
def running(study: Workspace, config: dict, *arguments: str | Path) -> Iterator[subprocess.Popen]:
    """A run that is under way, and is killed if the test leaves it so."""
    written = study.root / "config.yaml"
    written.write_text(yaml.safe_dump(config), encoding="utf-8")
    process = start(on_cluster(study, *arguments, "--configfile", written), study.root)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=30)


def wait_for_training(study: Workspace, slurm: Slurm) -> str:
    """Waits until the long training is under way, and returns the number of its job."""
    log = study.results / "logs" / "train" / "depth" / "long" / "0-1.log"
    wait_until(
        lambda: log.exists() and "epoch 1 of" in log.read_text(encoding="utf-8"),
        "training",
        TIME_LIMIT,
    )
    [job] = (number for number, job in slurm.jobs().items() if job.state == "RUNNING")
    return job


def states_of_new(slurm: Slurm, before: set[str]) -> list[str]:
    """How the submissions ended that are not among those before."""
    return [job.state for number, job in slurm.jobs().items() if number not in before]


def assert_finished(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=TIME_LIMIT)
    assert process.returncode == 0, out + err
    return out + err


def test_a_study_on_a_cluster_is_the_study_here(fresh, finished_here, slurm, config):
    before = set(slurm.jobs())
    with running(fresh, config) as process:
        assert_finished(process)
    for folder in ("runs", "tables"):
        found = contents(fresh.results / folder)
        assert found
        assert found == contents(finished_here.results / folder), folder
    assert (fresh.results / "report.html").exists()
    # One submission each for what trains, what joins, what tabulates networks, the tables and
    # figures of the experiment, and all that comes after.
    assert states_of_new(slurm, before) == ["COMPLETED"] * 5


def test_a_sweep_of_a_hundred_networks_is_tabulated_in_a_few_submissions(fresh, slurm, config):
    sweep = {
        "hidden_layers": [2, 3, 4, 5],
        "width": 8,
        "initialiser": {"weight_scale": [1, 2, 3, 4, 5]},
        "regularisation": [0, 1, 2, 3, 4],
    }
    config = config | {
        "replicates": 1,
        "defaults": {"images": 100, "probe_images": 50, "epochs": 0},
        "experiments": {"sweep": {"networks": [sweep]}},
    }
    # A job of a submission costs two starts of Snakemake: a hundred of them are trained here.
    trained = fresh.snakemake("train", config=config, cores=2)
    assert trained.exit_code == 0, trained.said
    before = set(slurm.jobs())
    with running(fresh, config) as process:
        assert_finished(process)
    with (fresh.results / "tables" / "networks.csv").open(encoding="utf-8") as table:
        assert len(list(table)) == 1 + 100
    assert (fresh.results / "report.html").exists()
    # Five parts of nine and four, the tables and figures of the experiment, and the rest.
    assert states_of_new(slurm, before) == ["COMPLETED"] * (2 + 1 + 1)


def test_a_cancelled_training_is_repeated(fresh, finished_here, slurm, config):
    with running(fresh, config, *networks(LONG)) as process:
        job = wait_for_training(fresh, slurm)
        slurm.ask(f"scancel {job}")
        said = assert_finished(process)
    assert slurm.jobs()[job].state == "CANCELLED"
    assert "Trying to restart" in said
    assert contents(fresh.results / LONG) == contents(finished_here.results / LONG)


def test_a_training_whose_node_fails_goes_to_another(fresh, finished_here, slurm, config):
    with running(fresh, config, *networks(LONG)) as process:
        job = wait_for_training(fresh, slurm)
        node = slurm.jobs()[job].node
        slurm.fail(node)
        try:
            assert_finished(process)
        finally:
            slurm.start_node(node)
    assert slurm.jobs()[job].state == "COMPLETED"
    assert slurm.jobs()[job].node != node
    assert contents(fresh.results / LONG) == contents(finished_here.results / LONG)


def test_a_run_whose_snakemake_was_killed_goes_on(fresh, finished_here, slurm, config):
    # One submission a training, and one after the other.
    order = ("--group-components", "training=1", "--jobs", "1", "--prioritize", *networks(SHORT))
    arguments = [*networks(SHORT, LONG), *order]
    with running(fresh, config, *arguments) as process:
        job = wait_for_training(fresh, slurm)
        os.killpg(process.pid, signal.SIGKILL)
    slurm.ask(f"scancel {job}")
    done = fresh.results / SHORT / "network.npz"
    made = done.stat().st_mtime_ns

    refused = fresh.snakemake(*networks(SHORT, LONG), config=config)
    assert refused.exit_code == 1
    assert "--unlock" in refused.said
    assert fresh.snakemake("--unlock", config=config).exit_code == 0
    with running(fresh, config, *arguments) as process:
        assert_finished(process)
    assert done.stat().st_mtime_ns == made
    for block in (SHORT, LONG):
        assert contents(fresh.results / block) == contents(finished_here.results / block), block
