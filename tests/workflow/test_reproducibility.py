"""The same config gives the same bytes, however the work is cut up or cut short."""

import os
import signal
import time
from pathlib import Path

import pytest
import yaml
from workspace import Workspace, contents, joined, start

pytestmark = pytest.mark.long


def wait_for(text: str, log: Path, time_limit: float = 180) -> None:
    deadline = time.monotonic() + time_limit
    while not (log.exists() and text in log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, f"{log} never said {text}"
        time.sleep(0.005)


def test_one_core_gives_what_two_cores_gave(finished: Workspace, fresh: Workspace, config):
    run = fresh.snakemake("tables", config=config, cores=1)
    assert run.exit_code == 0, run.said
    for folder in ("runs", "tables"):
        found = contents(fresh.results / folder)
        assert found
        assert found == contents(finished.results / folder), folder


def test_other_blocks_of_replicates_give_the_same(finished: Workspace, fresh: Workspace, config):
    config["replicates_per_job"] = 3  # which leaves one over
    config["experiments"]["start"]["replicates_per_job"] = 21  # which 20 do not fill
    run = fresh.snakemake("train", config=config, cores=1)
    assert run.exit_code == 0, run.said
    blocks = {path.name for path in fresh.results.glob("runs/*/*/blocks/*")}
    assert blocks == {"0-2", "3-3"}
    found = joined(fresh.results / "runs")
    assert {"depth/784-12-10/history.csv", "start/784-30-30-10/network.npz"} <= set(found)
    assert found == joined(finished.results / "runs")


def test_more_threads_of_blas_and_another_order_of_networks_give_the_same(
    finished: Workspace, fresh: Workspace, config, monkeypatch
):
    """With two threads BLAS would add in another order; Snakemake gives every job its one."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(variable, "2")
    config["experiments"]["depth"]["networks"].reverse()
    config["experiments"] = dict(reversed(config["experiments"].items()))
    run = fresh.snakemake("train", config=config, cores=2)
    assert run.exit_code == 0, run.said
    found = contents(fresh.results / "runs")
    assert {"depth/784-12-8-10/history.csv", "start/784-30-30-10/network.npz"} <= set(found)
    assert found == contents(finished.results / "runs")


def test_a_run_that_was_killed_goes_on_and_gives_the_same(fresh: Workspace, tmp_path: Path, config):
    config["experiments"] = {"depth": {"epochs": 20, "networks": [[784, 30, 10]]}}
    undisturbed = Workspace.new(tmp_path / "undisturbed")
    run = undisturbed.snakemake("train", config=config)
    assert run.exit_code == 0, run.said

    written = fresh.root / "config.yaml"
    written.write_text(yaml.safe_dump(config), encoding="utf-8")
    arguments = fresh.arguments("train", "--configfile", written, cores=2)
    killed = start(arguments, fresh.root)
    block = Path("depth", "784-30-10", "0-1")
    wait_for("epoch 1 of 20", (fresh.results / "logs" / "train" / block).with_suffix(".log"))
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate(timeout=30)
    assert killed.returncode == -signal.SIGKILL
    folder = fresh.results / "runs" / block.parent / "blocks" / block.name
    assert not (folder / "network.npz").exists(), "the kill came too late to hit the training"

    refused = fresh.snakemake("train", config=config)
    assert refused.exit_code == 1
    assert "--unlock" in refused.said
    assert fresh.snakemake("train", "--unlock", config=config).exit_code == 0
    rerun = fresh.snakemake("train", config=config, cores=2)
    assert rerun.exit_code == 0, rerun.said
    found = contents(fresh.results / "runs")
    assert {f"{block.parent}/history.csv", f"{block.parent}/network.npz"} <= set(found)
    assert found == contents(undisturbed.results / "runs")
    assert fresh.wanted("train", config=config) == []
