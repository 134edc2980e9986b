"""In which settings, besides depth and length of training, the networks of an experiment differ."""

from collections.abc import Mapping, Sequence

# Columns of the table of networks that are no such setting, or that another one tells too.
NO_SETTINGS = {
    "experiment",
    "network",
    "changes",
    "layers",
    "hidden_layers",
    "scheme",
    "weight_scale",
    "bias_sd",
    "epochs",
    "ends",
    "updates",
    "recorded_updates",
    "replicates",
}


def differing_settings(networks: Sequence[Mapping]) -> list[str]:
    """The settings that are not the same in all of some networks.

    Args:
        networks: Rows of the table of networks, one or more.

    Returns:
        Their columns, in order; empty where the networks differ in layers, epochs and replicates
        alone, so that nothing but these can explain what differs in their results.
    """
    first = networks[0]
    return [
        setting
        for setting in first
        if setting not in NO_SETTINGS and any(n[setting] != first[setting] for n in networks)
    ]
