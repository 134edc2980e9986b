"""The table of fates: how often is theory right about who leaves the plateau?"""

import pandas as pd

from hardtotrain.statistics.wilson import share_with_interval
from hardtotrain.tables.schemas.plateau import PLATEAU_FATES, PREDICTIONS


def plateau_fate_table(lengths: pd.DataFrame) -> pd.DataFrame:
    """The share of an experiment's replicates whose fate each prediction says.

    The fate of a replicate is to leave its plateau within its training, or not.

    Args:
        lengths: The table of plateau lengths.

    Returns:
        One row for each experiment with predictions and each of them (formula, from_start), in
        order: experiment, prediction, replicates (that have it), right (whose fate it says), share,
        ci_low, ci_high (Wilson's 95% interval).
    """
    rows = []
    for experiment, networks in lengths.groupby("experiment", sort=False):
        for prediction in PREDICTIONS:
            predicted = networks[networks[f"{prediction}_right"].notna()]
            replicates = int(predicted["replicates"].sum())
            right = int(predicted[f"{prediction}_right"].sum())
            if replicates:
                interval = share_with_interval(right, replicates)
                rows.append([experiment, prediction, replicates, right, *interval])
    return pd.DataFrame(rows, columns=PLATEAU_FATES.names)
