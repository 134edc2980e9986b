"""The table of accuracies: every trained network, split and statistic, beside the published."""

from itertools import product
from pathlib import Path

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.published import published_accuracy
from hardtotrain.tables.replicates import (
    ACCURACY_KEY,
    LAST_EPOCHS,
    SPLITS,
    replicate_accuracies,
    replicate_counts,
    trained_classifiers,
    training_runs,
)
from hardtotrain.tables.schemas.accuracies import ACCURACY


def accuracy_table(
    networks: pd.DataFrame, histories: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Mean accuracy over replicates with its spread and 95% interval, beside the published values.

    Diverged replicates have no accuracy and are counted apart. A network with `epochs: 0`, or one
    that reconstructs its images, has none at all and is left out.

    Args:
        networks: One row a network: experiment, network, hidden_layers, task, epochs, and the
            settings that the published values were made with.
        histories: The `history.csv` of every network, one below the other, with the columns
            experiment and network in front.
        published: The folder of reference data.

    Returns:
        One row for each network (in the order of `networks`), split (training, validation, test)
        and statistic (last_epoch, last_five): experiment, network, hidden_layers, replicates (those
        that finished), split, statistic, mean, sd (n-1 in the denominator), ci_low, ci_high,
        published_note, published_book (single runs, validation at the last epoch) and diverged
        (replicates that did not finish). Accuracies are fractions in [0, 1]; what one replicate or
        none cannot give is NaN, and so is last_five where one of these epochs was not recorded.
    """
    trained = trained_classifiers(networks)
    runs = training_runs(trained, histories)
    accuracies = replicate_accuracies(runs).groupby(ACCURACY_KEY)
    summary = accuracies.agg(mean="mean", sd="std").join(
        intervals_of_groups(accuracies, interval_of_mean)
    )
    rows = pd.DataFrame(product(SPLITS, LAST_EPOCHS), columns=["split", "statistic"])
    note_and_book = published_accuracy(trained, published).assign(
        split="validation", statistic="last_epoch"
    )
    return (
        trained[[*NETWORK_KEY, "hidden_layers"]]
        .merge(replicate_counts(runs), on=NETWORK_KEY)
        .merge(rows, how="cross")
        .merge(summary, how="left", on=ACCURACY_KEY)
        .merge(note_and_book, how="left", on=ACCURACY_KEY)[ACCURACY.names]
    )
