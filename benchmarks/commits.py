"""The engine beside itself at an earlier commit: is any kind of network slower, or faster?

Each has a process of its own, on one core; they take turns, kind by kind and round by round.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

from benchmarks.machine import description, pin_to_one_core
from benchmarks.work import LEARNING_RATE, SEED, mnist_work, one_hot
from benchmarks.writing import markdown_table, median_and_range, write_and_print, write_csv
from hardtotrain.config.amounts import updates_per_epoch
from hardtotrain.config.settings import Settings
from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.network import initialise
from hardtotrain.engine.training import train

IMAGES = 4_000
FIFTY = {"layers": [784, *[30] * 50, 10], "replicates": 4}
KINDS = {
    "one hidden layer": {"layers": [784, 30, 10]},
    "four": {"layers": [784, 30, 30, 30, 30, 10]},
    "four, momentum": {"layers": [784, 30, 30, 30, 30, 10], "optimiser": {"method": "momentum"}},
    "fifty": FIFTY,
    "fifty, skip connections": {**FIFTY, "skip_connections": True},
    "fifty, batch normalisation": {**FIFTY, "normalisation": "batch"},
    "fifty, layer normalisation": {**FIFTY, "normalisation": "layer"},
    "fifty, Adam": {**FIFTY, "optimiser": {"method": "adam"}},
}


def microseconds(kind: str, images: Dataset) -> float:
    """What a step costs a replicate of a new network of one kind, over an epoch.

    Args:
        kind: A name in KINDS.
        images: To train it on.
    """
    settings = {**Settings().model_dump(), "seed": SEED, "epochs": 1, "replicates": 8}
    optimiser = {**settings["optimiser"], "learning_rate": LEARNING_RATE}
    settings |= KINDS[kind]
    settings["optimiser"] = optimiser | KINDS[kind].get("optimiser", {})
    replicates = range(settings["replicates"])
    network = initialise(settings, replicates)
    epochs = train(network, images.images, one_hot(images.labels), settings, replicates)
    next(epochs)
    start = time.perf_counter()
    next(epochs)
    steps = updates_per_epoch(len(images), settings["batch_size"])
    return (time.perf_counter() - start) / steps / len(replicates) * 1e6


def serve() -> None:
    """What the process of one engine does: times a kind whenever it is asked for one."""
    images = mnist_work([784, 10], images=IMAGES).training
    for line in sys.stdin:
        print(microseconds(line.strip(), images), flush=True)


class Engine:
    """The engine of one source tree in a process of its own; use as a context."""

    def __init__(self, workflow: Path) -> None:
        """Starts it.

        Args:
            workflow: The folder that holds the package.
        """
        path = os.pathsep.join([str(workflow), str(Path.cwd())])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.commits", "--serve"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=PIPE,
            stdout=PIPE,
            encoding="utf-8",
        )

    def microseconds(self, kind: str) -> float:
        """What a step of one kind costs it.

        Raises:
            SystemExit: It cannot train such a network.
        """
        print(kind, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"The engine of that commit cannot be asked for “{kind}”: see above")
        return float(answer)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.communicate()


def main() -> None:
    """Writes benchmarks/results/commits.csv and commits.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default="HEAD~1", help="the commit to compare with")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve()
        return
    pin_to_one_core()
    with TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", asked.before, "workflow"], stdout=PIPE)
        if archive.returncode:
            raise SystemExit(f"{asked.before} is no commit of this repository: see above")
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        with Engine(Path("workflow")) as now, Engine(Path(folder) / "workflow") as before:
            rows = [
                {
                    "kind": kind,
                    "round": number,
                    "before": before.microseconds(kind),
                    "now": now.microseconds(kind),
                }
                for number in range(1, asked.rounds + 1)
                for kind in KINDS
            ]
    write_csv("commits.csv", rows)
    lines = []
    for kind in KINDS:
        of_kind = [row for row in rows if row["kind"] == kind]
        times = {name: [row[name] for row in of_kind] for name in ("before", "now")}
        ratios = [then / now for then, now in zip(*times.values(), strict=True)]
        shortest = [f"{min(values):.1f}" for values in times.values()]
        lines.append([kind, *shortest, median_and_range(ratios)])
    header = [
        f"beside {asked.before}",
        "before, µs a step and replicate (shortest)",
        "now",
        "before / now, median (range)",
    ]
    machine = "\n".join(f"- {line}" for line in description())
    write_and_print("commits.md", f"{markdown_table(header, lines)}\n\n{machine}\n")


if __name__ == "__main__":
    main()
