"""The table of training costs: how far did each network get, beside its experiment's first?"""

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, intervals_of_groups
from hardtotrain.statistics.geometric_mean import geometric_mean
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.replicates import (
    REPLICATE_KEY,
    replicate_counts,
    trained_to_the_end,
    training_runs,
)
from hardtotrain.tables.schemas.accuracies import TRAINING_COSTS

PAIR_KEY = ["experiment", "reference", "task", "cost", "replicate"]


def training_cost_table(networks: pd.DataFrame, histories: pd.DataFrame) -> pd.DataFrame:
    """Cost on the training images after the last epoch, and its ratio to the reference's.

    Costs fall by factors, so they are averaged and compared as logarithms. Replicates are paired by
    number, as replicate k meets the images in the same order in every network; a pair counts if
    both finished. The reference is the first trained network of the experiment.

    Args:
        networks: One row a network: experiment, network, task, cost, epochs, ends. Those with
            `epochs: 0` are left out, and those that end where they leave their plateau.
        histories: The `history.csv` of every network, stacked, experiment and network in front.

    Returns:
        One row for each trained network (in the order of `networks`): experiment, network, epoch
        (its last), replicates (that finished), diverged (replicates that did not), training_cost
        (geometric mean, without the L2 term), ci_low, ci_high (95%), reference, pairs, ratio
        (geometric mean of the pairs' cost over the reference's), ratio_low, ratio_high (95%). The
        reference itself and networks with another task or cost function than it have 0 pairs; what
        one replicate or pair, or none, cannot give is NaN.
    """
    trained = trained_to_the_end(networks)[[*NETWORK_KEY, "task", "cost", "epochs"]]
    first = trained.groupby("experiment")["network"].transform("first")
    chosen = trained.rename(columns={"epochs": "epoch"}).assign(reference=first)
    runs = training_runs(networks, histories)
    # Replicates that diverged, or are about to, have no cost after the last epoch.
    recorded = runs[[*REPLICATE_KEY, "epoch", "training_cost"]].dropna()
    ours = chosen.merge(recorded, on=[*NETWORK_KEY, "epoch"]).sort_values(REPLICATE_KEY)
    theirs = ours[["experiment", "network", "task", "cost", "replicate", "training_cost"]].rename(
        columns={"network": "reference", "training_cost": "reference_cost"}
    )
    pairs = ours.query("network != reference").merge(theirs, on=PAIR_KEY)
    pairs["ratio"] = pairs["training_cost"] / pairs["reference_cost"]
    costs = _geometric_means(ours, "training_cost")
    ratios = _geometric_means(pairs, "ratio").rename(
        columns={"ci_low": "ratio_low", "ci_high": "ratio_high"}
    )
    counts = replicate_counts(runs)
    paired = pairs.groupby(NETWORK_KEY).size().reindex(counts.index, fill_value=0)
    summary = counts.assign(pairs=paired).join(costs).join(ratios).reset_index()
    return chosen.merge(summary, on=NETWORK_KEY)[TRAINING_COSTS.names]


def _geometric_means(values: pd.DataFrame, column: str) -> pd.DataFrame:
    """Geometric mean of a column over the replicates of each network, with its interval."""
    groups = values.groupby(NETWORK_KEY)[column]
    means = groups.agg(geometric_mean).to_frame()
    return means.join(intervals_of_groups(groups, interval_of_geometric_mean))
