"""Initialises and trains one block of replicates while it is recorded."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Splits
from hardtotrain.engine.network import Network, initialise
from hardtotrain.engine.training import train
from hardtotrain.measures.recording import Recording
from hardtotrain.measures.targets import targets_of


def record_training(
    settings: Mapping,
    replicates: Sequence[int],
    dataset: Splits,
    report: Callable[[str], None] = print,
) -> tuple[Network, dict[str, pd.DataFrame]]:
    """Initialises and trains replicates of one network, recording at the intervals of the config.

    Ends early where every replicate has diverged.

    Args:
        settings: All settings of the network, as the config resolves them.
        replicates: Numbers of the replicates.
        dataset: Training, validation and test split.
        report: Gets a line on the progress at each recorded epoch.

    Returns:
        The trained network, and the tables of its recording by name.
    """
    recording = Recording(settings, replicates, dataset)
    network = initialise(
        settings["layers"],
        settings["activation"],
        settings["cost"],
        settings["initialiser"],
        settings["seed"],
        replicates,
    )
    images, labels = recording.splits["training"]
    targets = targets_of(network.layers, images, labels, network.weights[0].dtype)
    start = monotonic()
    for epoch in train(network, images, targets, settings, replicates):
        quality = recording.record(network, epoch)
        if not recording.running:
            report(f"epoch {epoch} of {settings['epochs']}: every replicate has diverged")
            break
        if quality:
            left = (monotonic() - start) * (settings["epochs"] / epoch - 1) if epoch else np.nan
            report(
                f"epoch {epoch} of {settings['epochs']}: {quality}"
                + (f", {left:.0f} s left" if left > 0 else "")
            )
    return network, recording.tables()
