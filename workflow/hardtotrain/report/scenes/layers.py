"""Does the product hold in real networks? Errors layer by layer beside mean-field theory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.report.cells import Row
from hardtotrain.report.first_and_last import ERRORS, LEVEL, course, starts
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study
from hardtotrain.roles.experiment import Experiment

# A prediction that is off by no more tells how large an error is.
CLOSE = 0.25

# An interval whose ends are further apart than by this factor is a wide one.
WIDE = 2


def tell(study: Study) -> Mapping | None:
    """Whether errors before training change from layer to layer as theory says, and why.

    Returns:
        experiment: its name; deepest: the row of networks.csv of its deepest network; first: the
        row of mean_field.csv of that one's first layer; inner: that of its last hidden layer but
        one; furthest: that of the layer, of any network, whose prediction is furthest off; verdict:
        how good the predictions are; covered: whether each lies within its interval; errors: what
        the errors do on their way back; jacobian: its row of jacobians.csv, None where it is
        trained, as that table is of the end; weights and slopes: rows of backward_factors.csv, the
        smallest and the largest factor of either; blame: whether the slopes alone take from the
        errors; flat: whether larger weights would make these smaller; balanced, exploding and
        steady: rows of learning_speed_ratios.csv of other starts, or None; even, rough: whether
        the interval of the first of them holds 1, and whether it is wide; failing: the row of
        mean_field.csv of the start whose mean gradient is most overrated, or None. None where no
        error is predicted.
    """
    experiment = series_of_errors(study)
    if experiment is None:
        return None
    layers = [
        row
        for row in study.rows("mean_field", experiment=experiment.name)
        if row["relative_error_rms"] is not None
    ]
    predicted = {row["network"] for row in layers if row["layer"] == 1}
    ratios = [
        row
        for row in starts(study, ERRORS)
        if row["experiment"] == experiment.name and row["network"] in predicted
    ]
    if not ratios:
        return None
    ratio = max(ratios, key=lambda row: row["to_layer"])
    deepest = study.network(experiment.name, ratio["network"])
    own = {row["layer"]: row for row in layers if row["network"] == ratio["network"]}
    factors = study.rows(
        "backward_factors",
        experiment=experiment.name,
        network=ratio["network"],
        epoch=0,
        # The last hidden layer has its errors from the output, through weights of another shape.
        layer=tuple(range(1, ratio["to_layer"])),
    )
    weights, slopes = ends(factors, "weight_factor"), ends(factors, "slope_factor")
    untrained = deepest["epochs"] == 0
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "deepest": deepest,
        "first": own[1],
        "inner": own.get(ratio["to_layer"] - 1),
        "furthest": max(layers, key=lambda row: abs(row["relative_error_rms"])),
        "verdict": verdict(layers),
        "covered": are_covered(layers),
        "errors": course(ratio),
        "jacobian": study.row("jacobians", experiment=experiment.name, network=ratio["network"])
        if untrained
        else None,
        "weights": weights,
        "slopes": slopes,
        "blame": bool(factors) and slopes_alone_take(weights, slopes),
        "flat": ACTIVATIONS[deepest["activation"]].saturates(),
        **others(study, deepest),
        "failing": overrated(study),
    }


def series_of_errors(study: Study) -> Experiment | None:
    """Of the experiments whose errors are drawn beside theory, the deepest.

    One whose networks differ in depth, and in nothing else, comes before all others.
    """

    def rank(experiment: Experiment) -> tuple[bool, int]:
        depths = {row["hidden_layers"] for row in experiment.rows}
        return len(depths) > 1 and not experiment.differ, max(depths)

    drawn = [e for e in study.experiments if FIGURES["mean_field"].shown(e)]
    return max(drawn, key=rank, default=None)


def verdict(layers: Sequence[Row]) -> Literal["close", "covered", "off"]:
    """Whether all predictions are close to what was measured, else whether they may be right."""
    if all(abs(row["relative_error_rms"]) <= CLOSE for row in layers):
        return "close"
    return "covered" if are_covered(layers) else "off"


def are_covered(layers: Iterable[Row]) -> bool:
    """Whether the interval of every measurement covers its prediction."""
    return all(
        row["relative_error_rms_low"] is not None
        and row["relative_error_rms_low"] <= 0 <= row["relative_error_rms_high"]
        for row in layers
    )


def ends(rows: Sequence[Row], column: str) -> tuple[Row, Row] | None:
    """The rows with the smallest and the largest number of a column."""
    ordered = sorted(rows, key=lambda row: row[column])
    return (ordered[0], ordered[-1]) if ordered else None


def slopes_alone_take(weights: tuple[Row, Row], slopes: tuple[Row, Row]) -> bool:
    """Whether weights leave errors as they are in every layer, and slopes make them smaller."""
    smallest, largest = weights[0]["weight_factor"], weights[1]["weight_factor"]
    return 1 / LEVEL < smallest <= largest < LEVEL and slopes[1]["slope_factor"] < 1 / LEVEL


def others(study: Study, deepest: Row) -> dict[str, Row | None]:
    """What other starts do to errors, each told by the network that has most starts.

    Args:
        study: What the page reads.
        deepest: The settings beside which the others are seen.

    Returns:
        balanced: larger weights that leave errors level in networks that are alike but for biases;
        even, rough: whether the interval holds 1, and whether it is wide;
        exploding: where errors grow most; steady: the deepest of all where they are level.
    """
    seen = [row for row in starts(study, ERRORS) if row["experiment"] != deepest["experiment"]]
    level = [row for row in seen if course(row) == "level"]
    grow = [row for row in seen if course(row) == "grow"]
    settings = {id(row): study.network(row["experiment"], row["network"]) for row in level}
    larger = [
        row
        for row in level
        if all(settings[id(row)][name] == deepest[name] for name in ("activation", "scheme"))
        and settings[id(row)]["weight_scale"] > deepest["weight_scale"]
    ]
    balanced = max(larger, key=lambda row: (row["replicates"], row["to_layer"]), default=None)
    return {
        "balanced": balanced,
        "even": balanced is not None and side(balanced, 1) == 0,
        "rough": balanced is not None and balanced["ci_high"] > WIDE * balanced["ci_low"],
        "exploding": max(grow, key=lambda row: (row["replicates"], -row["median"]), default=None),
        "steady": max(level, key=lambda row: (row["to_layer"], row["replicates"]), default=None),
    }


def overrated(study: Study) -> Row | None:
    """The first layer whose mean gradient theory takes for far too large, its errors for right."""
    far = [
        row
        for row in study.rows("mean_field", layer=1)
        if row["relative_error_norm_low"] is not None
        and row["relative_error_norm_low"] > 1
        and abs(row["relative_error_rms"]) <= CLOSE
    ]
    return max(far, key=lambda row: (row["replicates"], row["relative_error_norm"]), default=None)
