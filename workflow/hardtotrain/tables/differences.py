"""The table of differences: is a network better than one before it, worse, or equal?"""

from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hardtotrain.statistics.paired import PRECISION, compare, holm
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.replicates import (
    LAST_EPOCHS,
    replicate_accuracies,
    trained_classifiers,
    training_runs,
)
from hardtotrain.tables.schemas.accuracies import DIFFERENCES

# The training images decide nothing: a network that does better on them may only remember more.
SPLITS = ["validation", "test"]
FAMILY = ["experiment", "split", "statistic"]
PAIR_KEY = [*FAMILY, "replicate"]
DIFFERENCE_KEY = ["experiment", "network", "reference", "split", "statistic"]
# Six networks have 15 pairs; the pairs of a sweep of hundreds would be tens of thousands.
MOST_NETWORKS_IN_PAIRS = 6


def difference_table(
    networks: pd.DataFrame, histories: pd.DataFrame, margin: float
) -> pd.DataFrame:
    """Accuracy of each network against those before it in its experiment, and so its first.

    Of an experiment with up to MOST_NETWORKS_IN_PAIRS networks that were trained to classify every
    pair is compared, of a larger one each network with the first alone.

    Replicates are paired by number, as replicate k meets the images in the same order in every
    network; a pair counts if both finished. On the n differences of a comparison rest

    - the 95% bootstrap interval of their mean, by the one method of `bootstrap`;
    - the paired t test of "no difference", two-sided. It holds its level where differences are
      symmetric (n = 8, 20,000 synthetic samples: 4.6% for normal ones, 3.8% for Laplace ones, 5.4%
      for uniform ones). So does the exact sign-flip permutation test, but with 8 pairs it has 256
      outcomes and no p below 1/128: after Holm's correction it could reject nothing among seven
      comparisons or more, and with the 3 pairs of a small study nothing at all. Where differences
      are strongly skewed (exponential) both reject too often, 11% and 10%;
    - Holm's correction (1979, Scandinavian Journal of Statistics 6:65-70) of these p values within
      the comparisons of an experiment, split and statistic;
    - P(A>B): how often a replicate of the network beats one of the reference, among all n² pairs
      of replicates, ties counting half: Vargha & Delaney's measure A, see `mann_whitney`.
      Bouthillier et al. (2021, MLSys) judge benchmarks by it and ask for 0.75;
    - equivalence: two one-sided paired t tests (Schuirmann 1987, Journal of Pharmacokinetics and
      Biopharmaceutics 15:657-680) of whether the mean difference lies within ± margin. Both
      reject at 5% exactly where the 90% t interval of the mean difference lies within the margins:
      two ways to say one thing. It is not adjusted: "all are equal" needs each of its tests at the
      level, no more. That it is not shown says that the replicates are too few or the networks
      differ.

    Args:
        networks: One row a network: experiment, network, task, epochs. Those with `epochs: 0` and
            those that reconstruct their images are left out.
        histories: The `history.csv` of every network, stacked, experiment and network in front.
        margin: Differences up to it count as none; a fraction of the images, above 0.

    Returns:
        One row for each pair of networks (in the order of `networks`), split (validation, test) and
        statistic (last_epoch, last_five): experiment, network (the later of the two), reference
        (the earlier), split, statistic, against_first (whether the reference is the experiment's
        first), replicates (pairs that both finished), difference (mean of network minus
        reference), ci_low, ci_high, p_value, p_holm, probability_better, margin, p_equivalence,
        equivalence_low, equivalence_high (the 90% t interval) and equivalent (it lies within
        ± margin). Accuracies are fractions. A single pair of replicates gives a difference and NaN
        for the rest; differences without any spread leave t undefined, so their p values and t
        intervals are NaN and they are no part of Holm's family.
    """
    classifiers = trained_classifiers(networks)
    chosen = _pairs_of_networks(classifiers)
    rows = pd.DataFrame(product(SPLITS, LAST_EPOCHS), columns=["split", "statistic"])
    accuracies = replicate_accuracies(training_runs(classifiers, histories)).round(PRECISION)
    ours = accuracies.reset_index()
    theirs = ours.rename(columns={"network": "reference", "accuracy": "reference_accuracy"})
    pairs = (
        chosen.merge(rows, how="cross")
        # A comparison without any pair keeps one row, without accuracies.
        .merge(ours, how="left", on=[*NETWORK_KEY, "split", "statistic"])
        .merge(theirs, how="left", on=[*PAIR_KEY, "reference"])
    )
    key_columns = [*DIFFERENCE_KEY, "against_first"]
    comparisons = [
        dict(zip(key_columns, key, strict=True)) | compare(*_finished(of_key), margin)
        for key, of_key in pairs.groupby(key_columns, sort=False)
    ]
    table = pd.DataFrame(comparisons, columns=DIFFERENCES.names)
    table["p_holm"] = table.groupby(FAMILY)["p_value"].transform(holm)
    return table


def _pairs_of_networks(classifiers: pd.DataFrame) -> pd.DataFrame:
    """The networks that are compared, the columns experiment, network, reference, against_first."""
    pairs = []
    for experiment, of_experiment in classifiers.groupby("experiment", sort=False)["network"]:
        first, *later = of_experiment
        chosen = (
            combinations(of_experiment, 2)
            if len(of_experiment) <= MOST_NETWORKS_IN_PAIRS
            else product([first], later)
        )
        pairs += [
            (experiment, network, reference, reference == first) for reference, network in chosen
        ]
    return pd.DataFrame(pairs, columns=[*NETWORK_KEY, "reference", "against_first"])


def _finished(pairs: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The accuracies of both networks in the replicates that both finished, in order."""
    finished = pairs.dropna(subset=["accuracy", "reference_accuracy"]).sort_values("replicate")
    return (
        finished["accuracy"].to_numpy(dtype=float),
        finished["reference_accuracy"].to_numpy(dtype=float),
    )
