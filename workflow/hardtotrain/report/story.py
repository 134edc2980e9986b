"""The story: its scenes in their order. A new scene is a module, a template and a line here."""

from collections.abc import Callable, Mapping

from hardtotrain.report.scenes import (
    chain,
    claims,
    depth,
    first_layer,
    layers,
    neurons,
    opening,
    plateau,
    remedies,
    training,
    wall,
    worth,
)
from hardtotrain.report.study import Study

SCENES: dict[str, Callable[[Study], Mapping | None]] = {
    "opening": opening.tell,
    "depth": depth.tell,
    "neurons": neurons.tell,
    "first_layer": first_layer.tell,
    "chain": chain.tell,
    "layers": layers.tell,
    "training": training.tell,
    "plateau": plateau.tell,
    "wall": wall.tell,
    "worth": worth.tell,
    "remedies": remedies.tell,
    "claims": claims.tell,
}
