"""How sure an accuracy is when neither the replicates nor the images are all there could be."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.replicates import trained_classifiers
from hardtotrain.tables.schemas.accuracies import IMAGE_ACCURACY

CONFIDENCE = 0.95
RESAMPLES = 4_000
AT_ONCE = 500
SEED = 20070407


def image_accuracy_table(
    networks: pd.DataFrame, correct_of: Callable[[tuple[str, str]], NDArray[np.bool_]]
) -> pd.DataFrame:
    """Mean accuracy of each trained network with its two-way interval.

    Args:
        networks: One row a network: experiment, network, task, epochs. Those with `epochs: 0` and
            those that reconstruct their images are left out.
        correct_of: Gives for a pair of experiment and network which images each of its finished
            replicates classifies correctly, shape (replicates, images).

    Returns:
        One row a network, in the order of `networks`: experiment, network, replicates, images,
        mean, ci_low, ci_high and binomial_se, √(p(1-p)/images) for the mean p: the standard error
        of a single replicate's accuracy from the choice of images. All are fractions; NaN where no
        replicate finished.
    """
    rows = []
    for experiment, network in trained_classifiers(networks)[NETWORK_KEY].to_numpy():
        correct = correct_of((experiment, network))
        replicates, images = correct.shape
        mean = correct.mean() if correct.size else np.nan
        low, high = two_way_interval(correct)
        binomial_se = np.sqrt(mean * (1 - mean) / images)
        rows.append([experiment, network, replicates, images, mean, low, high, binomial_se])
    return pd.DataFrame(rows, columns=IMAGE_ACCURACY.names)


def two_way_interval(correct: NDArray[np.bool_]) -> tuple[float, float]:
    """95% interval of a mean accuracy, for other replicates and for other images.

    An interval over replicates alone says where the mean of many more networks would lie on these
    very images. This one asks how well the architecture reads images of this kind, and so counts
    that other images would have been easier or harder. For a single network that is the
    binomial standard error, 0.18 points at an accuracy of 96.5% on 10,000 images. To average over
    replicates lowers it only as far as they err on different images: not at all if all fail on the
    same, by √replicates if their errors have nothing in common. Differences between networks on
    the same images escape most of it.

    The method is the pigeonhole bootstrap (Owen 2007, Annals of Applied Statistics 1:386-411):
    rows and columns are resampled independently, with replacement. It somewhat overstates the
    variance: what is particular to one replicate and one image counts up to three times.

    Args:
        correct: Whether a replicate classifies an image correctly, shape (replicates, images).

    Returns:
        The two ends, as fractions; both NaN for fewer than two replicates or images.
    """
    replicates, images = correct.shape
    if min(correct.shape) < 2:
        return np.nan, np.nan
    generator = np.random.default_rng(SEED)
    # Images that the same replicates read correctly are alike to every resample: to draw how many
    # of each pattern there are is to draw the images, and 8 replicates make 256 patterns at most.
    patterns, counts = np.unique(correct, axis=1, return_counts=True)
    of_replicates = generator.multinomial(replicates, [1 / replicates] * replicates, RESAMPLES)
    # Of many replicates there is a pattern for almost every image: all resamples at once would
    # take a gigabyte.
    hits = np.concatenate(
        [
            ((some @ patterns) * generator.multinomial(images, counts / images, len(some))).sum(
                axis=1
            )
            for some in np.array_split(of_replicates, RESAMPLES // AT_ONCE)
        ]
    )
    low, high = np.quantile(hits, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low / correct.size), float(high / correct.size)
