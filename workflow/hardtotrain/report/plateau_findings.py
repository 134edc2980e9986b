"""What the numbers say of the plateau: how depth lengthens it, how right theory is, who stays."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hardtotrain.report.numbers import Estimate, PlateauLength, PlateauPrediction, Report

Theory = Literal["formula", "from_start"]


@dataclass(frozen=True)
class Lengthening:
    """How depth changes the length of the plateau.

    Attributes:
        shallow: The shallowest network of a series with two or more hidden layers.
        deep: The deepest.
        factor: By which one more layer lengthens the plateau, geometric mean.
    """

    shallow: PlateauLength
    deep: PlateauLength
    factor: float


@dataclass(frozen=True)
class Fates:
    """Of how many replicates a theory says whether they leave.

    Attributes:
        right: Those that do what it says.
        all: Those that it speaks of.
        exceptions: The networks with any others.
    """

    right: int
    all: int
    exceptions: list[tuple[PlateauLength, PlateauPrediction]]


@dataclass(frozen=True)
class Region:
    """Networks of a map between, below or above its borders.

    Attributes:
        all: The networks.
        learned: Those that read clearly more than one answer would.
    """

    all: list[PlateauLength]
    learned: list[PlateauLength]

    @property
    def deepest(self) -> int:
        """Hidden layers of the deepest network that learns."""
        return max(row.hidden_layers for row in self.learned)


class PlateauFindings:
    """Reads what a report has of the plateau."""

    def __init__(self, report: Report) -> None:
        """Keeps the numbers."""
        self.rows = report.plateau
        self.report = report

    def of(self, experiment: str) -> list[PlateauLength]:
        """The networks of an experiment."""
        return [row for row in self.rows if row.experiment == experiment]

    @property
    def experiments(self) -> list[str]:
        """Those that have any networks on a plateau, in order."""
        return list(dict.fromkeys(row.experiment for row in self.rows))

    def kind(self, experiment: str) -> str | None:
        """Whether it shows courses, a wall or a map."""
        return next(e.plateau for e in self.report.experiments if e.name == experiment)

    @property
    def series(self) -> str | None:
        """The experiment that says what depth does to the plateau.

        Its networks differ in depth alone. Of several it is the one with most depths whose every
        replicate leaves, as these have a length.
        """
        alike = [e.name for e in self.report.experiments if not e.differs and self.of(e.name)]
        return max(alike, key=lambda name: len(self.deep_with_length(self.of(name))), default=None)

    @staticmethod
    def deep_with_length(rows: Iterable[PlateauLength]) -> list[PlateauLength]:
        """Networks of two or more hidden layers whose every replicate leaves, shallowest first."""
        known = [row for row in rows if row.length and row.hidden_layers > 1]
        return sorted(known, key=lambda row: row.hidden_layers)

    def lengthening(self, experiment: str | None) -> Lengthening | None:
        """What depth does in an experiment; None where it has fewer than two depths with lengths.

        One layer is left out: its plateau ends otherwise, at a constant rate.
        """
        rows = self.deep_with_length(self.of(experiment)) if experiment else []
        if not rows or rows[0].hidden_layers == rows[-1].hidden_layers:
            return None
        shallow, deep = rows[0], rows[-1]
        layers = deep.hidden_layers - shallow.hidden_layers
        return Lengthening(
            shallow, deep, (deep.length.value / shallow.length.value) ** (1 / layers)
        )

    @staticmethod
    def lengthens(found: Lengthening) -> bool:
        """Whether depth is shown to lengthen the plateau: the two intervals lie apart."""
        low, high = found.deep.length.low, found.shallow.length.high
        return low is not None and high is not None and low > high

    @staticmethod
    def ratios(
        rows: Sequence[PlateauLength], theory: Theory
    ) -> list[tuple[PlateauLength, Estimate]]:
        """Measured over predicted lengths, the smallest ratio first."""
        found = [
            (row, getattr(row, theory).ratio)
            for row in rows
            if getattr(row, theory) and getattr(row, theory).ratio
        ]
        return sorted(found, key=lambda pair: pair[1].value)

    @staticmethod
    def fates(rows: Sequence[PlateauLength], theory: Theory) -> Fates | None:
        """How often a theory is right about who leaves; None where it says nothing."""
        told = [(row, getattr(row, theory)) for row in rows if getattr(row, theory)]
        if not told:
            return None
        every = sum(row.replicates for row, _ in told)
        wrong = sum(len(said.wrong) for _, said in told)
        return Fates(every - wrong, every, [(row, said) for row, said in told if said.wrong])

    @staticmethod
    def walled(row: PlateauLength) -> bool:
        """Whether the formula says that a network never leaves, its decay being too strong."""
        return row.growth is not None and row.weight_decay >= row.growth

    @property
    def stuck(self) -> PlateauLength | None:
        """The shallowest network that no replicate leaves, where the like of it leaves.

        Its like has the same depth in the same experiment, and another decay or other weights.
        """
        stays = [row for row in self.rows if row.left == 0 and self.freed(row)]
        return min(stays, key=lambda row: row.hidden_layers, default=None)

    def freed(self, stuck: PlateauLength) -> list[PlateauLength]:
        """Networks of its depth, in its experiment, that every replicate leaves.

        Each differs from it in one thing: less decay, or other weights. Experiments that map
        many settings are told elsewhere.
        """
        if self.kind(stuck.experiment) != "courses":
            return []
        return [
            row
            for row in self.of(stuck.experiment)
            if row.hidden_layers == stuck.hidden_layers
            and row.length
            and (row.weight_decay < stuck.weight_decay) != (row.weight_scale != stuck.weight_scale)
            and row.weight_decay <= stuck.weight_decay
        ]

    def regions(self, experiment: str, learners: Container[str]) -> dict[str, Region]:
        """Who learns on either side of the two borders of a map.

        Args:
            experiment: That of the map.
            learners: The names of its networks that learn.

        Returns:
            The networks `above` the critical weights; of the others those `below` the border of
            time, whose plateau the formula says is longer than the training, and those `between`.
        """
        critical = self.report.critical_scales.get(experiment, float("inf"))
        rows: dict[str, list[PlateauLength]] = {"between": [], "below": [], "above": []}
        for row in self.of(experiment):
            if row.formula and row.weight_scale > critical:
                rows["above"].append(row)
            elif row.formula:
                updates = row.formula.updates
                in_time = updates is not None and updates <= row.training
                rows["between" if in_time else "below"].append(row)
        return {
            name: Region(found, [row for row in found if row.network in learners])
            for name, found in rows.items()
        }
