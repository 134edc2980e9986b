"""How the cost of a training step grows with depth, width, mini-batch and replicates.

Ours beside its matrix products, in turns, an epoch of 20,000 images at each point. One of the four
changes, the others stay at one hidden layer of 30 neurons, mini-batches of 10 and 8 replicates.
"""

import argparse
import statistics
import time
from collections.abc import Sequence

import numpy as np

from benchmarks import peers
from benchmarks.machine import description, pin_to_one_core
from benchmarks.work import Work, mnist_work
from benchmarks.writing import markdown_table, median_and_range, write_and_print, write_csv

DEPTHS = (1, 2, 4, 8)
WIDTHS = (30, 50, 100, 200, 500)
BATCH_SIZES = (1, 3, 10, 30, 100, 300, 1000)
REPLICATES = (1, 2, 4, 8, 16, 32, 64)
IMAGES = 20_000


def points() -> list[tuple[str, int, Work]]:
    """Every point as its axis, the value on it and the work."""

    def work(layers: Sequence[int], batch_size: int = 10, replicates: int = 8) -> Work:
        return mnist_work(layers, batch_size, replicates, IMAGES)

    return [
        *(("depth", depth, work([784, *[30] * depth, 10])) for depth in DEPTHS),
        *(("width", width, work([784, width, 10])) for width in WIDTHS),
        *(("batch_size", m, work([784, 30, 10], batch_size=m)) for m in BATCH_SIZES),
        *(("replicates", R, work([784, 30, 10], replicates=R)) for R in REPLICATES),
    ]


def microseconds(implementation: str, work: Work) -> float:
    """What a step costs a replicate, over one epoch of a new training."""
    training = peers.start(implementation, work)
    start = time.perf_counter()
    training.train_epoch()
    return (time.perf_counter() - start) / work.steps / work.replicates * 1e6


def measure(rounds: int) -> list[dict]:
    """A row for each round, point and implementation."""
    rows = []
    for number in range(1, rounds + 1):
        for axis, value, work in points():
            step = {name: microseconds(name, work) for name in ("ours", "products")}
            rows += [
                {
                    "axis": axis,
                    "value": value,
                    "implementation": name,
                    "layers": "-".join(map(str, work.layers)),
                    "batch_size": work.batch_size,
                    "replicates": work.replicates,
                    "round": number,
                    "microseconds_per_step_per_replicate": step[name],
                    "ratio_to_matrix_products": step[name] / step["products"],
                }
                for name in step
            ]
        print(f"axes, round {number} of {rounds}", flush=True)
    return rows


def growth_exponent(values: Sequence[float], costs: Sequence[float]) -> float:
    """p of the power law cost ∝ value^p that fits best: the slope of log cost against log value."""
    return np.polyfit(np.log(values), np.log(costs), 1)[0]


def table(rows: Sequence[dict], axis: str) -> str:
    """One axis: a value a line, medians over rounds, and the growth exponents at the end.

    Args:
        rows: As `measure` gives them.
        axis: depth, width, batch_size or replicates.
    """
    chosen = [row for row in rows if row["axis"] == axis]
    values = sorted({row["value"] for row in chosen})

    def at(value: int, name: str, column: str) -> list[float]:
        here = [row for row in chosen if row["value"] == value and row["implementation"] == name]
        return [row[column] for row in here]

    step = {
        name: [
            statistics.median(at(value, name, "microseconds_per_step_per_replicate"))
            for value in values
        ]
        for name in ("ours", "products")
    }
    lines = [
        [
            str(value),
            f"{ours:.1f}",
            f"{products:.1f}",
            median_and_range(at(value, "ours", "ratio_to_matrix_products")),
        ]
        for value, ours, products in zip(values, step["ours"], step["products"], strict=True)
    ]
    exponents = [f"{growth_exponent(values, costs):.2f}" for costs in step.values()]
    lines.append(["growth exponent", *exponents, ""])
    rounds = max(row["round"] for row in chosen)
    header = [
        axis,
        "ours: step, µs per replicate",
        "the matrix products alone",
        f"ratio, median (range) of rounds 1 to {rounds}",
    ]
    return markdown_table(header, lines)


def main() -> None:
    """Measures all points and writes results/axes.csv and results/axes.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    pin_to_one_core()
    rows = measure(rounds)
    write_csv("axes.csv", rows)
    tables = [table(rows, axis) for axis in ("depth", "width", "batch_size", "replicates")]
    machine = "\n".join(f"- {line}" for line in description())
    write_and_print("axes.md", "\n\n".join([*tables, machine]) + "\n")


if __name__ == "__main__":
    main()
