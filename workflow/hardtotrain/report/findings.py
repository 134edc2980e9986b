"""What the numbers say: which of the possible sentences of the report are true of this study."""

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import escape

from hardtotrain.report.language import Phrase
from hardtotrain.report.numbers import (
    Accuracy,
    AccuracyOfExperiment,
    Claim,
    Comparison,
    Decay,
    Difference,
    Estimate,
    Experiment,
    LearningSpeed,
    Network,
    Ratio,
    Report,
    SameNetwork,
    SlopeFactor,
    Text,
    TrainingCost,
)
from hardtotrain.report.plateau_findings import PlateauFindings, Region

SPEED = "bias_gradient_norm"

# By how much an accuracy has to exceed that of a constant answer to count as learning: 2 points.
BEYOND_ONE_ANSWER = 0.02

# A prediction that is off by less says how large an error is: 15%.
CLOSE = 0.15

# A layer that changes errors by less than this factor either way leaves them as they are.
LEVEL = 1.25


@dataclass(frozen=True)
class TrainedParts:
    """The parts of weights and slopes in the errors of a network, as smallest and largest layer.

    Attributes:
        network: Its name.
        epoch: At which they were measured.
        before: Of the weights, before training.
        weights: Of the weights, at that epoch.
        slopes: Of the slopes, at that epoch.
    """

    network: str
    epoch: int
    before: tuple[float, float]
    weights: tuple[float, float]
    slopes: tuple[float, float]


