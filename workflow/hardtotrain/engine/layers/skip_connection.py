"""A connection that skips a layer: what comes in is added to what goes out."""

from collections.abc import Sequence

import numpy as np

from hardtotrain.engine.layers.layer import Layer


class SkipConnection(Layer):
    """a^l = a^{l−1} + f(a^{l−1}), and backward: ∂C/∂a^{l−1} = ∂C/∂a^l + ∂C/∂a^l f′.

    f is one layer of the book or more (He et al. 2016).
    """

    def __init__(self, below: Layer, around: Sequence[Layer]) -> None:
        """Makes the buffer.

        Args:
            below: Its output is a^{l−1}.
            around: f, the layers that are skipped; the last is as wide as `below`.
        """
        self.below, self.around = below, around
        self.output = np.empty_like(around[-1].output)
        self.error = around[-1].error

    def forward(self) -> None:
        """a^l = a^{l−1} + f(a^{l−1})."""
        for layer in self.around:
            layer.forward()
        np.add(self.below.output, self.around[-1].output, out=self.output)

    def backward(self) -> None:
        """∂C/∂a^{l−1} = ∂C/∂a^l f′ + ∂C/∂a^l."""
        for layer in reversed(self.around):
            layer.backward()
        self.below.error += self.error


def moments_of_sum(below: tuple[float, float], added: tuple[float, float]) -> tuple[float, float]:
    """What theory says of a^l = a^{l−1} + f(a^{l−1}), as random weights make the two independent.

    Args:
        below: Mean and mean square of a^{l−1} over neurons and images.
        added: Those of f(a^{l−1}).

    Returns:
        Those of a^l. Backward ∂C/∂a^l and what f hands down of it are independent too, and their
        mean squares add up (Yang & Schoenholz 2017).
    """
    (mean, square), (added_mean, added_square) = below, added
    return mean + added_mean, square + 2 * mean * added_mean + added_square
