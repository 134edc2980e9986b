"""scikit-learn's `MLPClassifier`, an epoch of mini-batches with each `partial_fit`."""

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.work import LEARNING_RATE, Work, one_hot, pixels


class Training:
    """Targets are given as ten columns: then its outputs are sigmoids under cross-entropy."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.orders = work.orders()
        self.training = pixels(work.training.images), one_hot(work.training.labels)
        self.validation = pixels(work.validation.images), one_hot(work.validation.labels)
        self.network = MLPClassifier(
            hidden_layer_sizes=work.layers[1:-1],
            activation="logistic",
            solver="sgd",
            alpha=work.decay * work.batch_size,  # it divides the L2 term by the mini-batch
            batch_size=work.batch_size,
            learning_rate_init=LEARNING_RATE,
            momentum=0,
            nesterovs_momentum=False,
            shuffle=False,
        )
        images, targets = self.training
        first = slice(work.batch_size)
        self.network.partial_fit(images[first], targets[first], classes=range(targets.shape[1]))
        start = work.network()
        for index, (W, b) in enumerate(zip(start.weights, start.biases, strict=True)):
            self.network.coefs_[index][:] = W[0]
            self.network.intercepts_[index][:] = b[0, 0]

    def train_epoch(self) -> None:
        """One epoch of one network, on images laid in their order beforehand."""
        (order,) = next(self.orders)
        images, targets = self.training
        self.network.partial_fit(images[order], targets[order])

    def watch(self) -> tuple[float, float]:
        """Cost and accuracy on the validation images."""
        images, targets = self.validation
        a = self.network.predict_proba(images)
        smallest = np.finfo(a.dtype).tiny
        chosen = np.where(targets == 1, a, 1 - a)
        cost = -np.log(np.maximum(chosen, smallest)).sum(axis=1).mean()
        return cost, (a.argmax(axis=1) == targets.argmax(axis=1)).mean()
