"""The answer in short: how slow the first layer starts, what that costs, and what makes it last."""

from collections.abc import Mapping

from hardtotrain.report.scenes import first_layer, plateau, wall
from hardtotrain.report.study import Study

# A plateau is close to its prediction that differs by less than this factor.
CLOSE = 1.25


def tell(study: Study) -> Mapping | None:
    """What the whole story comes to.

    Returns:
        experiment: the one that shows the start; start, plateau, wall: what those scenes tell, or
        None; close: whether the theory from each start is never far off about the plateau. None
        where the study has neither layers to compare nor a plateau.
    """
    start, stay, limit = first_layer.tell(study), plateau.tell(study), wall.tell(study)
    if start is None and stay is None:
        return None
    return {
        "experiment": start["experiment"] if start else None,
        "start": start,
        "plateau": stay,
        "wall": limit,
        "close": stay is not None and is_close(stay["ratios"]["from_start"]),
    }


def is_close(ratios: Mapping | None) -> bool:
    """Whether all ratios of what was measured to a prediction are near 1.

    Args:
        ratios: Of the plateau: the networks with the least and the most.
    """
    return (
        ratios is not None
        and ratios["least"]["from_start_ratio"] > 1 / CLOSE
        and ratios["most"]["from_start_ratio"] < CLOSE
    )
