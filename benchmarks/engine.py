"""Ours beside other implementations of the same training: `make benchmark`.

Every implementation starts from the same weights, meets the same images in the same order and looks
at cost and accuracy on the validation images after every epoch. A round is an epoch of each, one
after the other on one core; the epoch before the first round warms up.
"""

import argparse
import math
import statistics
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks.machine import description, pin_to_one_core, sgemm_rate
from benchmarks.peers import IMPLEMENTATIONS, STACKING
from benchmarks.work import mnist_work
from benchmarks.worker import Epoch, Worker
from benchmarks.writing import markdown_table, median_and_range, write_and_print, write_csv

ARCHITECTURES = ([784, 30, 10], [784, 30, 30, 30, 30, 10])
REPLICATES = 8
NAMES = IMPLEMENTATIONS | {"limit": "the same operations at the rate of a large product"}
SAME_ACCURACY = 0.01  # after a few epochs rounding makes less of a difference, another method more


def measure(layers: Sequence[int], rounds: int) -> list[dict]:
    """Lets all implementations train networks of one architecture in turns.

    Args:
        layers: Layer sizes, input first.
        rounds: Epochs that are timed.

    Returns:
        A row for each implementation and round, and one for `limit`, which is the operations of the
        matrix products at the rate that a large product reaches in the same round.
    """
    work = mnist_work(layers, replicates=REPLICATES)
    replicates = {name: REPLICATES if name in STACKING else 1 for name in IMPLEMENTATIONS}
    rows = []
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker(name, layers, replicates[name]))
            for name in IMPLEMENTATIONS
        }
        for worker in workers.values():
            worker.epoch()
        for number in range(1, rounds + 1):
            epochs = {name: worker.epoch() for name, worker in workers.items()}
            step = {
                name: epoch.seconds / work.steps / replicates[name] * 1e6
                for name, epoch in epochs.items()
            }
            epochs["limit"] = Epoch(math.nan, math.nan, math.nan, math.nan)
            step["limit"] = work.operations / sgemm_rate() * 1e6
            rows += [
                {
                    "implementation": name,
                    "layers": "-".join(map(str, layers)),
                    "batch_size": work.batch_size,
                    "replicates": replicates.get(name, 1),
                    "round": number,
                    "microseconds_per_step_per_replicate": step[name],
                    "ratio_to_matrix_products": step[name] / step["products"],
                    "validation_cost": epoch.cost,
                    "validation_accuracy": epoch.accuracy,
                    "peak_megabytes": epoch.peak_memory,
                }
                for name, epoch in epochs.items()
            ]
            print(f"{layers}, round {number} of {rounds}", flush=True)
    return rows


def check_same_work(rows: Sequence[dict]) -> None:
    """The networks that the implementations trained read the digits equally well.

    Raises:
        SystemExit: One does not, and so has done something else.
    """
    ours = {row["round"]: row for row in rows if row["implementation"] == "ours"}
    for row in rows:
        expected = ours[row["round"]]["validation_accuracy"]
        if abs(row["validation_accuracy"] - expected) > SAME_ACCURACY:
            raise SystemExit(
                f"{row['implementation']} did other work: in round {row['round']} of"
                f" {row['layers']} its validation accuracy is {row['validation_accuracy']:.4f},"
                f" ours {expected:.4f}"
            )


def table(rows: Sequence[dict]) -> str:
    """One architecture: an implementation a line, medians and ranges over the rounds.

    Args:
        rows: As `measure` gives them.
    """
    of = {name: [row for row in rows if row["implementation"] == name] for name in NAMES}
    step = {
        name: [row["microseconds_per_step_per_replicate"] for row in of[name]] for name in NAMES
    }
    lines = []
    for name, words in NAMES.items():
        last = of[name][-1]
        times_ours = [theirs / ours for theirs, ours in zip(step[name], step["ours"], strict=True)]
        trained = not math.isnan(last["validation_accuracy"])
        lines.append(
            [
                words,
                str(last["replicates"]),
                f"{statistics.median(step[name]):.1f}",
                median_and_range([row["ratio_to_matrix_products"] for row in of[name]]),
                median_and_range(times_ours),
                f"{last['validation_accuracy']:.2%}" if trained else "",
                f"{last['peak_megabytes']:.0f}" if trained else "",
            ]
        )
    rounds = rows[-1]["round"]
    header = [
        rows[0]["layers"],
        "replicates",
        "step, µs per replicate",
        f"times the products, median (range) of rounds 1 to {rounds}",
        "times ours",
        f"validation accuracy, epoch {rounds + 1}",
        "peak memory, MB",
    ]
    return markdown_table(header, lines)


def main() -> None:
    """Measures both architectures and writes results/engine.csv and results/engine.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    pin_to_one_core()
    measured = [measure(layers, rounds) for layers in ARCHITECTURES]
    write_csv("engine.csv", [row for rows in measured for row in rows])
    tables = [table(rows) for rows in measured]
    machine = "\n".join(f"- {line}" for line in description())
    write_and_print("engine.md", "\n\n".join([*tables, machine]) + "\n")
    for rows in measured:
        check_same_work(rows)


if __name__ == "__main__":
    main()
