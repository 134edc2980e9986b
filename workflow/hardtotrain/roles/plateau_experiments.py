"""What an experiment says of the plateau: how long it lasts, from which decay on, or for whom."""

from collections.abc import Mapping, Sequence
from typing import Literal

from hardtotrain.config.watching import is_watched
from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.plain_layers import are_plain

# More courses of the cost than that cannot be told apart.
COURSES = 8


def watched(rows: Sequence[Mapping]) -> list[Mapping]:
    """The networks whose plateau is looked at.

    Args:
        rows: Of the table of networks.
    """
    return [row for row in rows if is_watched(row["epochs"], row["recorded_updates"], row["task"])]


def descends_plainly(settings: Mapping, method: str, freezes: bool) -> bool:
    """Whether a network is trained as theory has it: by plain gradient descent on plain layers.

    Skip connections do not disturb it.

    Args:
        settings: Its own, those of its hidden layers among them.
        method: Of its optimiser.
        freezes: Whether any of its layers is frozen.
    """
    return method == "sgd" and are_plain(settings, but_for=["skip_connections"]) and not freezes


def predicted(rows: Sequence[Mapping]) -> list[Mapping]:
    """Those whose length a formula predicts: two plain layers or more, all by gradient descent."""
    return [
        row
        for row in watched(rows)
        if row["hidden_layers"] > 1
        and descends_plainly(row, row["optimiser"], row["frozen_layers"] != "none")
        and are_plain(row)
    ]


Kind = Literal["courses", "wall", "map", "remedies"]


def kind_of(rows: Sequence[Mapping]) -> Kind | None:
    """What the networks of one experiment show of the plateau.

    Args:
        rows: Of the table of networks.

    Returns:
        `wall` where they differ in depth and weight decay alone, `map` where they are a grid of
        depths and weight scales that train to their end, `remedies` where they are a grid of depths
        and other changes, else `courses`; None where none is looked at.
    """
    seen = watched(rows)
    if not seen:
        return None
    differ = differing_settings(rows)
    if len(seen) == len(rows):
        if differ == ["regularisation"] and differ_in_both(rows, "regularisation"):
            return "wall"
        alike = {(row["scheme"], str(row["bias_sd"]), row["epochs"], row["ends"]) for row in rows}
        to_the_end = all(row["ends"] == "last_epoch" for row in rows)
        scales = differ == ["initialiser"] and to_the_end and len(alike) == 1
        if scales and is_grid(rows) and differ_in_both(rows, "weight_scale"):
            return "map"
        if to_the_end and is_grid_of_changes(rows):
            return "remedies"
    return "courses"


def differ_in_both(rows: Sequence[Mapping], setting: str) -> bool:
    """Whether there is one network for each of some pairs of depth and setting, several of both."""
    pairs = {(row["hidden_layers"], row[setting]) for row in rows}
    return len(pairs) == len(rows) and all(
        len(set(values)) > 1 for values in zip(*pairs, strict=True)
    )


def is_grid_of_changes(rows: Sequence[Mapping]) -> bool:
    """Whether every depth, of three hidden layers or more, has each of several changes."""
    depths = {row["hidden_layers"] for row in rows}
    changes = {row["changes"] for row in rows}
    every = len(rows) == len(depths) * len(changes) == len({pair(row) for row in rows})
    return every and len(depths) > 1 and len(changes) > 2 and min(depths) > 2


def pair(row: Mapping) -> tuple:
    """The depth of a network, and its changes."""
    return row["hidden_layers"], row["changes"]


def is_grid(rows: Sequence[Mapping]) -> bool:
    """Whether every depth has every weight scale."""
    depths = {row["hidden_layers"] for row in rows}
    return len(rows) == len(depths) * len({row["weight_scale"] for row in rows})
