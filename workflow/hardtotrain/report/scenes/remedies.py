"""What made deep networks trainable? One change at a time, and the note's other obstacles."""

from collections.abc import Mapping

from hardtotrain.report.cells import Row
from hardtotrain.report.scenes.depth import AT_THE_END
from hardtotrain.report.sides import side
from hardtotrain.report.study import Study
from hardtotrain.roles.experiment import Experiment

# What may take the vanishing from a network without making it shallower.
CURES = {"activation", "initialiser"}

# What is said of how the networks are trained.
TRAINING = ("epochs", "images", "learning_rate")


def tell(study: Study) -> Mapping | None:
    """Which deep networks learn once something is changed, and what else stands in the way.

    Returns:
        experiment: the name of the deepest in which networks differ in activation or start; first:
        the accuracy of its first network, and whether that learned; learned: those that did, the
        best first; deepest: the deepest of them; apart: whether these networks are trained
        otherwise than the study's first; saturation, momentum and start: rows of what the
        study has of the note's other obstacles, or None. None where no such network was trained.
    """
    cures = [e for e in study.experiments if e.to_the_end and e.classifiers and e.differ & CURES]
    if not cures:
        return None
    experiment = max(cures, key=lambda e: max(row["hidden_layers"] for row in e.classifiers))
    accuracies = [
        row
        for row in study.rows("accuracy", experiment=experiment.name, **AT_THE_END)
        if row["mean"] is not None
    ]
    if not accuracies:
        return None
    learned = sorted(
        filter(study.beats_one_answer, accuracies), key=lambda row: row["mean"], reverse=True
    )
    settings = study.network(experiment.name, accuracies[0]["network"])
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "first": accuracies[0],
        "first_learned": study.beats_one_answer(accuracies[0]),
        "learned": learned,
        "deepest": max(learned, key=lambda row: row["hidden_layers"], default=None),
        "settings": settings,
        "apart": any(settings[name] != study.row("networks")[name] for name in TRAINING),
        "saturation": saturation(study),
        "momentum": lowest_cost(study, "optimiser"),
        "start": largest_cost(study),
    }


def saturation(study: Study) -> dict[str, Row] | None:
    """The networks in whose layers most and fewest activations saturate at some epoch.

    Of the experiment with most activation functions that trains longest; None where all have the
    same, or nothing saturates.
    """
    found = [e for e in study.experiments if e.trained and "activation" in e.differ]
    if not found:
        return None
    experiment = max(
        found,
        key=lambda e: (
            len({row["activation"] for row in e.rows}),
            max(row["epochs"] for row in e.rows),
        ),
    )
    rows = [
        row for row in study.rows("saturation", experiment=experiment.name) if row["largest_share"]
    ]
    if not rows:
        return None
    most = max(rows, key=lambda row: row["largest_share"])
    others = {
        study.network(experiment.name, row["network"])["activation"]: row
        for row in sorted(rows, key=lambda row: row["largest_share"])
    }
    mine = study.network(experiment.name, most["network"])["activation"]
    rest = [row for activation, row in others.items() if activation != mine]
    return {"most": most, "rest": rest[::-1]}


def lowest_cost(study: Study, setting: str) -> Row | None:
    """The network that ends with the lowest training cost, below the first of its experiment.

    Args:
        study: The tables.
        setting: What has to differ between the two.
    """
    rows = [
        row
        for e in study.experiments
        if setting in e.differ
        for row in study.rows("training_costs", experiment=e.name)
        if row["ratio"] is not None
        and row["ratio"] < 1
        and study.network(e.name, row["network"])[setting]
        != study.network(e.name, row["reference"])[setting]
    ]
    return min(rows, key=lambda row: row["ratio"], default=None)


def largest_cost(study: Study) -> Row | None:
    """The start that ends with the highest cost, shown to exceed the first's; all else is equal."""
    rows = [
        row
        for e in experiments_of_starts(study)
        for row in study.rows("training_costs", experiment=e.name)
        if side(row, 1, "ratio_low", "ratio_high") > 0
    ]
    return max(rows, key=lambda row: row["ratio"], default=None)


def experiments_of_starts(study: Study) -> list[Experiment]:
    """Those that are trained to their end with momentum and differ in their start alone."""
    return [
        e
        for e in study.experiments
        if e.to_the_end and e.differ == {"initialiser"} and e.rows[0]["optimiser"] != "sgd"
    ]
