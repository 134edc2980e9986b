"""How active and how saturated the hidden layers are (Glorot & Bengio 2010, section 3)."""

from collections.abc import Iterator

import numpy as np

from hardtotrain.engine.activations import FLAT
from hardtotrain.measures.probe import Probe

COLUMNS = ("layer", "mean", "sd", "p02", "p98", "saturated_fraction")


def activation_statistics(probe: Probe) -> Iterator[tuple]:
    """Distribution of a hidden layer's activations over units and probe images.

    Yields:
        One row of COLUMNS a hidden layer: mean, standard deviation, 2nd and 98th percentile, and
        the share of neurons and images where |σ′| is below FLAT times its largest value.
    """
    for layer, kind in probe.layers():
        if kind == "hidden":
            a = probe.activations[layer]
            p02, p98 = np.percentile(a, (2, 98))
            yield (
                layer,
                a.mean(dtype=float),
                a.std(dtype=float),
                p02,
                p98,
                np.mean(np.abs(probe.slopes[layer - 1]) < FLAT * probe.activation.steepest),
            )
