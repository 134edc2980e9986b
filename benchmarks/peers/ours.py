"""The engine of this workflow: replicates trained in lockstep."""

from benchmarks.work import LEARNING_RATE, REGULARISATION, SEED, Work
from hardtotrain.engine.training import train
from hardtotrain.measures.monitors import monitor
from hardtotrain.measures.targets import targets_of

MORE_EPOCHS_THAN_ANYONE_RUNS = 10**6


class Training:
    """`train` and `monitor`, as a training job calls them."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.network = work.network()
        images, labels = work.training.images, work.training.labels
        targets = targets_of(work.layers, images, labels, self.network.weights[0].dtype)
        settings = {
            "seed": SEED,
            "optimiser": {
                "method": "sgd",
                "learning_rate": LEARNING_RATE,
                "momentum": 0.0,
                "momentum_schedule": "constant",
            },
            "regularisation": REGULARISATION,
            "batch_size": work.batch_size,
            "epochs": MORE_EPOCHS_THAN_ANYONE_RUNS,
            "frozen_layers": [],
        }
        self.epochs = train(self.network, images, targets, settings, range(work.replicates))
        next(self.epochs)

    def train_epoch(self) -> None:
        """One epoch of all replicates."""
        next(self.epochs)

    def watch(self) -> tuple[float, float]:
        """Cost and accuracy of the first replicate on the validation images."""
        validation = self.work.validation
        splits = {"validation": (validation.images, validation.labels)}
        values = monitor(self.network, splits, self.work.decay)
        return values["validation_cost"][0], values["validation_accuracy"][0]
