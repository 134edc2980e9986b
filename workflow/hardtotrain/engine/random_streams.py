"""Where all randomness comes from: one stream for each purpose and replicate.

A stream depends on the study's seed, the purpose and the replicate, never on which other
replicates or networks are trained or in what order, so results do not either.
"""

from collections.abc import Sequence

import numpy as np

INITIALISATION, SHUFFLING = range(2)


def initialisation_stream(seed: int, layers: Sequence[int], replicate: int) -> np.random.Generator:
    """The stream that draws the initial weights and biases of one replicate.

    It depends on the layer sizes too: networks of different shape start independently, and two
    networks of one shape that differ in, say, the optimiser start from the same draws.
    """
    return np.random.default_rng(
        np.random.SeedSequence(seed, spawn_key=(INITIALISATION, replicate, *layers))
    )


def shuffling_stream(seed: int, replicate: int) -> np.random.Generator:
    """The stream that orders the training images of one replicate, epoch after epoch.

    Replicate k meets the images in the same order in every network, so that differences between
    networks can be paired by replicate.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(SHUFFLING, replicate)))
