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
    """Initialises and trains replicates of one network, recording when the config says.

    Ends early where every replicate has diverged, or has left its plateau and the config asks no
    more of it.

    Args:
        settings: All settings of the network, as the config resolves them.
        replicates: Numbers of the replicates.
        dataset: Training, validation and test split.
        report: Gets a line on the progress at each recorded epoch.

    Returns:
        The trained network, and the tables of its recording by name.
    """
    network = initialise(settings, replicates)
    recording = Recording(network, settings, replicates, dataset)
    images, labels = recording.splits["training"]
    targets = targets_of(network.layers, images, labels, network.weights[0].dtype)
    start = monotonic()
    epochs = settings["epochs"]
    for pause in train(network, images, targets, settings, replicates, recording.updates):
        quality = recording.record(pause)
        if quality:
            left = (monotonic() - start) * (epochs / pause.epoch - 1) if pause.epoch else np.nan
            report(
                f"epoch {pause.epoch} of {epochs}: {quality}"
                + (f", {left:.0f} s left" if left > 0 and recording.running else "")
            )
        if not recording.running:
            how = "has left its plateau or diverged" if recording.ended else "has diverged"
            report(f"epoch {pause.epoch} of {epochs}: every replicate {how}")
            break
    recording.settle()
    return network, recording.tables()
