"""Which experiment shows the factors w σ′(z) of trained networks."""

from collections.abc import Iterable, Mapping


def is_first_of_trained_sigmoids(experiment: str, networks: Iterable[Mapping]) -> bool:
    """Whether an experiment is the first that trains deep sigmoid networks to their end."""
    first = next(
        (
            network["experiment"]
            for network in networks
            if network["epochs"] > 0
            and network["ends"] == "last_epoch"
            and network["hidden_layers"] > 1
            and network["activation"] == "sigmoid"
        ),
        None,
    )
    return experiment == first
