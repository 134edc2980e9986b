"""The parts of an experiment, each predicted by one job and tabulated by another."""

from collections.abc import Iterator, Sequence
from typing import Any

from hardtotrain.config.demand import rows_recorded
from hardtotrain.config.plan import Place, Plan, PlannedNetwork, network_row

# Each network takes some seconds, and the start of a job two.
MOST_NETWORKS = 12

# What was recorded of a part is read at once: some 200 bytes a row, with what is made of it. A
# single network may have more.
MOST_ROWS = 2_000_000

# Recorded, and in no table.
UNREAD = "histograms"


class Parts:
    """The parts of every experiment of a plan, numbered from 0."""

    def __init__(self, plan: Plan, experiments: Sequence[str]) -> None:
        """Splits each of the experiments."""
        self._parts = {name: list(split(plan.networks_in(name))) for name in experiments}

    def numbers_in(self, experiment: str) -> list[str]:
        """The parts of an experiment."""
        return [str(number) for number in range(len(self._parts[experiment]))]

    def numbers(self, place: Place) -> list[str]:
        """The parts of the experiment at a place."""
        return self.numbers_in(place.experiment)

    def watched_in(self, experiment: str) -> list[str]:
        """The parts of an experiment that have networks whose plateau is looked at."""
        return [
            str(number)
            for number, networks in enumerate(self._parts[experiment])
            if any(network.is_watched for network in networks)
        ]

    def watched_at(self, place: Place) -> list[str]:
        """Those of the experiment at a place."""
        return self.watched_in(place.experiment)

    def watched(self, place: Place) -> list[dict[str, Any]]:
        """Of the part at a place the networks whose plateau is looked at.

        Returns:
            For each of them network (its name), settings, replicates (how many) and updates.
        """
        return [
            {
                "network": network.name,
                "settings": network.settings,
                "replicates": network.replicates,
                "updates": network.updates,
            }
            for network in self._networks(place)
            if network.is_watched
        ]

    def names(self, place: Place) -> list[str]:
        """The names of the networks of the part at a place."""
        return [network.name for network in self._networks(place)]

    def rows(self, place: Place, dataset: str) -> list[dict[str, Any]]:
        """Their rows in the table of networks; `dataset` names the data they are trained on."""
        return [network_row(network, dataset) for network in self._networks(place)]

    def own(self, place: Place, row: dict[str, Any] | None, dataset: str) -> dict[str, Any] | None:
        """A row of the table of networks if it is one of theirs, else None."""
        return row if row in self.rows(place, dataset) else None

    def _networks(self, place: Place) -> Sequence[PlannedNetwork]:
        return self._parts[place.experiment][int(place.part)]


def split(networks: Sequence[PlannedNetwork]) -> Iterator[list[PlannedNetwork]]:
    """Splits networks, in their order, into parts of at most MOST_NETWORKS and MOST_ROWS."""
    part: list[PlannedNetwork] = []
    rows = 0
    for network in networks:
        recorded = rows_read(network)
        if part and (len(part) == MOST_NETWORKS or rows + recorded > MOST_ROWS):
            yield part
            part, rows = [], 0
        part.append(network)
        rows += recorded
    yield part


def rows_read(network: PlannedNetwork) -> int:
    """How many rows of what is recorded of a network its tables are made of."""
    return sum(rows for table, rows in rows_recorded(network).items() if table != UNREAD)
