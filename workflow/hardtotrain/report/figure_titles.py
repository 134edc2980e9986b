"""What each figure shows, in one sentence that its numbers bear out."""

import math
from collections.abc import Collection

from hardtotrain.report.findings import Findings, direction
from hardtotrain.report.formats import percent, points, times, updates
from hardtotrain.report.language import Phrase, Strings
from hardtotrain.report.numbers import Accuracy, AccuracyOfExperiment, Ratio

# A mean activation that moves by less stays where it was: a tenth of the sigmoid's range.
STAYS = 0.1

# Of an experiment's figures those that may tell its finding, what a reader cares for most first.
TELLING = ("accuracy", "training_cost", "histograms")


class FigureTitles:
    """Words the finding of a figure; None where its numbers show none, or none is worded."""

    def __init__(self, findings: Findings, strings: Strings) -> None:
        """Keeps the findings and the table of strings."""
        self.findings = findings
        self.report = findings.report
        self.strings = strings
        self.of_figure = {
            "accuracy": self.accuracy,
            "training_cost": self.training_cost,
            "neurons": self.neurons,
            "initial_speed": self.initial_speed,
            "learning_speed": self.learning_speed,
            "plateau": self.plateau,
            "plateau_length": self.plateau_length,
            "wall": self.wall,
            "map": self.map,
            "slope_factors": self.slope_factors,
            "mean_field": self.mean_field,
            "activations": self.activations,
            "histograms": self.histograms,
        }

    def __call__(self, name: str, experiment: str) -> Phrase | None:
        """The title of a figure.

        Args:
            name: One of `figures.catalogue.FIGURES`.
            experiment: The experiment that it is drawn from.
        """
        return self.of_figure[name](experiment) if name in self.of_figure else None

    def of_experiment(self, experiment: str, figures: Collection[tuple[str, str]]) -> Phrase | None:
        """The finding of an experiment: what the first of its figures says that says anything.

        Args:
            experiment: Its name.
            figures: Name and experiment of the figures that were drawn.
        """
        titles = (self(name, experiment) for name in TELLING if (name, experiment) in figures)
        return next((title for title in titles if title), None)

    def title(self, name: str, **values: object) -> Phrase:
        """A title of figures.yaml."""
        return self.strings(f"figures.title_{name}", **values)

    def accuracy(self, experiment: str) -> Phrase | None:
        """Which networks learn; if all do, how the others differ from the first."""
        accuracies = self.findings.accuracies_of(experiment)
        if accuracies is None:
            return None
        finished = [row for row in accuracies.rows if row.validation]
        idle = self.findings.idle(accuracies)
        best = self.findings.best(finished)
        if best is None or best.validation.low is None:
            return None
        if len(idle) == len(finished):
            return self.title("idle")
        if idle:
            return self.title(
                "idle_beside",
                count=len(idle),
                idle=self.strings.join(row.network for row in idle),
                best=best.network,
                accuracy=percent(best.validation.value),
            )
        if len(accuracies.rows) > 1:
            return self.differences(accuracies)
        return self.title(
            "accuracy",
            network=best.network,
            accuracy=percent(best.validation.value),
            low=percent(best.validation.low),
            high=percent(best.validation.high),
        )

    def differences(self, accuracies: AccuracyOfExperiment) -> Phrase | None:
        """How the networks of an experiment differ from its first, by their paired intervals."""
        first, *others = accuracies.rows
        by_depth = set(accuracies.depth_series) >= {row.network for row in accuracies.rows}
        compared = [row for row in others if row.difference and row.difference.low is not None]
        higher, lower, unclear = (
            [row for row in compared if direction(row.difference) == way]
            for way in ("up", "down", "unclear")
        )
        if not compared:
            return None
        if not higher and not lower:
            return self.title("not_clear", first=self.called([first], by_depth))
        way, clear = ("higher", higher) if higher else ("lower", lower)
        furthest = max(clear, key=lambda row: abs(row.difference.value))
        told = {"first": self.called([first], by_depth), "points": by_points(furthest)}
        if len(clear) == len(others) > 1:
            return self.title(f"all_{way}", **told)
        told["network"] = self.called([furthest], by_depth)
        if higher and lower:
            lowest = min(lower, key=lambda row: row.difference.value)
            return self.title(
                "higher_lower",
                other=self.called([lowest], by_depth),
                fewer=by_points(lowest),
                **told,
            )
        if unclear:
            return self.title(f"{way}_not_clear", others=self.called(unclear, by_depth), **told)
        return self.title(way, **told)

    def called(self, rows: list[Accuracy], by_depth: bool) -> Phrase:
        """Networks by their numbers of hidden layers, or by their names."""
        if by_depth:
            depths = [len(row.layers) - 2 for row in rows]
            return self.title("by_depth", count=max(depths), layers=self.strings.join(depths))
        return self.title("by_name", names=self.strings.join(row.network for row in rows))

    def training_cost(self, experiment: str) -> Phrase | None:
        """By how much the training cost ends below that of the first network."""
        if self.findings.lowest_cost(self.findings.experiment(experiment)) is None:
            return None
        first, *others = self.findings.costs_of(experiment)
        compared = [row for row in others if row.ratio and row.ratio.low is not None]
        lower = [row for row in compared if row.ratio.high < 1]
        if not compared:
            return None
        if not lower:
            return self.title("cost_not_lower", first=first.network)
        lowest = min(lower, key=lambda row: row.ratio.value)
        return self.title(
            "cost_lower",
            network=lowest.network,
            ratio=times(lowest.ratio.value),
            first=first.network,
        )

    def neurons(self, experiment: str) -> Phrase | None:
        """How often a neuron learns faster than one of the layer before, in the first network."""
        order = self.report.initial_speed.neuron_order
        shares = [row.share for row in order if row.network == order[0].network]
        if not shares or shares[0].low is None:
            return None
        several = "_least" if len(shares) > 1 else ""
        if all(share.low > 0.5 for share in shares):
            least = min(share.value for share in shares)
            return self.title(f"neurons_later{several}", share=percent(least))
        if all(share.high < 0.5 for share in shares):
            least = 1 - max(share.value for share in shares)
            return self.title(f"neurons_earlier{several}", share=percent(least))
        return self.title("neurons_not_clear")

    def initial_speed(self, experiment: str) -> Phrase | None:
        """How much slower the first layer of the deepest network starts."""
        slowdown = self.findings.slowdown
        return slowdown and self.speeds("start", slowdown)

    def learning_speed(self, experiment: str) -> Phrase | None:
        """How much slower the first layer of the deepest network is at the end."""
        speeds = next((e for e in self.report.learning_speed if e.experiment == experiment), None)
        end = speeds and self.findings.at_end(speeds)
        if end is None:
            return None
        epochs = self.strings("page.epochs", count=end.epoch, epochs=end.epoch)
        return self.speeds("end", end, epochs=epochs)

    def speeds(self, moment: str, ratio: Ratio, **when: Phrase) -> Phrase | None:
        """How the first hidden layer compares with the last."""
        if ratio.ratio.low is None:
            return None
        layers = self.strings("page.hidden_layers", count=ratio.hidden_layers)
        match self.findings.first_layer_is(ratio):
            case "slower":
                factor = times(ratio.ratio.value)
                return self.title(f"{moment}_slower", layers=layers, times=factor, **when)
            case "faster":
                factor = times(1 / ratio.ratio.value)
                return self.title(f"{moment}_faster", layers=layers, times=factor, **when)
        return self.title(f"{moment}_alike", layers=layers, **when)

    def plateau(self, experiment: str) -> Phrase | None:
        """How depth lengthens the plateau; else who stays on it, or how long it lasts."""
        plateau = self.findings.plateau
        rows = plateau.of(experiment)
        found = plateau.lengthening(experiment)
        if not self.findings.experiment(experiment).differs and found and plateau.lengthens(found):
            return self.title(
                "plateau_longer",
                shallow=self.layers(found.shallow.hidden_layers),
                short=updates(found.shallow.length.value),
                deep=self.layers(found.deep.hidden_layers),
                long=updates(found.deep.length.value),
            )
        stay = [row for row in rows if row.left == 0]
        leave = [row for row in rows if row.left == row.replicates]
        if stay and leave:
            names = self.strings.join(row.network for row in stay)
            left = self.strings.join(row.network for row in leave)
            return self.title("plateau_some", count=len(stay), stay=names, leave=left)
        return self.title("plateau_nobody") if stay and len(stay) == len(rows) else None

    def layers(self, count: int) -> Phrase:
        """A number of hidden layers."""
        return self.strings("page.hidden_layers", count=count)

    def plateau_length(self, experiment: str) -> Phrase | None:
        """The range of the ratios of measured to predicted lengths, by either theory."""
        plateau = self.findings.plateau
        rows = plateau.of(experiment)
        told = {}
        for theory in ("formula", "from_start"):
            if ratios := plateau.ratios(rows, theory):
                (_, least), (_, most) = ratios[0], ratios[-1]
                low, high = times(least.value), times(most.value)
                told[theory] = (
                    self.title("ratio_one", low=low)
                    if low == high
                    else self.title("ratio_range", low=low, high=high)
                )
        if len(told) == 2:
            return self.title("plateau_ratios", **told)
        for theory, ratio in told.items():
            return self.title(f"plateau_ratio_{theory}", ratio=ratio)
        return None

    def wall(self, experiment: str) -> Phrase | None:
        """Of how many replicates either theory says whether they leave."""
        plateau = self.findings.plateau
        rows = plateau.of(experiment)
        formula, start = (plateau.fates(rows, theory) for theory in ("formula", "from_start"))
        if formula and start:
            return self.title(
                "wall", all=start.all, formula=formula.right, of=formula.all, start=start.right
            )
        return self.title("wall_formula", right=formula.right, all=formula.all) if formula else None

    def map(self, experiment: str) -> Phrase | None:
        """How many networks learn between the borders that theory draws, and beyond them."""
        regions = self.findings.regions(experiment)
        if not any(region.all for region in regions.values()):
            return None
        told = {
            name: self.title("of", count=len(region.learned), all=len(region.all))
            for name, region in regions.items()
        }
        return self.title("map", **told)

    def slope_factors(self, experiment: str) -> Phrase | None:
        """How many of the factors that multiply a gradient are below 1/4."""
        shares = [row.below_quarter.value for row in self.findings.factors_of(experiment)]
        if not shares:
            return None
        if min(shares) == 1:
            return self.title("factors_all")
        low, high = percent(min(shares)), percent(max(shares))
        if low == high:
            return self.title("factors_one", share=low)
        return self.title("factors_some", low=low, high=high)

    def mean_field(self, experiment: str) -> Phrase | None:
        """How close mean-field theory is to the errors of every layer."""
        error = self.report.prediction_errors.get(experiment)
        if error is None:
            return None
        name = "prediction" if self.findings.is_close(error) else "prediction_fails"
        return self.title(name, error=f"{math.ceil(1000 * error) / 10:.1f}")

    def activations(self, experiment: str) -> Phrase | None:
        """The layer whose mean activation moves furthest, and whether it comes back."""
        course = next(
            (row for row in self.report.activation_courses if row.experiment == experiment), None
        )
        if course is None:
            return None
        moved = abs(course.furthest - course.start)
        if moved < STAYS:
            return self.title("activation_stays", most=f"{math.ceil(100 * moved) / 100:.2f}")
        told = {
            "network": course.network,
            "layer": course.layer,
            "start": level(course.start),
            "furthest": level(course.furthest),
            "epoch": course.furthest_epoch,
        }
        if abs(course.end - course.furthest) < STAYS:
            return self.title("activation_moves", **told)
        return self.title("activation_returns", end=level(course.end), **told)

    def histograms(self, experiment: str) -> Phrase | None:
        """How large errors are in the first hidden layer: after training, else before it."""
        if any(network.epochs for network in self.findings.experiment(experiment).networks):
            return self.errors_after_training(experiment)
        rows = [row for row in self.report.decay if experiment in (row.experiment, *row.also_in)]
        if not rows or rows[0].per_layer.low is None:
            return None
        return self.title(
            "histograms_untrained",
            count=len(rows),
            shrinking=sum(row in self.findings.shrinking for row in rows),
            growing=sum(row in self.findings.exploding for row in rows),
            level=sum(row in self.findings.level for row in rows),
        )

    def errors_after_training(self, experiment: str) -> Phrase | None:
        """The networks with the smallest and the largest errors in the first hidden layer."""
        ends = [
            ratio
            for speeds in self.report.learning_speed
            if speeds.experiment == experiment
            for ratio in speeds.ratios
            if ratio.measure == "bias_gradient_rms"
            and ratio.epoch == self.findings.network(experiment, ratio.network).epochs
        ]
        if len(ends) < 2 or ends[0].ratio.low is None:
            return None
        most, *_, least = sorted(ends, key=lambda ratio: ratio.ratio.value)
        return self.title(
            "histograms_trained",
            smallest=times(1 / least.ratio.value),
            least=least.network,
            largest=times(1 / most.ratio.value),
            most=most.network,
        )


def by_points(row: Accuracy) -> str:
    """The size of a difference in percentage points."""
    return points(abs(row.difference.value)).removeprefix("+")


def level(activation: float) -> str:
    """A mean activation to two digits."""
    return f"{activation:.2f}".replace("-", "−")
