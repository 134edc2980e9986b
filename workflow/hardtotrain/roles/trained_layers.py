"""Which network shows how layers learn from epoch to epoch."""

from collections.abc import Iterable, Mapping


def first_to_train_layers(networks: Iterable[Mapping]) -> Mapping | None:
    """The first network that trains and has two hidden layers to compare.

    Args:
        networks: Rows of the table of networks.

    Returns:
        Its row, or None where there is none.
    """
    layered = (row for row in networks if row["epochs"] > 0 and row["hidden_layers"] > 1)
    return next(layered, None)
