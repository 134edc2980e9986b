"""The learning speed of every neuron: the bars of Nielsen's chapter 5."""

from collections.abc import Iterator

from hardtotrain.measures.probe import Probe

COLUMNS = ("layer", "neuron", "bias_gradient")


def neuron_gradients(probe: Probe) -> Iterator[tuple]:
    """∂C/∂b of each neuron, averaged over the probe images, with its sign.

    Yields:
        One row of COLUMNS a neuron; neurons count from 1.
    """
    for layer, _ in probe.layers():
        means = probe.deltas[layer - 1].mean(axis=0, dtype=float)
        for neuron, mean in enumerate(means, start=1):
            yield layer, neuron, mean
