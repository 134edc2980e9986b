"""Every table of the networks of an experiment: a new one is a new module and a line here."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hardtotrain.data.dataset import Splits
from hardtotrain.engine.network import Network
from hardtotrain.inspections.image_accuracy import image_accuracy_table
from hardtotrain.inspections.jacobians import jacobian_table
from hardtotrain.inspections.slope_factors import slope_factor_table
from hardtotrain.inspections.slope_points import slope_point_table
from hardtotrain.inspections.weight_shares import weight_share_table
from hardtotrain.measures.monitors import correct_images


def tables_of_networks(
    networks: pd.DataFrame, finished_of: Callable[[tuple[str, str]], Network], dataset: Splits
) -> dict[str, pd.DataFrame]:
    """The tables of an experiment that rest on the networks themselves, as training left them.

    Args:
        networks: One row a network, with all its settings.
        finished_of: Gives for a pair of experiment and network its finished replicates.
        dataset: What they were trained on.
    """

    def correct_of(network: tuple[str, str]) -> NDArray[np.bool_]:
        validation = dataset.validation
        return correct_images(finished_of(network), validation.images, validation.labels)

    return {
        "image_accuracy": image_accuracy_table(networks, correct_of),
        "slope_factors": slope_factor_table(networks, finished_of, dataset.training),
        "slope_points": slope_point_table(networks, finished_of, dataset.training),
        "weight_shares": weight_share_table(networks, finished_of),
        "jacobians": jacobian_table(networks, finished_of, dataset.training),
    }
