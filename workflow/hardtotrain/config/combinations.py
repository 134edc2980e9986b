"""Settings that are valid one by one but cannot go together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hardtotrain.config.plan import PlannedNetwork
from hardtotrain.config.problems import Problem
from hardtotrain.config.study import LONGEST_NAME, REPETITIVE


def impossible_combinations(networks: Sequence[PlannedNetwork]) -> list[Problem]:
    """Every mistake that shows only once all settings of the networks are known."""
    problems = [problem for network in networks for problem in within_network(network)]
    return [*problems, *names_used_twice(networks)]


def path_of(network: PlannedNetwork, *key: str) -> tuple[str | int, ...]:
    """Where a network stands in the config."""
    return ("experiments", network.experiment, "networks", network.position, *key)


def within_network(network: PlannedNetwork) -> Iterator[Problem]:
    """Mistakes of one network by itself."""
    settings = network.settings
    if settings["batch_size"] > settings["images"]:
        yield Problem(
            path_of(network, "batch_size"),
            f"{settings['batch_size']}; expected at most the number of training images, "
            f"{settings['images']}",
        )
    layers = len(settings["layers"]) - 1
    for layer in settings["frozen_layers"]:
        if layer > layers:
            yield Problem(
                path_of(network, "frozen_layers"),
                f"{layer}; expected a layer from 1 to {layers}, the output layer",
            )
    if settings["epochs"] and set(settings["frozen_layers"]) >= set(range(1, layers + 1)):
        yield Problem(
            path_of(network, "frozen_layers"),
            "every layer is frozen; expected at least one to train (or epochs: 0)",
        )
    if settings["ends"] == "plateau_left" and not settings["record"]["updates"]:
        yield Problem(
            path_of(network, "ends"),
            "'plateau_left'; expected record: {updates: 20} too, or another number from 1, so that "
            "the training is looked at",
        )
    if network.task == "reconstruct" and settings["cost"] == "log_likelihood":
        yield Problem(
            path_of(network, "cost"),
            "'log_likelihood'; expected cross_entropy or quadratic where the outputs are pixels, "
            "which do not sum to 1",
        )
    if len(network.name) > LONGEST_NAME:
        yield Problem(
            path_of(network),
            f"its name would have {len(network.name)} characters; expected a name: of its own, "
            f"of at most {LONGEST_NAME}",
        )
    elif REPETITIVE.search(network.name):
        yield Problem(
            path_of(network),
            "its name would end in twenty times the same; expected a name: of its own",
        )


def names_used_twice(networks: Sequence[PlannedNetwork]) -> Iterator[Problem]:
    """Networks whose results would share a folder, also where case does not tell names apart."""
    seen = defaultdict(list)
    for network in networks:
        seen[network.experiment, network.name.casefold()].append(network)
    for same in seen.values():
        for network in same[1:]:
            yield Problem(
                path_of(network),
                f"{network.name!r} is the name of networks[{same[0].position}] already; "
                "expected another architecture or setting, or a name of its own",
            )
