"""Records a network during its training, when the config says."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from hardtotrain.config.amounts import updates_per_epoch
from hardtotrain.data.dataset import Splits
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.minibatches import to_pixels
from hardtotrain.engine.network import Network
from hardtotrain.engine.training import Pause
from hardtotrain.measures import (
    activation_statistics,
    histograms,
    learning_speed,
    monitors,
    neurons,
    propagation,
)
from hardtotrain.measures.plateau import LEFT_BELOW, plateau_cost
from hardtotrain.measures.probe import Probe, Prober
from hardtotrain.measures.schedules import every, every_and_the_last_five, logarithmic
from hardtotrain.measures.targets import reconstructs, targets_of

# The tables made from a probe after an epoch: their columns, and what gives their rows.
PROBE_TABLES = {
    "gradients": (learning_speed.COLUMNS, learning_speed.learning_speeds),
    "neurons": (neurons.COLUMNS, neurons.neuron_gradients),
    "activations": (activation_statistics.COLUMNS, activation_statistics.activation_statistics),
    "propagation": (propagation.COLUMNS, propagation.propagation),
    "histograms": (histograms.COLUMNS, histograms.histograms),
}
UPDATE_COLUMNS = ("probe_cost", "first_layer_speed", "last_layer_speed")


class Recording:
    """The rows recorded so far of one block of replicates.

    A replicate is recorded until it diverges or ends, and the others go on. One whose weights, or
    the costs of what it answers, are not finite gets one last row in the history, with status
    "diverged" and no numbers, and has no weights in the end. One that ends before the others keeps
    the weights that it has then: which others it was trained with must not show.
    """

    def __init__(
        self, network: Network, settings: Mapping, replicates: Sequence[int], dataset: Splits
    ) -> None:
        """Prepares the images; nothing is recorded yet.

        Args:
            network: What is going to be trained.
            settings: All settings of the network, as the config resolves them.
            replicates: Numbers of the replicates.
            dataset: Training, validation and test split.
        """
        self.network = network
        self.settings = settings
        self.running = dict(enumerate(replicates))
        self.diverged: list[int] = []
        self.ended: dict[int, Network] = {}
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
        probed = dataset.training.images[: settings["probe_images"]]
        pixels = np.empty(probed.shape, np.float32)
        to_pixels(probed, out=pixels)
        targets = targets_of(
            settings["layers"],
            probed,
            dataset.training.labels[: settings["probe_images"]],
            pixels.dtype,
        )
        learning_rates = [
            0.0 if layer in settings["frozen_layers"] else settings["optimiser"]["learning_rate"]
            for layer in range(1, len(settings["layers"]))
        ]
        images = len(self.splits["training"][0])
        self.decay = settings["regularisation"] / images
        self.prober = Prober(network, pixels, targets, learning_rates, self.decay)
        updates = settings["epochs"] * updates_per_epoch(images, settings["batch_size"])
        self.updates = logarithmic(settings["record"]["updates"], updates)
        self.plateau_cost = plateau_cost(COSTS[settings["cost"]], targets)
        self.left_plateau: set[int] = set()
        self.may_end_early = settings["ends"] == "plateau_left"
        self.columns = {
            "history": ("epoch", *monitors.columns(self.splits), "status"),
            **{table: ("epoch", *columns) for table, (columns, _) in PROBE_TABLES.items()},
            "updates": ("update", *UPDATE_COLUMNS),
        }
        self.rows: dict[str, list[tuple]] = {table: [] for table in self.columns}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Everything recorded, in order of replicate and epoch or update."""
        return {
            table: pd.DataFrame(self.rows[table], columns=["replicate", *columns]).sort_values(
                ["replicate", columns[0]], kind="stable"
            )
            for table, columns in self.columns.items()
        }

    def is_due(self, table: str, epoch: int) -> bool:
        """Whether a table gets rows of every replicate at this epoch."""
        due = every_and_the_last_five if table == "history" else every
        return due(self.settings["record"][table], epoch, self.settings["epochs"])

    def record(self, pause: Pause) -> str | None:
        """Adds the rows that are due, and says how well the network does if it was measured."""
        with np.errstate(all="ignore"):  # e^−z may overflow, and a diverging network does
            if pause.update in self.updates:
                self.record_update(pause.update)
            return None if pause.epoch is None else self.record_epoch(pause.epoch)

    def record_update(self, update: int) -> None:
        """Cost and learning speeds on the probe images; notes who has left the plateau."""
        for index, probe in self.probes(list(self.running)):
            if probe.finite():
                row = (self.running[index], update, probe.cost, *ends_of_hidden_layers(probe))
                self.rows["updates"].append(row)
                if probe.cost < LEFT_BELOW * self.plateau_cost:
                    self.left_plateau.add(index)

    def record_epoch(self, epoch: int) -> str | None:
        """What is due after an epoch; it is the last for replicates that diverge or end."""
        self.drop_diverged(epoch)
        ending = sorted(self.left_plateau & self.running.keys()) if self.may_end_early else []
        due = [table for table in PROBE_TABLES if self.is_due(table, epoch)]
        found = {}
        for index, probe in self.probes(list(self.running) if due else ending):
            if not np.isfinite(probe.cost):
                self.diverge(index, epoch)
                continue
            for table in PROBE_TABLES if index in ending else due:
                _, rows = PROBE_TABLES[table]
                found[index, table] = [(self.running[index], epoch, *row) for row in rows(probe)]
        quality = None
        if self.running and (ending or self.is_due("history", epoch)):
            quality = self.record_history(epoch, [i for i in ending if i in self.running])
        for (index, table), rows in found.items():
            if index in self.running:
                self.rows[table] += rows
        for index in self.running.keys() & ending:
            del self.running[index]
            self.ended[index] = self.network.replicate(index).copy()
        return quality

    def drop_diverged(self, epoch: int) -> None:
        """Says of replicates that are no longer finite that they diverged."""
        finite = self.network.finite()
        for index in [index for index in self.running if not finite[index]]:
            self.diverge(index, epoch)

    def diverge(self, index: int, epoch: int) -> None:
        """Says of a replicate that it diverged, which ends its recording."""
        empty = [np.nan] * len(monitors.columns(self.splits))
        self.rows["history"].append((self.running.pop(index), epoch, *empty, "diverged"))
        self.diverged.append(index)

    def record_history(self, epoch: int, ending: Collection[int]) -> str | None:
        """Costs and accuracies on the splits that are monitored; says the mean of one of them."""
        measured = monitors.monitor(self.network, self.monitored, self.decay)
        costs = np.array([measured[f"{split}_cost"] for split in self.monitored])
        finite = np.isfinite(costs).all(axis=0)
        unmeasured = np.full(self.network.replicates, np.nan)
        columns = [measured.get(name, unmeasured) for name in monitors.columns(self.splits)]
        for index in list(self.running) if self.is_due("history", epoch) else ending:
            if finite[index]:
                values = (column[index] for column in columns)
                self.rows["history"].append((self.running[index], epoch, *values, "ok"))
            else:
                self.diverge(index, epoch)
        running = list(self.running)
        if not running:
            return None
        split = "validation" if "validation" in self.monitored else "training"
        if reconstructs(self.network.layers):
            return f"mean {split} cost {measured[f'{split}_cost'][running].mean():.4g}"
        return f"mean {split} accuracy {measured[f'{split}_accuracy'][running].mean():.2%}"

    def probes(self, chosen: Collection[int]) -> Iterator[tuple[int, Probe]]:
        """The probe images, backpropagated through one chosen replicate after the other."""
        for index in chosen:
            yield index, self.prober.take(self.network.replicate(index))

    def settle(self) -> None:
        """Gives replicates that ended before the others the weights that they ended with.

        Those that diverged get none: NaN, whether training went on with them as numbers or not.
        """
        for array in self.network.arrays:
            array[self.diverged] = np.nan
        for index, ended in self.ended.items():
            for array, of_ended in zip(self.network.arrays, ended.arrays, strict=True):
                array[index] = of_ended[0]


def ends_of_hidden_layers(probe: Probe) -> tuple[float, float]:
    """‖mean of δ‖ of the first and the last hidden layer; without any, NaN."""
    if len(probe.deltas) < 2:
        return np.nan, np.nan
    first, last = (np.linalg.norm(probe.deltas[i].mean(axis=0, dtype=float)) for i in (0, -2))
    return float(first), float(last)
