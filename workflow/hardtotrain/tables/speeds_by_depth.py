"""The table of speeds by depth: how fast would each layer learn, whatever the depth?"""

from collections.abc import Mapping

import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.roles.start_by_depth import at_depth
from hardtotrain.tables.mean_field import is_predicted, predicted_layers
from hardtotrain.tables.schemas.speeds import SPEEDS_BY_DEPTH

DEEPEST = 50


def speeds_by_depth_table(start: Mapping | None, images: Dataset) -> pd.DataFrame:
    """Initial learning speeds that theory predicts for networks of every depth up to DEEPEST.

    Args:
        start: The row of the network whose settings and width they all have; without one, or with
            one that theory says nothing of, there are no rows.
        images: The training examples, of which networks are probed on the first.

    Returns:
        One row for each depth and hidden layer: experiment and network (of `start`), hidden_layers,
        layer, predicted (bias_gradient_norm, the root mean square over starts) and predicted_ratio,
        that of the last hidden layer over it. What overflows is infinite or NaN.
    """
    rows = []
    for hidden_layers in range(1, DEEPEST + 1) if start and is_predicted(start) else ():
        network = {**start, "layers": at_depth(start, hidden_layers)}
        *hidden, _ = predicted_layers(network, images)
        rows += [
            (start["experiment"], start["network"], hidden_layers, layer, norm)
            for layer, *_, norm in hidden
        ]
    key = ["experiment", "network", "hidden_layers"]
    table = pd.DataFrame(rows, columns=[*key, "layer", "predicted"])
    last = table.groupby(key)["predicted"].transform("last")
    return table.assign(predicted_ratio=last / table["predicted"])[SPEEDS_BY_DEPTH.names]
