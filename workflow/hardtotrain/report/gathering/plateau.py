"""Gathers how long networks stay on their plateau, and what theory says of it."""

from collections.abc import Sequence

import pandas as pd

from hardtotrain.report.gathering.cells import Tables, estimate, number
from hardtotrain.report.numbers import PlateauLength, PlateauPrediction
from hardtotrain.roles.plateau_experiments import kind_of
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.plateau import PREDICTIONS
from hardtotrain.theory.critical_start import critical_scale


def plateau_lengths(tables: Tables) -> list[PlateauLength]:
    """Every network whose updates were recorded."""
    replicates = dict(list(tables["plateau"].groupby(NETWORK_KEY)))
    found = []
    for _, row in tables["plateau_lengths"].iterrows():
        own = replicates[row["experiment"], row["network"]]
        found.append(
            PlateauLength(
                growth=number(row["growth"]),
                cost=own["plateau_cost"].iloc[0],
                training=row["updates"],
                length=estimate(row, "median_updates"),
                **{name: prediction(row, own, name) for name in PREDICTIONS},
                **row[
                    [
                        *NETWORK_KEY,
                        "hidden_layers",
                        "weight_decay",
                        "weight_scale",
                        "replicates",
                        "left",
                    ]
                ],
            )
        )
    return found


def prediction(row: pd.Series, replicates: pd.DataFrame, name: str) -> PlateauPrediction | None:
    """What one of PREDICTIONS says of a network; None where it says nothing.

    Args:
        row: Of the table of plateau lengths.
        replicates: Of the table of the plateau.
        name: The prediction.
    """
    right = replicates[f"{name}_right"]
    if right.isna().any():
        return None
    ends = f"{name}_ratio_low", f"{name}_ratio_high"
    pairs = row.rename({"replicates": "all", f"{name}_pairs": "replicates"})
    return PlateauPrediction(
        updates=number(row[f"{name}_updates"]),
        ratio=estimate(pairs, f"{name}_ratio", *ends),
        spread=number(row[f"{name}_spread"]),
        wrong=replicates.loc[~right.astype(bool), "replicate"].to_list(),
    )


def critical_scales(networks: pd.DataFrame, initial: str | None) -> dict[str, float]:
    """The critical weight scale of the maps of a study, and of its initial speeds.

    Args:
        networks: The table of networks.
        initial: The experiment of the initial speeds, or None.
    """
    scales = {}
    for experiment, rows in networks.groupby("experiment", sort=False):
        records = rows.to_dict("records")
        if experiment == initial or kind_of(records) == "map":
            scale = critical_scale(deepest(records))
            if scale is not None:
                scales[experiment] = scale
    return scales


def deepest(rows: Sequence[dict]) -> dict:
    """The network with most hidden layers."""
    return max(rows, key=lambda row: row["hidden_layers"])
