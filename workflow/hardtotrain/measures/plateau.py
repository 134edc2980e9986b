"""The plateau: where a network answers every image alike, and when it has left it."""

import numpy as np

from hardtotrain.engine.costs import Cost

# A replicate has left its plateau once its cost is below this share of the plateau's.
LEFT_BELOW = 0.9

# A class that no image has would need an infinite weighted input.
RAREST = 1e-6


def plateau_cost(cost: Cost, targets: np.ndarray) -> float:
    """The lowest cost that one answer for every image can have.

    That answer is the mean of the targets: the share of each class, or the mean image.

    Args:
        cost: The cost function with its output layer.
        targets: y of each image, shape (m, n_L).

    Returns:
        The mean cost of an image.
    """
    mean = np.clip(targets.mean(axis=0, dtype=float), RAREST, 1 - RAREST)
    return float(cost.value(cost.weighted_input(mean), targets).mean(dtype=float))
