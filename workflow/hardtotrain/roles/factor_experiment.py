"""Which networks have factors w σ′(z), and which experiment shows those of trained ones."""

from collections.abc import Iterable, Mapping

from hardtotrain.roles.plain_layers import are_plain


def has_factors(network: Mapping) -> bool:
    """Whether the errors of a network are multiplied by them on their way back.

    Args:
        network: Its row in the table of networks.
    """
    return network["activation"] == "sigmoid" and are_plain(network, but_for=["skip_connections"])


def is_first_of_trained_factors(experiment: str, networks: Iterable[Mapping]) -> bool:
    """Whether an experiment is the first that trains deep networks with factors to their end."""
    first = next(
        (
            network["experiment"]
            for network in networks
            if network["epochs"] > 0
            and network["ends"] == "last_epoch"
            and network["hidden_layers"] > 1
            and has_factors(network)
        ),
        None,
    )
    return experiment == first
