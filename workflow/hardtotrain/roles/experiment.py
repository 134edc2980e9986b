"""What figures ask of the networks of one experiment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.initial_experiment import initial_experiment
from hardtotrain.roles.plateau_experiments import Kind, kind_of

# More layers than that cannot be told apart by their colours.
COLOURED_LAYERS = 6


@dataclass(frozen=True)
class Experiment:
    """The networks of one experiment, and what kinds of them there are.

    Attributes:
        name: Its name.
        rows: Its rows of the table of networks, one or more.
        study: All rows of that table.
        is_initial: Whether it is the one that shows how layers learn before training.
    """

    name: str
    rows: Sequence[Mapping]
    study: Sequence[Mapping]
    is_initial: bool

    @cached_property
    def trained(self) -> list[Mapping]:
        """Those that are trained at all."""
        return [row for row in self.rows if row["epochs"] > 0]

    @cached_property
    def to_the_end(self) -> list[Mapping]:
        """Those whose ends can be compared: trained to their last epoch, and no part of a grid.

        Those that end where they leave their plateau have no accuracy, no cost and no speeds at the
        end; a grid has a figure of its own, and no panel for each network.
        """
        return [row for row in self.trained if row["ends"] == "last_epoch" and not self.is_grid]

    @cached_property
    def classifiers(self) -> list[Mapping]:
        """Those that classify; the others reconstruct their images."""
        return [row for row in self.rows if row["task"] == "classify"]

    @cached_property
    def deep(self) -> list[Mapping]:
        """Those with two or more hidden layers to compare."""
        return [row for row in self.rows if row["hidden_layers"] > 1]

    @cached_property
    def differ(self) -> set[str]:
        """The settings, besides depth and length of training, in which they differ."""
        return set(differing_settings(self.rows))

    @cached_property
    def kind(self) -> Kind | None:
        """What they show of the plateau."""
        return kind_of(self.rows)

    @property
    def is_grid(self) -> bool:
        """Whether they are a grid of depths and something else."""
        return self.kind in ("wall", "map", "remedies")

    @property
    def can_be_coloured(self) -> bool:
        """Whether there are hidden layers, and few enough to tell them apart by their colours."""
        return 0 < max(row["hidden_layers"] for row in self.rows) <= COLOURED_LAYERS


def experiments_of(networks: Sequence[Mapping]) -> Iterator[Experiment]:
    """The experiments of a study.

    Args:
        networks: The rows of the table of networks.
    """
    initial = initial_experiment(networks)
    for name, rows in groupby(networks, itemgetter("experiment")):
        yield Experiment(name, list(rows), networks, name == initial)
