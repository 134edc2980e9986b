"""The matrix products of training and nothing else: what is left if all the rest were free."""

import numpy as np

from benchmarks.work import Work


class Training:
    """a W for every layer, δWᵀ for all but the first, aᵀδ for every layer, on fixed numbers."""

    def __init__(self, work: Work) -> None:
        self.work = work
        random = np.random.default_rng(0)
        shapes = [(work.replicates, work.batch_size, n) for n in work.layers]
        self.weights = work.network().weights
        self.activations = [random.random(shape, np.float32) for shape in shapes]
        self.deltas = [random.standard_normal(shape, np.float32) for shape in shapes]
        self.gradients = [np.empty_like(W) for W in self.weights]

    def step(self) -> None:
        """The products of one mini-batch."""
        for index, W in enumerate(self.weights):
            np.matmul(self.activations[index], W, out=self.activations[index + 1])
        for index in range(len(self.weights) - 1, 0, -1):
            transposed = self.weights[index].transpose(0, 2, 1)
            np.matmul(self.deltas[index + 1], transposed, out=self.deltas[index])
        for index, gradient in enumerate(self.gradients):
            transposed = self.activations[index].transpose(0, 2, 1)
            np.matmul(transposed, self.deltas[index + 1], out=gradient)

    def train_epoch(self) -> None:
        """As many steps as an epoch has."""
        for _ in range(self.work.steps):
            self.step()

    def watch(self) -> tuple[float, float]:
        """Nothing is trained, so there is nothing to see."""
        return np.nan, np.nan
