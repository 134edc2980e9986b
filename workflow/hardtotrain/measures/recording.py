"""Records a network during its training, at the intervals of the config."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Splits
from hardtotrain.engine.minibatches import to_pixels
from hardtotrain.engine.network import Network
from hardtotrain.measures import (
    activation_statistics,
    histograms,
    learning_speed,
    monitors,
    neurons,
    propagation,
)
from hardtotrain.measures.probe import take_probe
from hardtotrain.measures.targets import reconstructs, targets_of

# The tables made from a probe: their columns, and the function that gives their rows.
PROBE_TABLES = {
    "gradients": (learning_speed.COLUMNS, learning_speed.learning_speeds),
    "neurons": (neurons.COLUMNS, neurons.neuron_gradients),
    "activations": (activation_statistics.COLUMNS, activation_statistics.activation_statistics),
    "propagation": (propagation.COLUMNS, propagation.propagation),
    "histograms": (histograms.COLUMNS, histograms.histograms),
}


class Recording:
    """The rows recorded so far of one block of replicates.

    A replicate whose weights are no longer finite gets one last row in the history, with status
    "diverged" and no numbers, and is not recorded again; the others go on.
    """

    def __init__(self, settings: Mapping, replicates: Sequence[int], dataset: Splits) -> None:
        """Prepares the images; nothing is recorded yet.

        Args:
            settings: All settings of the network, as the config resolves them.
            replicates: Numbers of the replicates.
            dataset: Training, validation and test split.
        """
        self.settings = settings
        self.running = dict(enumerate(replicates))
        self.splits = {
            "training": (
                dataset.training.images[: settings["images"]],
                dataset.training.labels[: settings["images"]],
            ),
            "validation": (dataset.validation.images, dataset.validation.labels),
            "test": (dataset.test.images, dataset.test.labels),
        }
        # A network that is never trained guesses. To measure that on 20,000 images more would take
        # longer than all else that is recorded of it.
        self.monitored = (
            self.splits if settings["epochs"] else {"training": self.splits["training"]}
        )
        self.probe_images = dataset.training.images[: settings["probe_images"]]
        self.probe_labels = dataset.training.labels[: settings["probe_images"]]
        self.learning_rates = [
            0.0 if layer in settings["frozen_layers"] else settings["optimiser"]["learning_rate"]
            for layer in range(1, len(settings["layers"]))
        ]
        self.decay = settings["regularisation"] / len(self.splits["training"][0])
        self.columns = {
            "history": (*monitors.columns(self.splits), "status"),
            **{table: columns for table, (columns, _) in PROBE_TABLES.items()},
        }
        self.rows: dict[str, list[tuple]] = {table: [] for table in self.columns}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Everything recorded, in order of replicate and epoch."""
        return {
            table: pd.DataFrame(
                self.rows[table], columns=["replicate", "epoch", *columns]
            ).sort_values(["replicate", "epoch"], kind="stable")
            for table, columns in self.columns.items()
        }

    def is_due(self, table: str, epoch: int) -> bool:
        """Whether a table gets rows at this epoch: at its interval, and always first and last."""
        return epoch % self.settings["record"][table] == 0 or epoch == self.settings["epochs"]

    def record(self, network: Network, epoch: int) -> str | None:
        """Adds the rows that are due, and says how well the network does if it was measured."""
        finite = network.finite()
        diverged = {index: r for index, r in self.running.items() if not finite[index]}
        self.running = {index: r for index, r in self.running.items() if finite[index]}
        for replicate in diverged.values():
            empty = [np.nan] * len(monitors.columns(self.splits))
            self.rows["history"].append((replicate, epoch, *empty, "diverged"))
        if not self.running:
            return None
        with np.errstate(all="ignore"):  # e^−z may overflow, and a diverging network does
            self.record_probes(network, epoch)
            return self.record_history(network, epoch) if self.is_due("history", epoch) else None

    def record_history(self, network: Network, epoch: int) -> str:
        """Costs and accuracies on the splits that are monitored; says the mean of one of them."""
        measured = monitors.monitor(network, self.monitored, self.decay)
        unmeasured = np.full(network.replicates, np.nan)
        columns = [measured.get(name, unmeasured) for name in monitors.columns(self.splits)]
        for index, replicate in self.running.items():
            values = (column[index] for column in columns)
            self.rows["history"].append((replicate, epoch, *values, "ok"))
        running = list(self.running)
        split = "validation" if "validation" in self.monitored else "training"
        if reconstructs(network.layers):
            return f"mean {split} cost {measured[f'{split}_cost'][running].mean():.4g}"
        return f"mean {split} accuracy {measured[f'{split}_accuracy'][running].mean():.2%}"

    def record_probes(self, network: Network, epoch: int) -> None:
        """The tables that come from backpropagating the probe images."""
        due = [table for table in PROBE_TABLES if self.is_due(table, epoch)]
        if not due:
            return
        pixels = np.empty(self.probe_images.shape, network.weights[0].dtype)
        to_pixels(self.probe_images, out=pixels)
        targets = targets_of(network.layers, self.probe_images, self.probe_labels, pixels.dtype)
        for index, replicate in self.running.items():
            probe = take_probe(
                network.replicate(index), pixels, targets, self.learning_rates, self.decay
            )
            for table in due:
                _, rows = PROBE_TABLES[table]
                self.rows[table] += [(replicate, epoch, *row) for row in rows(probe)]
