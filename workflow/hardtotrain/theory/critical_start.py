"""The critical start of a network that the config describes: errors neither vanish nor explode."""

from collections.abc import Mapping

import pandas as pd

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.layer_sizes import read_layers
from hardtotrain.theory.mean_field import critical_weight_scale, weight_sd


def critical_scale(network: Mapping) -> float | None:
    """The factor on the weights that makes the start critical, biases being what they are.

    Args:
        network: A row of the table of networks: layers, activation, scheme, bias_sd.

    Returns:
        The weight_scale at which χ = 1 deep in the network, whose hidden layers are taken to be as
        wide as its first; None where there is none.
    """
    scheme, width = network["scheme"], read_layers(network["layers"])[1]
    given = network["bias_sd"]
    bias_sd = INITIALISERS[scheme].bias_sd if pd.isna(given) else given
    try:
        sigma_w = critical_weight_scale(ACTIVATIONS[network["activation"]], bias_sd)
    except ValueError:
        return None
    return sigma_w / weight_sd(scheme, width, width)
