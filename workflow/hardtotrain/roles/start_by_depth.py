"""What depth does to one start: whose start that is, and which networks of a study show it."""

from collections.abc import Iterable, Mapping, Sequence

from hardtotrain.config.settings import HiddenLayers
from hardtotrain.layer_sizes import read_layers, write_layers
from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.initial_experiment import initial_experiment

# All that decides how fast the layers of a network learn before training, besides their sizes.
START = (
    "task",
    *HiddenLayers.model_fields,
    "scheme",
    "weight_scale",
    "bias_sd",
    "cost",
    "probe_images",
)


def start_of(networks: Sequence[Mapping]) -> Mapping | None:
    """The network whose start is followed from depth to depth.

    Args:
        networks: The rows of the table of networks.

    Returns:
        The row of the first of the initial experiment that classifies and has a hidden layer, None
        where there is none: theory says nothing of networks that reconstruct their images.
    """
    initial = initial_experiment(networks)
    return next(
        (
            row
            for row in networks
            if row["experiment"] == initial
            and row["task"] == "classify"
            and row["hidden_layers"] > 0
        ),
        None,
    )


def at_depth(start: Mapping, hidden_layers: int) -> str:
    """The layer sizes of a network as wide as another one's first hidden layer, at any depth.

    Args:
        start: The row of that other network.
        hidden_layers: How many there are.
    """
    first, width, *_, last = read_layers(start["layers"])
    return write_layers([first, *[width] * hidden_layers, last])


def starting_alike(networks: Iterable[Mapping], start: Mapping) -> list[Mapping]:
    """The networks that start as one does, and are as wide throughout, whatever their depth.

    Args:
        networks: The rows of the table of networks.
        start: One of them.
    """
    return [
        row
        for row in networks
        if all(str(row[key]) == str(start[key]) for key in START)  # NaN, too, is like NaN
        and row["hidden_layers"] > 0
        and read_layers(row["layers"]) == read_layers(at_depth(start, row["hidden_layers"]))
    ]


def trained_alike(networks: Iterable[Mapping], start: Mapping) -> list[Mapping]:
    """Of those that start alike the ones that train to the end, with the settings of the first.

    Args:
        networks: The rows of the table of networks.
        start: One of them.
    """
    trained = [
        row
        for row in starting_alike(networks, start)
        if row["epochs"] > 0 and row["ends"] == "last_epoch"
    ]
    return [
        row
        for row in trained
        if row["epochs"] == trained[0]["epochs"] and not differing_settings([trained[0], row])
    ]


def one_a_depth(networks: Iterable[Mapping]) -> dict[int, Mapping]:
    """Of several networks of one depth that with most replicates, the first of equals, by depth."""
    chosen = {}
    for row in networks:
        other = chosen.setdefault(row["hidden_layers"], row)
        if row["replicates"] > other["replicates"]:
            chosen[row["hidden_layers"]] = row
    return chosen
