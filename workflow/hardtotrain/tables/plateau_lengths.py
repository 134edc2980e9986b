"""The table of plateau lengths: measured over predicted, network by network."""

import numpy as np
import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, interval_of_median_ratio
from hardtotrain.statistics.geometric_mean import geometric_mean
from hardtotrain.statistics.share import share_with_interval
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.plateau import PLATEAU_LENGTHS

LEFT = ("share_left", "left_low", "left_high")


def plateau_length_table(plateau: pd.DataFrame) -> pd.DataFrame:
    """How long networks stay on their plateau, beside what theory says.

    Lengths are compared where a replicate leaves its plateau within its training and should.

    Args:
        plateau: The table of the plateau.

    Returns:
        One row for each network of `plateau`, in its order: experiment, network, hidden_layers,
        weight_decay, weight_scale, growth, replicates, left (how many of them leave), share_left
        with left_low and left_high (exact 95% interval), updates (of the whole training),
        median_updates (to leave, where every replicate does) with ci_low and ci_high; and for
        either prediction, formula and from_start: updates (median; empty where it is never),
        pairs (replicates that leave and should), ratio (measured over predicted, geometric mean)
        with its 95% interval, spread (the standard deviation of the ratio's logarithm, as a
        factor), right (how many replicates leave or stay as it says).
    """
    rows = []
    for key, replicates in plateau.groupby(NETWORK_KEY, sort=False):
        left = replicates["updates_to_leave"].notna()
        first = replicates.iloc[0]
        rows.append(
            {
                **dict(zip(NETWORK_KEY, key, strict=True)),
                **first[["hidden_layers", "weight_decay", "weight_scale", "growth"]],
                "replicates": len(replicates),
                "left": left.sum(),
                **dict(zip(LEFT, share_with_interval(left.sum(), len(left)), strict=True)),
                "updates": first["updates_planned"],
                **median(replicates["updates_to_leave"]),
            }
            | beside(replicates, "formula")
            | beside(replicates, "from_start")
        )
    return pd.DataFrame(rows, columns=PLATEAU_LENGTHS.names)


def median(updates: pd.Series) -> dict[str, float]:
    """The median length with its interval, where every replicate has one."""
    if updates.isna().any():
        return {}
    low, high = interval_of_median_ratio(updates)
    return {"median_updates": updates.median(), "ci_low": low, "ci_high": high}


def beside(replicates: pd.DataFrame, prediction: str) -> dict[str, float]:
    """What one prediction says of the replicates of a network, and how true it is.

    Args:
        replicates: Rows of the table of the plateau.
        prediction: One of PREDICTIONS.
    """
    right = replicates[f"{prediction}_right"]
    if right.isna().any():
        return {}
    predicted, measured = replicates[f"predicted_{prediction}"], replicates["updates_to_leave"]
    both = (predicted <= replicates["updates_planned"]) & measured.notna()
    found = {
        f"{prediction}_updates": predicted.median() if predicted.notna().all() else np.nan,
        f"{prediction}_pairs": both.sum(),
        f"{prediction}_right": int(right.sum()),  # of a single truth value the sum is one too
    }
    ratios = (measured / predicted)[both]
    if len(ratios):
        low, high = interval_of_geometric_mean(ratios)
        found |= {
            f"{prediction}_ratio": geometric_mean(ratios),
            f"{prediction}_ratio_low": low,
            f"{prediction}_ratio_high": high,
            f"{prediction}_spread": np.exp(np.log(ratios).std()),
        }
    return found
