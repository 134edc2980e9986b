"""What a training step costs beside its matrix products alone.

Both run in one process on one core, in turns, on the same shapes. A step is everything that
`train` does between two epochs: gathering and converting images, the forward and the backward pass,
and the update with weight decay.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "workflow"))

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.network import Network, initialise
from hardtotrain.engine.training import train

ARCHITECTURES = ([784, 30, 10], [784, 30, 30, 30, 30, 10])
BATCH_SIZE = 10
IMAGES = 50_000
SETTINGS = {
    "seed": 0,
    "optimiser": {
        "method": "sgd",
        "learning_rate": 0.1,
        "momentum": 0.9,
        "momentum_schedule": "constant",
    },
    "regularisation": 5.0,
    "batch_size": BATCH_SIZE,
    "frozen_layers": [],
}


class Products:
    """The matrix products of one step, and nothing else."""

    def __init__(self, network: Network, batch_size: int) -> None:
        shapes = [(network.replicates, batch_size, n) for n in network.layers]
        self.weights = [W.copy() for W in network.weights]
        self.activations = [np.zeros(shape, np.float32) for shape in shapes]
        self.deltas = [np.zeros(shape, np.float32) for shape in shapes]
        self.gradients = [np.empty_like(W) for W in self.weights]

    def step(self) -> None:
        """A W for every layer, δ Wᵀ for all but the first, aᵀ δ for every layer."""
        for index, W in enumerate(self.weights):
            np.matmul(self.activations[index], W, out=self.activations[index + 1])
        for index in range(len(self.weights) - 1, 0, -1):
            transposed = self.weights[index].transpose(0, 2, 1)
            np.matmul(self.deltas[index + 1], transposed, out=self.deltas[index])
        for index, gradient in enumerate(self.gradients):
            transposed = self.activations[index].transpose(0, 2, 1)
            np.matmul(transposed, self.deltas[index + 1], out=gradient)


def measure(layers: list[int], replicates: int, rounds: int) -> tuple[list[float], list[float]]:
    """Microseconds per step and replicate of training and of the products, a value a round."""
    splits = open_dataset(Path("results/data/mnist"))
    images = np.array(splits.training.images[:IMAGES])
    targets = np.eye(10, dtype=np.float32)[splits.training.labels[:IMAGES]]
    network = initialise(
        layers,
        "sigmoid",
        "cross_entropy",
        {"scheme": "scaled_gaussian", "weight_scale": 1.0, "bias_sd": None},
        0,
        range(replicates),
    )
    products = Products(network, BATCH_SIZE)
    steps = IMAGES // BATCH_SIZE
    epochs = train(network, images, targets, {**SETTINGS, "epochs": rounds}, range(replicates))
    next(epochs)
    training, alone = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(steps // 4):
            products.step()
        alone.append((time.perf_counter() - start) / (steps // 4) / replicates * 1e6)
        start = time.perf_counter()
        next(epochs)
        training.append((time.perf_counter() - start) / steps / replicates * 1e6)
    return training, alone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print("network                 step µs   products µs   ratio (range over rounds)")
    for layers in ARCHITECTURES:
        training, alone = measure(layers, arguments.replicates, arguments.rounds)
        ratios = [step / products for step, products in zip(training, alone, strict=True)]
        print(
            f"{'-'.join(map(str, layers)):<22} {statistics.median(training):>8.1f}"
            f" {statistics.median(alone):>13.1f} {statistics.median(ratios):>7.2f}"
            f" ({min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
