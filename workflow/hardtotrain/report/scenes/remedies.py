"""What made deep networks trainable? One change at a time, and the note's other obstacles."""

from collections.abc import Mapping
from itertools import combinations

from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study
from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.experiment import Experiment

# What may take the vanishing from a network without making it shallower.
CURES = {"activation", "initialiser"}

# What makes a step of a gradient, and does nothing before training.
STEP = {"optimiser", "learning_rate", "momentum", "momentum_schedule"}

# What is said of how the networks are trained.
TRAINING = ("epochs", "images", "learning_rate")


def tell(study: Study) -> Mapping | None:
    """What single changes do to networks of several depths, and what else stands in the way.

    Returns:
        What `one_by_one` returns, or where no changes are set beside each other at several depths,
        what `deepest_cure` does; apart: whether these networks are trained otherwise than the
        study's first; saturation, momentum and start: rows of what the study has of the
        note's other obstacles, or None. None where no such network was trained.
    """
    found = one_by_one(study) or deepest_cure(study)
    return found and {
        **found,
        "apart": any(found["settings"][name] != study.row("networks")[name] for name in TRAINING),
        "saturation": saturation(study),
        "momentum": lowest_cost(study, "optimiser"),
        "start": largest_cost(study),
    }


def one_by_one(study: Study) -> dict | None:
    """The first experiment of depths and changes.

    Returns:
        figure_name, experiment; unchanged: of the rows of remedies.csv that change nothing the
        shallowest; learns: whether these networks do everywhere, somewhere or nowhere; every: of
        the changes with which networks of every depth learn the deepest network, best first; rates:
        of changes that differ in nothing but the learning rate, and in how deep they reach, the
        deepest that learns, pair by pair; never: of the changes with which no depth learns the
        shallowest; growing: of those that make errors grow the one with the largest factor; steps:
        of those that change nothing but the step and leave the factor as it is.
    """
    experiment = next((e for e in study.experiments if e.kind == "remedies"), None)
    rows = study.rows("remedies", experiment=experiment.name) if experiment else []
    if not rows:
        return None
    by_change: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["hidden_layers"]):
        by_change.setdefault(row["remedy"], []).append(row)
    order = dict.fromkeys(row["changes"] for row in experiment.rows)
    learners = {
        change: [row for row in by_change[change] if row["learned"]]
        for change in order
        if change in by_change
    }
    first, *others = learners
    unchanged = by_change[first][0]
    every = {c: found for c in others if len(found := learners[c]) == len(by_change[c])}
    growing = [
        by_change[change][0]
        for change in others
        if (low := by_change[change][0]["ci_low"]) is not None and low > 1
    ]
    return {
        "figure_name": "remedies",
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, unchanged["network"]),
        "unchanged": unchanged,
        "learns": how_often(len(learners[first]), len(by_change[first])),
        "every": sorted(
            (found[-1] for found in every.values()), key=lambda row: row["accuracy"], reverse=True
        ),
        "rates": [
            (row, other)
            for row, other in combinations([learners[c][-1] for c in others if learners[c]], 2)
            if row["hidden_layers"] != other["hidden_layers"]
            and differing(study, row, other) == {"learning_rate"}
        ],
        "never": [by_change[c][0] for c in others if not learners[c]],
        "growing": max(growing, key=lambda row: row["factor_per_layer"], default=None),
        "steps": [
            by_change[c][0]
            for c in others
            if steps_alone(study, by_change[c][0], unchanged)
            and same_factor(by_change[c][0], unchanged)
        ],
    }


def how_often(count: int, of: int) -> str:
    """Whether a count is none, all or some of so many."""
    return "nowhere" if count == 0 else "everywhere" if count == of else "somewhere"


def steps_alone(study: Study, row: Row, unchanged: Row) -> bool:
    """Whether two networks differ in how a gradient becomes a step, and in nothing else."""
    return differing(study, row, unchanged) <= STEP


def differing(study: Study, row: Row, other: Row) -> set[str]:
    """In which settings, besides depth, the networks of two rows differ."""
    settings = [study.network(r["experiment"], r["network"]) for r in (row, other)]
    return set(differing_settings(settings))


def same_factor(row: Row, unchanged: Row) -> bool:
    """Whether the intervals of two factors have anything in common."""
    ends = [other[end] for other in (row, unchanged) for end in ("ci_low", "ci_high")]
    return None not in ends and ends[0] <= ends[3] and ends[2] <= ends[1]


def deepest_cure(study: Study) -> dict | None:
    """The deepest experiment in which networks differ in activation or start.

    Returns:
        figure_name, experiment; first: the accuracy of its first network, and whether that learned;
        learned: those that did, the best first; deepest: the deepest of them; one_by_one: whether
        some networks make one change and others several.
    """
    cures = [e for e in study.experiments if e.to_the_end and e.classifiers and e.differ & CURES]
    if not cures:
        return None
    experiment = max(cures, key=lambda e: max(row["hidden_layers"] for row in e.classifiers))
    accuracies = study.accuracies(experiment.name)
    if not accuracies:
        return None
    changes = [len(differing(study, row, accuracies[0])) for row in accuracies]
    learned = sorted(
        filter(study.beats_one_answer, accuracies), key=lambda row: row["mean"], reverse=True
    )
    return {
        "figure_name": "accuracy",
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "first": accuracies[0],
        "first_learned": study.beats_one_answer(accuracies[0]),
        "learned": learned,
        "deepest": max(learned, key=lambda row: row["hidden_layers"], default=None),
        "one_by_one": 1 in changes and max(changes) > 1,
        "settings": study.network(experiment.name, accuracies[0]["network"]),
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
