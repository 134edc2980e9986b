"""The table of the plateau: when each replicate leaves it, and when theory says it should."""

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.costs import COSTS
from hardtotrain.measures.plateau import LEFT_BELOW, plateau_cost
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.plateau import PLATEAU

REPLICATE_KEY = [*NETWORK_KEY, "replicate"]


def plateau_table(
    networks: pd.DataFrame, updates: pd.DataFrame, predictions: pd.DataFrame, images: Dataset
) -> pd.DataFrame:
    """Length of the plateau of every replicate that was looked at during its updates.

    Args:
        networks: One row a network: experiment, network, hidden_layers, cost, task, probe_images,
            images, regularisation, weight_scale, updates (of its whole training).
        updates: The `updates.csv` of every network, stacked, experiment and network in front.
        predictions: Those of `plateau_predictions`, stacked likewise.
        images: The training examples, of which each network is probed on the first.

    Returns:
        One row for each replicate of a classifier with recorded updates, in the order of
        `networks`: experiment, network, hidden_layers, replicate, updates_to_leave (until the cost
        of the probe images is below LEFT_BELOW times the plateau's; NaN: not within the run),
        updates_made (training may end early), updates_planned, plateau_cost (of the best single
        answer to its probe images), predicted_formula and predicted_from_start (NaN: never, or not
        predicted), growth (g, the weight decay that the formula's wall stands at), weight_decay
        (λ/n), weight_scale; formula_right and from_start_right (whether theory is right about the
        replicate's fate, to leave its plateau within its training or not; empty where it has no
        prediction).
    """
    classifiers = networks[networks["task"] == "classify"]
    recorded = classifiers.merge(updates, on=NETWORK_KEY)
    costs = {
        key: cost_of_plateau(*key, images)
        for key in recorded[["cost", "probe_images"]].drop_duplicates().itertuples(index=False)
    }
    keys = zip(recorded["cost"], recorded["probe_images"], strict=True)
    recorded["plateau_cost"] = [costs[key] for key in keys]
    measured = pd.DataFrame(
        [
            (*key, crossing(course["update"], course["probe_cost"], LEFT_BELOW * cost), cost)
            for key, course in recorded.groupby(REPLICATE_KEY)
            for cost in [course["plateau_cost"].iloc[0]]
        ],
        columns=[*REPLICATE_KEY, "updates_to_leave", "plateau_cost"],
    )
    made = recorded.groupby(REPLICATE_KEY)["update"].max().rename("updates_made")
    table = classifiers.merge(measured, on=NETWORK_KEY).merge(made.reset_index(), on=REPLICATE_KEY)
    table = table.merge(predictions, how="left", on=REPLICATE_KEY)
    table["updates_planned"] = table["updates"]
    table["weight_decay"] = table["regularisation"] / table["images"]
    for prediction in ("formula", "from_start"):
        predicted = table[f"predicted_{prediction}"]
        right = (predicted <= table["updates_planned"]) == table["updates_to_leave"].notna()
        table[f"{prediction}_right"] = right.astype(object).where(predicted.notna())
        table[f"predicted_{prediction}"] = predicted.replace(np.inf, np.nan)
    return table[PLATEAU.names]


def cost_of_plateau(cost: str, probe_images: int, images: Dataset) -> float:
    """The lowest cost that one answer for all probe images can have."""
    labels = images.labels[:probe_images]
    return plateau_cost(COSTS[cost], np.eye(images.labels.max() + 1)[labels])


def crossing(updates: pd.Series, costs: pd.Series, threshold: float) -> float:
    """Where a course of costs first falls below a threshold; NaN if it never does.

    Between two recordings the cost is taken to fall evenly with the logarithm of the updates, as
    they are spaced.

    Args:
        updates: Ascending.
        costs: Of the probe images after so many updates.
        threshold: In the unit of the costs.
    """
    below = np.flatnonzero(costs.to_numpy() < threshold)
    if not len(below):
        return np.nan
    at = below[0]
    if at == 0:
        return float(updates.iloc[0])
    (before, after), (cost_before, cost_after) = (
        values.iloc[at - 1 : at + 1].to_numpy(float) for values in (updates, costs)
    )
    share = (cost_before - threshold) / (cost_before - cost_after)
    if before == 0:
        return float(share * after)
    return float(before * (after / before) ** share)