class Findings:
    """Reads the numbers of a report for its prose and its headings."""

    def __init__(self, report: Report) -> None:
        """Keeps the report."""
        self.report = report
        self.plateau = PlateauFindings(report)

    def experiment(self, name: str) -> Experiment:
        """An experiment by its name."""
        return next(e for e in self.report.experiments if e.name == name)

    def title(self, experiment: str) -> Phrase:
        """The title of an experiment by its name."""
        return self.words(self.experiment(experiment).title)

    @staticmethod
    def words(text: Text) -> Phrase:
        """Words of the config as the page says them."""
        return Phrase(escape(text.en), escape(text.zh))

    @staticmethod
    def said(claim: Claim) -> Phrase:
        """A claim in both languages; in English alone where it has no Chinese."""
        return Phrase(escape(claim.english), escape(claim.chinese or claim.english))

    def network(self, experiment: str, name: str) -> Network:
        """A network by the name of its experiment and its own."""
        return next(n for n in self.experiment(experiment).networks if n.name == name)

    @property
    def trained(self) -> list[Experiment]:
        """The experiments in which any network is trained."""
        return [e for e in self.report.experiments if any(n.epochs for n in e.networks)]

    @property
    def of_depth(self) -> list[AccuracyOfExperiment]:
        """The trained experiments whose networks differ in nothing but layers and epochs."""
        return [e for e in self.report.accuracy if not self.experiment(e.experiment).differs]

    @property
    def of_settings(self) -> list[Experiment]:
        """The other trained experiments: networks differ in more settings, or none classifies.

        Those that tell of the plateau alone are left out.
        """
        of_depth = {e.experiment for e in self.of_depth}
        return [
            e
            for e in self.trained
            if e.name not in of_depth and not e.ends_on_leaving and e.plateau not in ("wall", "map")
        ]

    @property
    def curves(self) -> list[LearningSpeed]:
        """The learning speeds of experiments whose networks differ in layers and epochs alone.

        Replicates that end where they leave their plateau have no common course.
        """
        return [
            e
            for e in self.report.learning_speed
            if not (found := self.experiment(e.experiment)).differs and not found.ends_on_leaving
        ]

    @property
    def untrained_with_settings(self) -> list[Experiment]:
        """The untrained experiments whose networks differ in more than their layers."""
        trained = self.trained
        return [e for e in self.report.experiments if e.differs and e not in trained]

    def learned(self, experiment: AccuracyOfExperiment) -> bool:
        """Whether any of its networks is better than one answer for every image."""
        return any(self.has_learned(row) for row in experiment.rows)

    def has_learned(self, row: Accuracy) -> bool:
        """Whether a network finished, and is better than one answer for every image."""
        return row.validation is not None and self.beats_one_answer(row.validation)

    def regions(self, experiment: str) -> dict[str, Region]:
        """Who learns on either side of the two borders of a map."""
        rows = self.accuracies_of(experiment).rows
        return self.plateau.regions(experiment, {r.network for r in rows if self.has_learned(r)})

    def idle(self, experiment: AccuracyOfExperiment) -> list[Accuracy]:
        """Its networks that finished without learning more than one answer."""
        return [row for row in experiment.rows if row.validation and not self.has_learned(row)]

    @property
    def wall(self) -> tuple[AccuracyOfExperiment, Accuracy] | None:
        """The shallowest network that learns nothing and is deeper than all of its kind that do.

        One that was given fewer images than the deepest of these may lack images, not depth.
        """
        rows = [(experiment, row) for experiment in self.of_depth for row in experiment.rows]
        learners = [
            (len(row.layers), self.network(e.experiment, row.network).images)
            for e, row in rows
            if self.has_learned(row)
        ]
        layers, images = max(learners, default=(math.inf, 0))
        stuck = [
            (e, row)
            for e, row in rows
            if row in self.idle(e)
            and len(row.layers) > layers
            and self.network(e.experiment, row.network).images >= images
        ]
        return min(stuck, key=lambda found: len(found[1].layers), default=None)

    @property
    def beyond_the_wall(self) -> Accuracy | None:
        """The deepest network that learns under other settings, if it is deeper than the wall."""
        if self.wall is None:
            return None
        learners = [
            row
            for e in self.report.accuracy
            for row in e.rows
            if self.experiment(e.experiment).differs and self.has_learned(row)
        ]
        deepest = max(learners, key=lambda row: len(row.layers), default=None)
        return deepest if deepest and len(deepest.layers) > len(self.wall[1].layers) else None

    def beats_one_answer(self, accuracy: Estimate) -> bool:
        """Whether an accuracy is clearly above that of giving every image the commonest answer."""
        return accuracy.value >= self.report.commonest_class + BEYOND_ONE_ANSWER

    @property
    def depth_experiment(self) -> AccuracyOfExperiment | None:
        """The first experiment that says what depth does: a series that begins shallowest.

        Differences are taken from the first network: from a deeper one they would not be depth's.
        """
        for experiment in self.report.accuracy:
            depths = [len(row.layers) for row in of_depth_series(experiment)]
            if depths and depths[0] == min(depths) < max(depths):
                return experiment
        return None

    @property
    def depth(self) -> list[Accuracy]:
        """The networks of that series."""
        return of_depth_series(self.depth_experiment) if self.depth_experiment else []

    @staticmethod
    def deepest(rows: list[Accuracy]) -> Accuracy:
        """The network with most layers."""
        return max(rows, key=lambda row: len(row.layers))

    @staticmethod
    def best(rows: list[Accuracy]) -> Accuracy | None:
        """The network with the highest mean validation accuracy; of several the deepest."""
        finished = [row for row in rows if row.validation]
        return max(finished, key=lambda row: (row.validation.value, len(row.layers)), default=None)

    def what_depth_does(self) -> Literal["helps", "helps_some", "costs", "unclear"]:
        """The headline of the series: what its intervals against the shallowest network allow."""
        deepest, best = self.deepest(self.depth), self.best(self.depth)
        if direction(deepest.difference) == "up":
            return "helps" if deepest is best else "helps_some"
        if best and direction(best.difference) == "up":
            return "helps_some"
        return "costs" if direction(deepest.difference) == "down" else "unclear"

    @property
    def slowdown(self) -> Ratio | None:
        """Last to first hidden layer of the deepest network before training."""
        if self.report.initial_speed is None:
            return None
        ratios = [r for r in self.report.initial_speed.ratios if r.measure == SPEED]
        return max(ratios, key=lambda ratio: ratio.hidden_layers, default=None)

    @staticmethod
    def first_layer_is(ratio: Ratio) -> Literal["slower", "faster", "alike"]:
        """How the first hidden layer compares with the last, as far as the interval says."""
        if ratio.ratio.low is not None and ratio.ratio.low > 1:
            return "slower"
        return "faster" if ratio.ratio.high is not None and ratio.ratio.high < 1 else "alike"

    @staticmethod
    def factor_per_layer(ratio: Ratio) -> float:
        """The geometric mean over layers of the factor, at least 1, by which they differ."""
        whole = max(ratio.ratio.value, 1 / ratio.ratio.value)
        return whole ** (1 / (ratio.hidden_layers - 1))

    def predicted_factor(self, ratio: Ratio) -> float | None:
        """The factor per layer of a ratio that theory predicts: the geometric mean of 1/√χ."""
        chis = [
            p.chi
            for p in self.report.mean_field
            if p.network == ratio.network and p.kind == "hidden" and p.layer < ratio.hidden_layers
        ]
        return math.prod(chis) ** (-0.5 / len(chis)) if chis and all(chis) else None

    @property
    def largest_prediction_error(self) -> float:
        """The largest relative error of the predictions, without its sign."""
        return max(abs(p.relative_error) for p in self.report.mean_field)

    @staticmethod
    def equality(difference: Difference) -> str:
        """Whether two accuracies are equal within the margin: yes, no or not shown either way.

        Yes if two one-sided tests say so, no if the whole interval lies beyond the margin.
        """
        if difference.equivalent:
            return "yes"
        low, high = difference.low, difference.high
        apart = low is not None and (low > difference.margin or high < -difference.margin)
        return "no" if apart else "not_shown"

    @staticmethod
    def is_close(prediction_error: float) -> bool:
        """Whether a prediction that is off by so much tells how large an error is."""
        return prediction_error < CLOSE

    def at_end(
        self, experiment: LearningSpeed, among: Container[str] | None = None
    ) -> Ratio | None:
        """The ratio of the deepest network, or of the deepest among some, after its training.

        None where none was trained to its end.
        """
        ratios = [
            r
            for r in experiment.ratios
            if r.epoch == self.network(experiment.experiment, r.network).epochs > 0
            and r.measure == SPEED
            and (among is None or r.network in among)
        ]
        return max(ratios, key=lambda ratio: ratio.hidden_layers, default=None)

    def after_training(self) -> tuple[Ratio, Ratio] | None:
        """Start and end of the deepest network of the depth series, where it starts slower."""
        series = self.depth_experiment
        for experiment in self.report.learning_speed:
            if series is None or experiment.experiment != series.experiment:
                continue
            end = self.at_end(experiment, among=series.depth_series)
            for start in experiment.ratios if end else []:
                same = (start.network, start.measure) == (end.network, SPEED)
                if same and start.epoch == 0 and self.first_layer_is(start) == "slower":
                    return start, end
        return None

    def learned_nothing(self, experiment: str, network: str) -> Estimate | None:
        """The accuracy of a network that is hardly better than one answer for every image."""
        accuracies = self.accuracies_of(experiment)
        idle = self.idle(accuracies) if accuracies else []
        return next((row.validation for row in idle if row.network == network), None)

    @property
    def idle_settings(self) -> list[SameNetwork]:
        """The settings in which the network of `same_network` learned no more than one answer."""
        return [
            row
            for row in self.report.same_network
            if row.accuracy and not self.beats_one_answer(row.accuracy)
        ]

    def factors_of(self, experiment: str) -> list[SlopeFactor]:
        """The factors |w σ′(z)| of an experiment's hidden layers."""
        return [f for f in self.report.slope_factors if f.experiment == experiment]

    def untrained_factors(self, experiment: str) -> list[SlopeFactor]:
        """Those of the hidden layers of an experiment's untrained networks."""
        untrained = {n.name for n in self.experiment(experiment).networks if n.epochs == 0}
        return [f for f in self.factors_of(experiment) if f.network in untrained]

    def trained_factors(self, experiment: str) -> list[SlopeFactor]:
        """Those of the hidden layers of an experiment's networks at the end of their training."""
        untrained = self.untrained_factors(experiment)
        return [f for f in self.factors_of(experiment) if f not in untrained]

    def backward_parts(self) -> tuple[float, float] | None:
        """What weights and slopes do to the errors of the deepest network, before training.

        Geometric means over its layers, without the last, which gets its errors from the output.
        """
        if self.slowdown is None:
            return None
        layers = [
            f
            for f in self.report.backward_factors
            if f.network == self.slowdown.network and f.layer < self.slowdown.hidden_layers
        ]
        if not layers:
            return None
        return (
            math.prod(f.weights.value for f in layers) ** (1 / len(layers)),
            math.prod(f.slopes.value for f in layers) ** (1 / len(layers)),
        )

    def trained_parts(self) -> TrainedParts | None:
        """What weights and slopes do to the errors once training has made the most of the weights.

        Of the hidden layers without the last, which gets its errors from the output. None where the
        weights' part is not shown to have grown in every one of them, or nothing was followed.
        """
        factors = self.report.trained_factors
        last = max((f.layer for f in factors), default=0)
        inner = [f for f in factors if f.layer < last]
        epochs = {f.epoch for f in inner}
        if 0 not in epochs or len(epochs) < 2:
            return None
        of_epoch = {e: {f.layer: f for f in inner if f.epoch == e} for e in epochs}
        before = of_epoch.pop(0)
        least = {
            epoch: min(f.weights.value for f in layers.values())
            for epoch, layers in of_epoch.items()
            if layers.keys() == before.keys()
        }
        if not least:
            return None
        epoch = max(least, key=lambda epoch: (least[epoch], -epoch))
        after = of_epoch[epoch]
        grown = all(
            after[layer].weights.low is not None
            and before[layer].weights.high is not None
            and after[layer].weights.low > before[layer].weights.high
            for layer in before
        )
        if not grown:
            return None
        return TrainedParts(
            network=inner[0].network,
            epoch=epoch,
            before=span(f.weights.value for f in before.values()),
            weights=span(f.weights.value for f in after.values()),
            slopes=span(f.slopes.value for f in after.values()),
        )

    @property
    def decay_of_slowdown(self) -> Decay | None:
        """How errors change from layer to layer in the network of `slowdown`."""
        if self.slowdown is None:
            return None
        key = (self.report.initial_speed.experiment, self.slowdown.network)
        rows = [row for row in self.report.decay if (row.experiment, row.network) == key]
        return next(iter(rows), None)

    @property
    def shrinking(self) -> list[Decay]:
        """The untrained networks whose errors shrink on their way back, by their whole interval."""
        return [
            row
            for row in self.report.decay
            if row.per_layer.low is not None and 10**row.per_layer.low > LEVEL
        ]

    @property
    def exploding(self) -> list[Decay]:
        """The untrained networks whose errors grow on their way back, by their whole interval."""
        return [
            row
            for row in self.report.decay
            if row.per_layer.high is not None and 10**row.per_layer.high < 1 / LEVEL
        ]

    @property
    def level(self) -> list[Decay]:
        """The untrained networks whose errors stay as they are."""
        return [
            row
            for row in self.report.decay
            if row.per_layer.low is not None
            and 10**row.per_layer.low > 1 / LEVEL
            and 10**row.per_layer.high < LEVEL
        ]

    def accuracies_of(self, experiment: str) -> AccuracyOfExperiment | None:
        """The accuracies of an experiment, or None where no network is trained to classify."""
        return next((e for e in self.report.accuracy if e.experiment == experiment), None)

    def has_a_place(self, figure: str, experiment: str) -> bool:
        """Whether the page shows a drawn figure.

        Where no network of a depth experiment learned, its accuracies are a table alone.
        """
        accuracies = self.accuracies_of(experiment)
        return figure != "accuracy" or accuracies not in self.of_depth or self.learned(accuracies)

    def accuracy_of(self, experiment: str, network: str) -> Estimate | None:
        """The validation accuracy of a network after its last epoch, where it has one."""
        accuracies = self.accuracies_of(experiment)
        rows = accuracies.rows if accuracies else []
        return next((row.validation for row in rows if row.network == network), None)

    def costs_of(self, experiment: str) -> list[TrainingCost]:
        """The training costs of an experiment's networks."""
        return [c for c in self.report.training_costs if c.experiment == experiment]

    def lowest_cost(self, experiment: Experiment) -> TrainingCost | None:
        """The network that ends with the lowest training cost, where there are any to compare.

        Those of networks with different tasks cannot be.
        """
        costs = self.costs_of(experiment.name)
        finished = [row for row in costs if row.cost]
        if len(costs) < 2 or "task" in experiment.differs:
            return None
        return min(finished, key=lambda row: row.cost.value, default=None)

    @property
    def compared(self) -> list[Comparison]:
        """Each published number once, beside the experiment that has most replicates of it.

        Ratios are left out, as they follow from the norms, and what one replicate gives has no
        prediction interval.
        """
        most: dict[tuple, Comparison] = {}
        for row in self.report.comparisons:
            layers = tuple(self.network(row.experiment, row.network).layers)
            number = (layers, row.quantity, row.layer, row.epoch, row.source)
            known = most.get(number)
            if (
                row.low is not None
                and row.quantity != "last_to_first_ratio"
                and (known is None or row.replicates > known.replicates)
            ):
                most[number] = row
        return list(most.values())

    @property
    def disagreements(self) -> list[Comparison]:
        """Published values that would surprise as one more replicate."""
        return [c for c in self.compared if not c.agrees]

    @property
    def fewest_replicates(self) -> int:
        """The smallest number of replicates that an interval of the report rests on."""
        return min(n.replicates for e in self.report.experiments for n in e.networks)


def span(values: Iterable[float]) -> tuple[float, float]:
    """The smallest and the largest."""
    known = sorted(values)
    return known[0], known[-1]


def of_depth_series(experiment: AccuracyOfExperiment) -> list[Accuracy]:
    """The networks of an experiment that differ in depth alone."""
    return [row for row in experiment.rows if row.network in experiment.depth_series]


def direction(difference: Estimate | None) -> Literal["up", "down", "unclear"]:
    """Which way a difference goes, as far as its interval lets one say."""
    if difference is None or difference.low is None:
        return "unclear"
    if difference.low > 0:
        return "up"
    return "down" if difference.high < 0 else "unclear"
