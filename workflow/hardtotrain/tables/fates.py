"""The fate of a replicate, whether it leaves its plateau in its training, as theory says it."""

import pandas as pd

from hardtotrain.tables.plateau_lengths import predictable
from hardtotrain.tables.published import NETWORK_KEY


def misjudged(plateau: pd.DataFrame, prediction: str) -> pd.Series:
    """Whose fate a prediction gets wrong.

    Args:
        plateau: Rows of the table of the plateau.
        prediction: `formula` or `from_start`.

    Returns:
        For each row True or False, or NA where there is no prediction.
    """
    leaves = plateau["updates_to_leave"].notna()
    should_leave = plateau[f"predicted_{prediction}"] <= plateau["updates_planned"]
    wrong = (leaves != should_leave).astype("boolean")
    for _, replicates in plateau.groupby(NETWORK_KEY):
        if not predictable(replicates, prediction):
            wrong[replicates.index] = pd.NA
    return wrong
