"""The accuracy that each replicate reached: what means, intervals and differences rest on."""

import pandas as pd

from hardtotrain.tables.keys import NETWORK_KEY

SPLITS = ["training", "validation", "test"]
LAST_EPOCHS = {"last_epoch": 1, "last_five": 5}
REPLICATE_KEY = [*NETWORK_KEY, "replicate"]
ACCURACY_KEY = [*NETWORK_KEY, "split", "statistic"]


def trained_to_the_end(networks: pd.DataFrame) -> pd.DataFrame:
    """The networks that have something after a last epoch: those that train and do not end early.

    Args:
        networks: One row a network: epochs, ends.

    Returns:
        Their rows, all columns, in their order.
    """
    return networks.loc[(networks["epochs"] > 0) & (networks["ends"] == "last_epoch")]


def trained_classifiers(networks: pd.DataFrame) -> pd.DataFrame:
    """The networks that have an accuracy: those that were trained to their end, and to classify.

    Args:
        networks: One row a network: epochs, ends, task.

    Returns:
        Their rows, all columns, in their order.
    """
    trained = trained_to_the_end(networks)
    return trained.loc[trained["task"] == "classify"]


def training_runs(networks: pd.DataFrame, histories: pd.DataFrame) -> pd.DataFrame:
    """What was recorded of the networks that train, and which replicates came to the end.

    Args:
        networks: One row a network: experiment, network, epochs.
        histories: The `history.csv` of every network, stacked, experiment and network in front.

    Returns:
        The rows of `histories` whose network has any epochs, with the column finished: whether the
        row's replicate ended without diverging.
    """
    trained = networks.loc[networks["epochs"] > 0, NETWORK_KEY]
    runs = trained.merge(histories, on=NETWORK_KEY)
    sound = runs["status"].eq("ok")
    return runs.assign(finished=sound.groupby([runs[k] for k in REPLICATE_KEY]).transform("all"))


def replicate_counts(runs: pd.DataFrame) -> pd.DataFrame:
    """How many replicates of each network came to the end, and how many did not.

    Args:
        runs: As `training_runs` gives them, in any order.

    Returns:
        The columns replicates (that finished) and diverged, indexed by experiment and network.
    """
    finished = runs.drop_duplicates(REPLICATE_KEY).groupby(NETWORK_KEY)["finished"]
    return finished.agg(replicates="sum", diverged=lambda outcomes: (~outcomes).sum())


def replicate_accuracies(runs: pd.DataFrame) -> pd.Series:
    """Accuracy of every replicate that finished.

    The last epoch, and the mean of the last five epochs of training, never the best epoch: to
    choose the epoch by its accuracy would make every accuracy too good. Five epochs that were not
    all recorded have no mean: recordings that lie far apart are of networks at different stages.

    Args:
        runs: As `training_runs` gives them, in any order, of networks that classify.

    Returns:
        Fractions in [0, 1], indexed by experiment, network, split (training, validation, test),
        statistic (last_epoch, last_five) and replicate. What does not exist has no row.
    """
    # Rows are dropped, not masked: a single NaN anywhere changes how pandas sums every group,
    # and so the last bit of the mean of networks that have nothing to do with it.
    training = runs.loc[runs["finished"] & (runs["epoch"] > 0)]
    to_go = training.groupby(REPLICATE_KEY)["epoch"].transform("max") - training["epoch"]
    last = []
    for statistic, epochs in LAST_EPOCHS.items():
        recorded = training.loc[to_go < epochs]
        count = recorded.groupby(REPLICATE_KEY)["epoch"].transform("size")
        last.append(recorded.loc[count == epochs].assign(statistic=statistic))
    ordered = pd.concat(last).sort_values([*REPLICATE_KEY, "epoch"])
    accuracies = ordered.rename(columns={f"{split}_accuracy": split for split in SPLITS}).melt(
        id_vars=[*REPLICATE_KEY, "statistic"],
        value_vars=SPLITS,
        var_name="split",
        value_name="accuracy",
    )
    return accuracies.groupby([*ACCURACY_KEY, "replicate"])["accuracy"].mean()
