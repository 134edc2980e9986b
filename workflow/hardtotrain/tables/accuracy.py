"""The table of accuracies: every trained network, split and statistic, beside the published."""

from itertools import product
from pathlib import Path

import pandas as pd

from hardtotrain.tables.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.tables.published import NETWORK_KEY, published_accuracy

COLUMNS = [
    *NETWORK_KEY,
    "hidden_layers",
    "replicates",
    "split",
    "statistic",
    "mean",
    "sd",
    "ci_low",
    "ci_high",
    "published_note",
    "published_book",
    "diverged",
]
REPLICATE_KEY = [*NETWORK_KEY, "replicate"]
ACCURACY_KEY = [*NETWORK_KEY, "split", "statistic"]
SPLITS = ["training", "validation", "test"]
RECORDED_EPOCHS = {"last_epoch": 1, "last_five": 5}


def accuracy_table(
    networks: pd.DataFrame, histories: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Mean accuracy over replicates with its spread and 95% interval, beside the published values.

    The last epoch, and the mean of the last five recorded epochs of training, never the best epoch:
    to choose the epoch by its accuracy would make every accuracy too good. Diverged replicates have
    no accuracy and are counted apart. A network with `epochs: 0` has none at all and is left out.

    Args:
        networks: One row a network: experiment, network, hidden_layers, epochs, and the settings
            that the published values were made with.
        histories: The `history.csv` of every network, one below the other, with the columns
            experiment and network in front.
        published: The folder of reference data.

    Returns:
        One row for each network (in the order of `networks`), split (training, validation, test)
        and statistic (last_epoch, last_five): experiment, network, hidden_layers, replicates (those
        that finished), split, statistic, mean, sd (n-1 in the denominator), ci_low, ci_high,
        published_note, published_book (single runs, validation at the last epoch) and diverged
        (replicates that did not finish). Accuracies are fractions in [0, 1]; what one replicate or
        none cannot give is NaN.
    """
    trained = networks.loc[networks["epochs"] > 0]
    runs = trained[NETWORK_KEY].merge(histories, on=NETWORK_KEY)
    runs["finished"] = (
        runs["status"].eq("ok").groupby([runs[key] for key in REPLICATE_KEY]).transform("all")
    )
    finished = runs.drop_duplicates(REPLICATE_KEY).groupby(NETWORK_KEY)["finished"]
    replicates = finished.agg(replicates="sum", diverged=lambda outcomes: (~outcomes).sum())
    rows = pd.DataFrame(product(SPLITS, RECORDED_EPOCHS), columns=["split", "statistic"])
    note_and_book = published_accuracy(trained, published).assign(
        split="validation", statistic="last_epoch"
    )
    return (
        trained[[*NETWORK_KEY, "hidden_layers"]]
        .merge(replicates, on=NETWORK_KEY)
        .merge(rows, how="cross")
        .merge(_summary(runs), how="left", on=ACCURACY_KEY)
        .merge(note_and_book, how="left", on=ACCURACY_KEY)[COLUMNS]
    )


def _summary(runs: pd.DataFrame) -> pd.DataFrame:
    """Mean, sd and interval for each network, split and statistic with a finished replicate."""
    # Rows are dropped, not masked: a single NaN anywhere changes how pandas sums every group,
    # and so the last bit of the mean of networks that have nothing to do with it.
    training = runs.loc[runs["finished"] & (runs["epoch"] > 0)]
    by_replicate = training.sort_values([*REPLICATE_KEY, "epoch"]).groupby(REPLICATE_KEY)
    recorded = pd.concat(
        by_replicate.tail(epochs).assign(statistic=statistic)
        for statistic, epochs in RECORDED_EPOCHS.items()
    )
    accuracies = recorded.rename(columns={f"{split}_accuracy": split for split in SPLITS}).melt(
        id_vars=[*REPLICATE_KEY, "statistic"],
        value_vars=SPLITS,
        var_name="split",
        value_name="accuracy",
    )
    replicates = accuracies.groupby([*ACCURACY_KEY, "replicate"])["accuracy"].mean()
    groups = replicates.groupby(ACCURACY_KEY)
    return groups.agg(mean="mean", sd="std").join(intervals_of_groups(groups, interval_of_mean))
