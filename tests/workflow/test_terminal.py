"""What a person sees of a run: in a pipe, on a real terminal, after a failure and after Ctrl-C."""

import os
import pty
import re
import select
import time
from pathlib import Path

import pytest
import yaml
from workspace import SNAKEMAKE, Run, Workspace, contents

pytestmark = pytest.mark.long

LONGEST_LINE = 200
JOB = re.compile(r"^\[(\d+)/(\d+)\] (.*)$", re.MULTILINE)


def lines(run: Run) -> list[str]:
    return run.err.splitlines()


def test_a_job_is_a_line_that_says_how_far_the_run_is(finished_run):
    jobs = JOB.findall(finished_run.err)
    done = [int(done) for done, _, _ in jobs]
    (total,) = {int(total) for _, total, _ in jobs}
    assert done == sorted(done) and done[0] == 0 and done[-1] < total
    said = [message.partition(",")[0] for _, _, message in jobs]
    assert len(jobs) < total <= len(jobs) + 2  # but for the target, a line each
    assert "Training 784-12-10 of depth" in said
    assert said[-1] == "Writing the report"
    assert any(" of training left" in message for _, _, message in jobs)


def test_a_run_says_little_and_nothing_that_runs_over_the_edge(finished_run):
    total = int(JOB.search(finished_run.err)[2])
    assert len(lines(finished_run)) <= 2 * total
    assert max(map(len, finished_run.said.splitlines())) <= LONGEST_LINE
    assert "\033" not in finished_run.said and "\r" not in finished_run.said


def test_where_the_report_is_is_said_when_nothing_is_to_be_done_too(finished, config):
    again = finished.snakemake(config=config)
    assert again.exit_code == 0
    assert f"Report: {finished.results / 'report.html'}" in again.said
    assert len(again.said.splitlines()) < 6


def test_a_dry_run_says_of_each_job_why(finished, config):
    config["defaults"]["epochs"] += 1
    dry = finished.snakemake("--dry-run", config=config)
    assert "Training 784-12-10 of depth, replicates 0-1 (params have changed" in dry.said
    assert max(map(len, dry.said.splitlines())) <= LONGEST_LINE


def test_whoever_wants_the_words_of_snakemake_has_them(finished, config):
    dry = finished.snakemake("--dry-run", "--forceall", "--verbose", config=config)
    assert re.search(r"^Job \d+: Training ", dry.out, re.MULTILINE)


@pytest.mark.parametrize("quiet", [[], ["rules"], ["progress"], ["rules", "progress"], ["all"]])
def test_the_reason_of_a_failure_is_on_the_screen_however_quiet_the_run(fresh, config, quiet):
    config["data"]["sources"] = [{"folder": "/nowhere"}]
    failed = fresh.snakemake("data", *(["--quiet", *quiet] if quiet else []), config=config)
    assert failed.exit_code == 1
    assert "Failed: Getting the data set mnist" in failed.err
    assert "no such folder" in failed.err
    assert "the same command goes on from there" in lines(failed)[-1]
    assert "CalledProcessError" not in failed.said


def test_of_a_job_that_was_killed_it_is_said(fresh, config):
    script = fresh.project / "workflow" / "scripts" / "train_replicates.py"
    text = script.read_text(encoding="utf-8")
    killed = text.replace("import sys\n", "import os, sys\nos.kill(os.getpid(), 9)\n")
    assert killed != text
    script.write_text(killed, encoding="utf-8")
    failed = fresh.snakemake("train", config=config)
    assert failed.exit_code == 1
    assert re.search(r"^Failed: Training 784-\S+ of \w+, replicates ", failed.err, re.MULTILINE)
    assert "It was killed (SIGKILL); the memory may be full." in failed.err


