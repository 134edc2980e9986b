"""Which experiment shows how the layers learn before training."""

from collections.abc import Iterable, Mapping


def initial_experiment(networks: Iterable[Mapping]) -> str | None:
    """The experiment that shows how layers learn before training: the one with most replicates.

    Args:
        networks: The rows of the table of networks.

    Returns:
        Its name, or None where no network has two hidden layers to compare.
    """
    deep = [network for network in networks if network["hidden_layers"] > 1]
    most = max(deep, key=lambda network: network["replicates"], default=None)
    return most and most["experiment"]
