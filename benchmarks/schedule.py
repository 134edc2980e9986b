"""How long the whole study takes on more cores than one has: its recorded jobs, scheduled anew.

The jobs and what each waits for are those of a dry run of the default study, the seconds of each
those that a finished run left in results/benchmarks/. Between them goes what Snakemake's greedy
scheduler does: whenever a core is free, the ready job of the highest priority.
"""

import argparse
import csv
import heapq
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.writing import markdown_table, write_and_print
from tests.workflow.workspace import DRY, PROJECT, TRAINING, Job, jobs_of, run

TRAIN = (TRAINING, "train_network")
CORES = (1, 2, 4, 8, 16)
GOAL = 1.25  # times training on so many cores without a break
SHOWN = 8  # on so many cores, a laptop's, the end of the run is told

# Between the end of a job and the start of the next Snakemake looks at the files and writes its
# records. So that two cores take as long as a run on two did: docs/speed.md.
PAUSE = 0.03  # seconds


class Span(NamedTuple):
    """When a job runs, in seconds from the start of the study."""

    start: float
    end: float


def main() -> None:
    """Writes benchmarks/results/schedule.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("results"), help="of a finished run")
    jobs = jobs_of_study()
    seconds = [recorded_seconds(job, parser.parse_args().results) for job in jobs]
    training = sum(s for job, s in zip(jobs, seconds, strict=True) if job.rule in TRAIN)
    needs = dependencies(jobs)
    spans = {cores: schedule(jobs, seconds, needs, cores) for cores in CORES}
    rows = [
        (
            f"{cores}",
            f"{makespan(spans[cores]):.0f}",
            f"{training / cores:.0f}",
            f"{makespan(spans[cores]) / (training / cores):.2f}",
        )
        for cores in CORES
    ]
    ending = [
        (f"{spans[SHOWN][k].start:.1f}", f"{spans[SHOWN][k].end:.1f}", name_of(jobs[k]))
        for k in last_chain(spans[SHOWN], needs)
    ]
    write_and_print(
        "schedule.md",
        "\n\n".join(
            [
                f"{len(jobs)} jobs, {sum(seconds):.0f} s, of which training {training:.0f} s. "
                f"The goal on {SHOWN} cores is a ratio of {GOAL}.",
                markdown_table(("cores", "run (s)", "training / cores (s)", "ratio"), rows),
                f"What the end waits for on {SHOWN} cores:",
                markdown_table(("start (s)", "end (s)", "job"), ending),
            ]
        )
        + "\n",
    )


def jobs_of_study() -> list[Job]:
    """Every job of the default study, in a folder without results."""
    with TemporaryDirectory() as empty:
        arguments = ["--snakefile", PROJECT / "Snakefile", "--directory", empty, "--cores", "1"]
        config = ["--configfile", PROJECT / "config/config.yaml"]
        return jobs_of(run([*arguments, *config, *DRY], Path(empty)))


def recorded_seconds(job: Job, results: Path) -> float:
    """How long a job took in a finished run; what has no benchmark does nothing of note."""
    if not job.benchmark:
        return 0
    path = results / Path(job.benchmark).relative_to("results")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            [row] = csv.DictReader(file, delimiter="\t")
    except FileNotFoundError:
        sys.exit(f"{path} is missing; run the default study first, or name its folder: --results")
    return float(row["s"])


def dependencies(jobs: Sequence[Job]) -> list[set[int]]:
    """For each job the positions of those that make its inputs."""
    maker = {path: position for position, job in enumerate(jobs) for path in job.outputs}
    return [{maker[path] for path in job.inputs if path in maker} for job in jobs]


def schedule(
    jobs: Sequence[Job], seconds: Sequence[float], needs: Sequence[set[int]], cores: int
) -> list[Span]:
    """When each job runs on so many cores, if the ready one of the highest priority goes first."""
    waits_for = [set(makers) for makers in needs]
    users: list[list[int]] = [[] for _ in jobs]
    for user, makers in enumerate(needs):
        for maker in makers:
            users[maker].append(user)
    order = count()
    ready = [(-job.priority, next(order), k) for k, job in enumerate(jobs) if not waits_for[k]]
    heapq.heapify(ready)
    spans = [Span(0, 0)] * len(jobs)
    running: list[tuple[float, int]] = []
    now = 0.0
    while ready or running:
        while ready and len(running) < cores:
            *_, k = heapq.heappop(ready)
            spans[k] = Span(now, now + seconds[k] + (PAUSE if seconds[k] else 0))
            heapq.heappush(running, (spans[k].end, k))
        now, finished = heapq.heappop(running)
        for user in users[finished]:
            waits_for[user].discard(finished)
            if not waits_for[user]:
                heapq.heappush(ready, (-jobs[user].priority, next(order), user))
    return spans


def makespan(spans: Sequence[Span]) -> float:
    """When the last job is done."""
    return max(span.end for span in spans)


def last_chain(spans: Sequence[Span], needs: Sequence[set[int]]) -> list[int]:
    """The job that ends last, before it the one among those it needs that ended last, and so on."""
    chain = [max(range(len(spans)), key=lambda k: spans[k].end)]
    while makers := needs[chain[0]]:
        chain.insert(0, max(makers, key=lambda k: spans[k].end))
    return chain


def name_of(job: Job) -> str:
    """The rule of a job, and where."""
    return " ".join([job.rule, *job.wildcards.values()])


if __name__ == "__main__":
    main()
