"""The story: its scenes in their order. A new scene is a module, a template and a line here."""

from collections.abc import Callable, Mapping

from hardtotrain.report.scenes import claims, depth, plateau, training, wall, worth
from hardtotrain.report.study import Study

SCENES: dict[str, Callable[[Study], Mapping | None]] = {
    "depth": depth.tell,
    "training": training.tell,
    "plateau": plateau.tell,
    "wall": wall.tell,
    "worth": worth.tell,
    "claims": claims.tell,
}
