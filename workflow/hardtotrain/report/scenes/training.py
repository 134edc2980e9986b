"""What happens in training? How much slower the first layer is, from epoch to epoch, and why."""

from collections.abc import Mapping, Sequence

from hardtotrain.report.cells import Row
from hardtotrain.report.first_and_last import BOOKS, is_slower, ratios
from hardtotrain.report.scenes import plateau, wall
from hardtotrain.report.stays import stays
from hardtotrain.report.study import Study
from hardtotrain.roles.experiment import Experiment

# Another measure of speed than the book's.
BY_WEIGHTS = "weight_gradient_norm"

# A ratio of speeds below this is not much of a difference.
NEAR = 1.5


def tell(study: Study) -> Mapping | None:
    """What training does to the order of the layers, in the deepest network that learns to its end.

    Returns:
        experiment: the first whose networks differ in depth alone and of which one learns; start,
        end: rows of learning_speed_ratios.csv, the last hidden layer over the first; verdict: what
        came of the order; gone: the row of the first epoch without it; gone_near: whether the last
        layer is not much faster then; slows: whether all layers slow down before that; next:
        whether a scene tells why; factors: what made it go; tried: whether a later scene has
        networks that start with larger weights; idle: the networks that never learned, and how they
        were trained. None where no network with two hidden layers comes to the end of its training.
    """
    series = [e for e in study.experiments if e.to_the_end and e.deep and not e.differ]
    if not series:
        return None
    ended = {e.name: [row for row in e.deep if not diverged(study, row)] for e in series}
    resting = {name: [row for row in rows if rests(study, row)] for name, rows in ended.items()}
    learning = [e for e in series if len(resting[e.name]) < len(ended[e.name])]
    shown = next((e for e in learning or series if ended[e.name]), None)
    if shown is None:
        return None
    active = [row for row in ended[shown.name] if row not in resting[shown.name]]
    followed = max(active or ended[shown.name], key=lambda row: row["hidden_layers"])
    course = ratios(study, followed)
    if not course:
        return None
    what = verdict(course) if active else "resting"
    gone = next((row for row in course if not is_slower(row)), None) if what == "undone" else None
    return {
        "experiment": shown.name,
        "evidence_of": shown.name,
        "settings": study.network(shown.name, followed["network"]),
        "start": course[0],
        "end": course[-1],
        "verdict": what,
        "reversed": course[-1]["ci_high"] is not None and course[-1]["ci_high"] < 1,
        "gone": gone,
        "slows": gone is not None and slow_down(study, followed, gone["epoch"]),
        "gone_near": gone is not None and gone["median"] < NEAR,
        "next": plateau.tell(study) is not None,
        "factors": gone and grown_weights(study, followed, gone["epoch"]),
        "tried": has_larger_weights(study),
        "idle": next((idle(study, e, resting[e.name]) for e in series if resting[e.name]), None),
    }


def has_larger_weights(study: Study) -> bool:
    """Whether the scene of the wall tells of a network freed by larger first weights."""
    found = wall.tell(study)
    return bool(found and found["stuck"] and found["stuck"]["larger"])


def rests(study: Study, network: Mapping) -> bool:
    """Whether a network is known to have stayed on its plateau in every replicate."""
    length = study.row(
        "plateau_lengths", experiment=network["experiment"], network=network["network"]
    )
    if length is not None:
        return stays(study, length)
    accuracy = study.accuracy(network)
    return accuracy is not None and not study.beats_one_answer(accuracy)


def diverged(study: Study, network: Mapping) -> bool:
    """Whether the training of a network broke off in every replicate, as its numbers overflowed."""
    cost = study.row("training_costs", experiment=network["experiment"], network=network["network"])
    return cost is not None and cost["diverged"] > 0 and cost["replicates"] == 0


def slow_down(study: Study, network: Mapping, before: int) -> bool:
    """Whether at some epoch before another every hidden layer is slower than before training."""
    speeds: dict[int, dict[int, float]] = {}
    for row in study.rows(
        "learning_speeds",
        experiment=network["experiment"],
        network=network["network"],
        measure=BOOKS,
        kind="hidden",
    ):
        if row["median"] is not None and row["epoch"] < before:
            speeds.setdefault(row["epoch"], {})[row["layer"]] = row["median"]
    start = speeds.pop(0, {})
    return any(
        all(speed < start[layer] for layer, speed in later.items())
        for later in speeds.values()
        if later.keys() == start.keys()
    )


def verdict(course: Sequence[Row]) -> str:
    """What became of the order of the layers: undone, kept, none at the start, or not shown."""
    start, end = course[0], course[-1]
    if start["ci_low"] is None or end["ci_low"] is None:
        return "not_shown"
    if not is_slower(start):
        return "none"
    return "kept" if is_slower(end) else "undone"


def grown_weights(study: Study, network: Mapping, epoch: int) -> Mapping[str, Row] | None:
    """The parts of weights and slopes in the errors, if the weights' alone have grown by an epoch.

    Of the hidden layers without the last, which gets its errors from the output.

    Returns:
        Rows of backward_factors.csv with the smallest and the largest part of the weights before
        training and then, and of the slopes; None where the weights are not shown to have grown in
        every layer, or the slopes have grown too.
    """
    rows = [
        row
        for row in study.rows(
            "backward_factors", experiment=network["experiment"], network=network["network"]
        )
        if row["layer"] < network["hidden_layers"] and row["weight_low"] is not None
    ]
    later = min((row["epoch"] for row in rows if row["epoch"] >= epoch), default=None)
    before, after = ([row for row in rows if row["epoch"] == at] for at in (0, later))
    if not before or [row["layer"] for row in before] != [row["layer"] for row in after]:
        return None
    pairs = list(zip(before, after, strict=True))
    grown = all(now["weight_low"] > then["weight_high"] for then, now in pairs)
    steeper = any(now["slope_low"] > then["slope_high"] for then, now in pairs)
    if not grown or steeper:
        return None
    return {
        f"{part}_{when}_{end}": pick(found, key=lambda row, part=part: row[f"{part}_factor"])
        for part in ("weight", "slope")
        for when, found in (("before", before), ("after", after))
        for end, pick in (("least", min), ("most", max))
    }


def idle(study: Study, experiment: Experiment, resting: Sequence[Mapping]) -> Mapping:
    """The networks of an experiment that stayed on their plateau.

    Returns:
        networks: their rows of networks.csv; deepest: that of the deepest; ratio: its row of
        learning_speed_ratios.csv at the end, and by_weights the same by the weights' gradients;
        one_step: whether an epoch was one update; published:
        whether the book has these curves.
    """
    networks = [study.network(experiment.name, row["network"]) for row in resting]
    deepest = max(networks, key=lambda row: row["hidden_layers"])
    course = ratios(study, deepest)
    by_weights = {row["epoch"]: row for row in ratios(study, deepest, BY_WEIGHTS)}
    return {
        "experiment": experiment.name,
        "networks": networks,
        "deepest": deepest,
        "ratio": course[-1] if course else None,
        "by_weights": by_weights.get(course[-1]["epoch"]) if course else None,
        "one_step": networks[0]["updates"] == networks[0]["epochs"],
        "published": any(row["published"] is not None and row["epoch"] > 0 for row in course),
    }
