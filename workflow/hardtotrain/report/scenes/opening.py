"""The answer in short: how slow the first layer starts, what that costs, and what makes it last."""

from collections.abc import Mapping

from hardtotrain.report.scenes import first_layer, plateau, wall
from hardtotrain.report.study import Study


def tell(study: Study) -> Mapping | None:
    """What the whole story comes to.

    Returns:
        experiment: the one that shows the start; start, plateau, wall: what those scenes tell, or
        None; factor: by which an untrained layer divides its errors, a row of jacobians.csv. None
        where the study has neither layers to compare nor a plateau.
    """
    start, stay, limit = first_layer.tell(study), plateau.tell(study), wall.tell(study)
    if start is None and stay is None:
        return None
    found = {"start": start, "plateau": stay, "wall": limit, "factor": None, "experiment": None}
    if start:
        deepest = start["deepest"]
        found["experiment"] = start["experiment"]
        found["factor"] = study.row(
            "jacobians", experiment=deepest["experiment"], network=deepest["network"]
        )
    return found