def test_what_nobody_foresaw_is_shown_with_its_traceback(fresh, config):
    script = fresh.project / "workflow" / "scripts" / "train_replicates.py"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("record_training(\n", "1 / 0(\n"), encoding="utf-8")
    failed = fresh.snakemake("train", config=config)
    assert failed.exit_code == 1
    assert "ZeroDivisionError" in failed.err or "TypeError" in failed.err
    assert "Traceback" in failed.err


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [("dept", "depth"), ("reprot", "report"), ("results/tables/acuracy.csv", "accuracy.csv")],
)
def test_a_mistyped_target_gets_the_nearest_name(fresh, config, mistyped, meant):
    refused = fresh.snakemake(mistyped, config=config)
    assert refused.exit_code == 1
    assert re.search(rf"There is no target {mistyped} — did you mean \S*{meant}\?", refused.err)
    assert "--list-target-rules" in refused.err


class Screen:
    """A run on a terminal of its own, as a person starts it."""

    def __init__(self, arguments: list, folder: Path) -> None:
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(folder)
            os.execv(SNAKEMAKE[0], [*SNAKEMAKE, *map(str, arguments)])
        self.said = ""

    def read(self, until: str = "", time_limit: float = 120) -> str:
        """All that was said, up to a text or to the end."""
        end = time.monotonic() + time_limit
        while time.monotonic() < end and not (until and until in self.said):
            if select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    self.said += os.read(self.terminal, 65536).decode()
                except OSError:  # the other side has closed it
                    break
        return self.said

    def press_ctrl_c(self) -> None:
        os.write(self.terminal, b"\x03")

    def exit_code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def on_screen(tmp_path):
    """Starts the study of a workspace on a terminal."""
    screens = []

    def begin(workspace: Workspace, config: dict, *arguments: str) -> Screen:
        path = tmp_path / "study.yaml"
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        command = workspace.arguments(*arguments, "--configfile", path, cores=2)
        screens.append(Screen(command, workspace.root))
        return screens[-1]

    yield begin
    for screen in screens:
        os.close(screen.terminal)


def test_on_a_terminal_the_last_line_says_how_far_the_run_is(fresh, config, on_screen):
    screen = on_screen(fresh, config)
    said = screen.read()
    assert screen.exit_code() == 0, said
    status = re.findall(r"\[[#.]{20}\] (\d+) of (\d+) jobs", said)
    done = [int(done) for done, _ in status]
    assert done == sorted(done) and len(set(done)) > 3
    assert said.splitlines()[-1].startswith("Do the claims hold? ")


def test_ctrl_c_ends_in_a_sentence_and_the_same_command_goes_on(fresh, finished, config, on_screen):
    longer = config | {"defaults": config["defaults"] | {"epochs": 400}}
    screen = on_screen(fresh, longer, "train")
    screen.read(until="Training 784-")
    time.sleep(2)
    screen.press_ctrl_c()
    said = screen.read()
    assert screen.exit_code() == 1
    assert "Traceback" not in said and "KeyboardInterrupt" not in said
    assert "Error" not in said and "Failed" not in said
    assert "Stopped. What is finished stays; the same command goes on from there." in said
    assert not list(fresh.results.glob("runs/*/*/blocks/*/*.csv"))
    again = fresh.snakemake(config=config, cores=2)
    assert again.exit_code == 0, again.said
    assert contents(fresh.results / "runs") == contents(finished.results / "runs")


def test_an_interrupt_while_jobs_start_leaves_no_traceback(fresh, config, on_screen):
    for delay in (0.0, 0.3, 0.6):
        screen = on_screen(fresh, config, "train", "--forceall")
        screen.read(until="Training 784-")
        time.sleep(delay)
        screen.press_ctrl_c()
        said = screen.read()
        screen.exit_code()
        assert "Traceback" not in said, said
        assert "Stopped." in said, said


def test_an_interrupt_before_the_first_job_leaves_no_traceback_either(fresh, config, on_screen):
    screen = on_screen(fresh, config)
    screen.read(until="Assuming unrestricted")  # the Snakefile is about to be read
    time.sleep(0.5)
    screen.press_ctrl_c()
    said = screen.read()
    assert screen.exit_code(), said
    assert "Traceback" not in said and "Stopped." in said, said
