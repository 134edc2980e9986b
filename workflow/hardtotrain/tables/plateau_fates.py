"""The table of fates: how often is theory right about who leaves the plateau?"""

import pandas as pd

from hardtotrain.statistics.share import share_with_interval
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.plateau import PLATEAU_FATES, PREDICTIONS


def plateau_fate_table(networks: pd.DataFrame, lengths: pd.DataFrame) -> pd.DataFrame:
    """The share of an experiment's replicates whose fate each prediction says.

    The fate of a replicate is to leave its plateau within its training, or not.

    Args:
        networks: One row for each network, with its experiment and its layers.
        lengths: The table of plateau lengths.

    Returns:
        One row for each experiment with predictions and each of them (formula, from_start), in
        order: experiment, prediction, replicates (that have it), starts (how many of them have
        random numbers of their own: networks of the same layers start from the same), right
        (whose fate it says), share, ci_low, ci_high (exact 95% interval, as of so many starts).
    """
    rows = []
    lengths = lengths.merge(networks[[*NETWORK_KEY, "layers"]], on=NETWORK_KEY)
    for experiment, of_experiment in lengths.groupby("experiment", sort=False):
        for prediction in PREDICTIONS:
            predicted = of_experiment[of_experiment[f"{prediction}_right"].notna()]
            replicates = int(predicted["replicates"].sum())
            starts = int(predicted.groupby("layers")["replicates"].max().sum())
            right = int(predicted[f"{prediction}_right"].sum())
            if replicates:
                interval = share_with_interval(right, replicates, independent=starts)
                rows.append([experiment, prediction, replicates, starts, right, *interval])
    return pd.DataFrame(rows, columns=PLATEAU_FATES.names)
