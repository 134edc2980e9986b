"""How the first hidden layer compares with the last, before training and from epoch to epoch."""

import math
from collections.abc import Mapping
from typing import Literal

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study

# The book's measure of speed.
BOOKS = SPEEDS[0]

# The measure of single images, blind to how these cancel: what is multiplied from layer to layer.
ERRORS = "bias_gradient_rms"

# A factor a layer this close to 1 leaves an error as it is, over a few layers.
LEVEL = 1.25


def starts(study: Study, *measures: str) -> list[Row]:
    """The speed of the last hidden layer over that of the first, of every network.

    Args:
        study: What the page reads.
        measures: Of speed.

    Returns:
        Rows of learning_speed_ratios.csv that can be told, network by network.
    """
    depths = {
        (row["experiment"], row["network"]): row["hidden_layers"]
        for experiment in study.experiments
        for row in experiment.rows
    }
    return [
        row
        for row in study.rows("learning_speed_ratios", epoch=0, measure=measures, from_layer=1)
        if row["to_layer"] == depths[row["experiment"], row["network"]] and is_known(row)
    ]


def ratios(study: Study, network: Mapping, measure: str = BOOKS) -> list[Row]:
    """The speed of a network's last hidden layer over that of the first, epoch by epoch.

    Args:
        study: What the page reads.
        network: Its settings.
        measure: Of speed.

    Returns:
        Rows of learning_speed_ratios.csv.
    """
    rows = study.rows(
        "learning_speed_ratios",
        experiment=network["experiment"],
        network=network["network"],
        measure=measure,
        from_layer=1,
        to_layer=network["hidden_layers"],
    )
    known = [row for row in rows if row["median"] is not None]
    return sorted(known, key=lambda row: row["epoch"])


def is_slower(ratio: Row) -> bool:
    """Whether the first layer is the slower one, by the whole interval."""
    return ratio["ci_low"] is not None and ratio["ci_low"] > 1


def is_known(ratio: Row) -> bool:
    """Whether a ratio and its interval can be told: that to a layer without errors cannot."""
    known = [ratio[name] for name in ("median", "ci_low", "ci_high") if ratio[name] is not None]
    return ratio["median"] is not None and all(map(math.isfinite, known))


def course(ratio: Row) -> Literal["shrink", "grow", "level", "unclear"]:
    """What errors do from layer to layer on their way back, as far as the interval says.

    Args:
        ratio: Of `starts`, by the measure ERRORS.
    """
    steps = ratio["to_layer"] - 1
    if side(ratio, LEVEL**-steps) > 0 and side(ratio, LEVEL**steps) < 0:
        return "level"
    return {1: "shrink", -1: "grow", 0: "unclear"}[side(ratio, 1)]
