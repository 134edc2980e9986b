"""What the numbers say: which of the possible sentences of the report are true of this study."""

from typing import Literal

from hardtotrain.report.numbers import (
    Accuracy,
    AccuracyOfExperiment,
    Comparison,
    Estimate,
    LearningSpeed,
    Ratio,
    Report,
)

SPEED = "bias_gradient_norm"


class Findings:
    """Reads the numbers of a report for its prose and its headings."""

    def __init__(self, report: Report) -> None:
        """Keeps the report."""
        self.report = report

    @property
    def depth(self) -> AccuracyOfExperiment | None:
        """The first experiment whose first network is the shallowest of several depths.

        Differences are taken from the first network: from another they would not be depth's.
        """
        for experiment in self.report.accuracy:
            depths = [len(row.layers) for row in experiment.rows]
            if depths[0] == min(depths) < max(depths):
                return experiment
        return None

    def deepest(self, experiment: AccuracyOfExperiment) -> Accuracy:
        """The network with most layers."""
        return max(experiment.rows, key=lambda row: len(row.layers))

    def best(self, experiment: AccuracyOfExperiment) -> Accuracy | None:
        """The network with the highest mean validation accuracy."""
        finished = [row for row in experiment.rows if row.validation]
        return max(finished, key=lambda row: row.validation.value, default=None)

    @staticmethod
    def direction(difference: Estimate | None) -> Literal["up", "down", "unclear"]:
        """Which way a difference goes, as far as its interval lets one say."""
        if difference is None or difference.low is None:
            return "unclear"
        if difference.low > 0:
            return "up"
        return "down" if difference.high < 0 else "unclear"

    @property
    def slowdown(self) -> Ratio | None:
        """Last to first hidden layer of the deepest network before training."""
        if self.report.initial_speed is None:
            return None
        ratios = [r for r in self.report.initial_speed.ratios if r.measure == SPEED]
        return max(ratios, key=lambda ratio: ratio.hidden_layers, default=None)

    @staticmethod
    def factor_per_layer(ratio: Ratio) -> float:
        """The ratio's geometric mean for one layer."""
        return ratio.ratio.value ** (1 / (ratio.hidden_layers - 1))

    @staticmethod
    def at_end(experiment: LearningSpeed) -> list[Ratio]:
        """The ratios after training, by the book's measure; none where nothing was trained."""
        ratios = [r for r in experiment.ratios if r.epoch > 0 and r.measure == SPEED]
        return [r for r in ratios if r.epoch == max(ratio.epoch for ratio in ratios)]

    @property
    def compared(self) -> list[Comparison]:
        """Published values with a prediction interval to lie in: one replicate gives none."""
        return [c for c in self.report.comparisons if c.low is not None]

    @property
    def disagreements(self) -> list[Comparison]:
        """Published values that would surprise as one more replicate."""
        return [c for c in self.compared if not c.agrees]

    def title(self, experiment: str) -> str:
        """The heading of an experiment."""
        return next(e.title for e in self.report.experiments if e.name == experiment)
