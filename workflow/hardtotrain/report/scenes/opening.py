"""The answer in short: how slow the first layer starts, how long networks wait, what holds them."""

import math
from collections.abc import Mapping, Sequence

from hardtotrain.network_words import hidden_sizes
from hardtotrain.report.cells import Row
from hardtotrain.report.scenes import first_layer, plateau, wall
from hardtotrain.report.study import Study

# A plateau is close to its prediction that differs by less than this factor.
CLOSE = 1.25


def tell(study: Study) -> Mapping | None:
    """What the whole story comes to.

    Returns:
        experiment: the one that shows the start; basics: what a newcomer has to know, or None;
        start, plateau, wall: what those scenes tell, or None; close: whether the theory from each
        start is never far off about the plateau, by its mean ratios; least_sure: of the rows of
        plateau_lengths.csv that with the interval of this ratio that reaches furthest from 1, None
        where there is none; formula_worse: whether the formula is further off. None where the
        study has neither layers to compare nor a plateau.
    """
    start, stay, limit = first_layer.tell(study), plateau.tell(study), wall.tell(study)
    if start is None and stay is None:
        return None
    ratios = dict.fromkeys(plateau.PREDICTIONS) if stay is None else stay["ratios"]
    off = {name: furthest(found, name) for name, found in ratios.items()}
    return {
        "experiment": start["experiment"] if start else None,
        "basics": basics(study),
        "start": start,
        "plateau": stay,
        "wall": limit,
        "close": 1 <= off["from_start"] < CLOSE,
        "least_sure": least_sure(stay["networks"]) if stay else None,
        "formula_worse": off["formula"] > off["from_start"] >= 1,
    }


def furthest(ratios: Mapping | None, prediction: str) -> float:
    """The factor by which the worst of some predictions of plateaus is off; 0 where none is known.

    Args:
        ratios: The networks with the least and the most of what was measured over predicted.
        prediction: Of which.
    """
    if ratios is None:
        return 0
    return max(off_by(ratios[end][f"{prediction}_ratio"]) for end in ("least", "most"))


def off_by(ratio: float) -> float:
    """A ratio, or one over it, whichever is above 1."""
    return math.exp(abs(math.log(ratio)))


def least_sure(networks: Sequence[Row]) -> Row | None:
    """The network whose plateau, by its interval, the theory from each start may miss most."""
    ends = ("from_start_ratio_low", "from_start_ratio_high")
    known = [row for row in networks if all(row[end] is not None for end in ends)]
    return max(known, key=lambda row: max(off_by(row[end]) for end in ends), default=None)


def basics(study: Study) -> Mapping | None:
    """What the first network that the study trains is made of, for who has never seen one.

    Returns:
        settings: its row of networks.csv; digits: whether it reads MNIST; pixels, classes, chance,
        width: formulas of numbers, the last None where hidden layers differ in width; sigmoid:
        whether its neurons are sigmoids. None where the network does not classify.
    """
    networks = study.rows("networks")
    settings = next((row for row in networks if row["epochs"] > 0), networks[0])
    if settings["task"] != "classify":
        return None
    rows, columns = study.dataset.image_size
    widths = set(hidden_sizes(settings))
    return {
        "settings": settings,
        "digits": study.reads_mnist,
        "pixels": rf"{rows} \times {columns} = {rows * columns}",
        "classes": str(study.classes),
        "chance": f"1/{study.classes}",
        "width": widths.pop() if len(widths) == 1 else None,
        "sigmoid": settings["activation"] == "sigmoid",
    }
