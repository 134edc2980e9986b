"""When does a network never leave its plateau? Decay against growth, and weights too small."""

from collections.abc import Mapping, Sequence

from hardtotrain.network_words import depth
from hardtotrain.report.cells import Row
from hardtotrain.report.language import phrase
from hardtotrain.report.stays import stays
from hardtotrain.report.study import Study
from hardtotrain.roles.differing_settings import differing_settings

# A decay that is smaller than the growth by less than this factor lies just below the wall.
JUST_BELOW = 1.6


def tell(study: Study) -> Mapping | None:
    """Which networks never leave, and what frees them.

    Returns:
        stuck: a network that never leaves, and others of its depth that do; wall: the experiment of
        depth and weight decay, map: that of depth and weights, and how right theory is about them.
        None where the study has none of these.
    """
    found = {"stuck": stuck(study), "wall": wall(study), "map": map_of(study)}
    known = [part for part in found.values() if part is not None]
    if not known:
        return None
    return {**found, "evidence_of": known[0]["experiment"]}


def stuck(study: Study) -> Mapping | None:
    """The shallowest network that stays, where others like it leave in every replicate.

    Returns:
        row, accuracy: of plateau_lengths.csv and accuracy.csv; layers: the words for its depth;
        one_answer: whether it reads no more than one answer for every image would; walled: whether
        theory says so, as its decay is stronger than its growth; shallower: the deepest of those
        that differ in depth alone and leave; more_starts: the row of the undecayed network where
        another experiment has more of its starts; undecayed, larger: those that leave and differ in
        less decay alone, or in larger weights alone, and their accuracies; unbiased: whether the
        larger weights come without biases; two_fates: whether they learn.
    """
    courses = {e.name for e in study.experiments if e.kind == "courses"}
    rows = [row for row in study.rows("plateau_lengths") if row["experiment"] in courses]
    for row in sorted(rows, key=lambda row: row["hidden_layers"]):
        if not stays(study, row):
            continue
        free = [
            other
            for other in rows
            if other["experiment"] == row["experiment"] and other["median_updates"] is not None
        ]
        undecayed = next((other for other in free if has_less_decay(study, other, row)), None)
        larger = next((other for other in free if has_larger_weights(study, other, row)), None)
        if undecayed or larger:
            twins = [other for other in free if is_shallower(study, other, row)]
            shallower = max(twins, key=lambda other: other["hidden_layers"], default=None)
            accuracy = study.accuracy(row)
            larger_accuracy = larger and study.accuracy(larger)
            return {
                "experiment": row["experiment"],
                "row": row,
                "layers": phrase(depth(row)),
                "accuracy": accuracy,
                "one_answer": accuracy is not None and not study.beats_one_answer(accuracy),
                "walled": row["growth"] is not None and row["growth"] <= row["weight_decay"],
                "shallower": shallower,
                "shallower_layers": shallower and phrase(depth(shallower)),
                "undecayed": undecayed,
                "more_starts": undecayed and more_starts(study, undecayed),
                "undecayed_accuracy": undecayed and study.accuracy(undecayed),
                "larger": larger,
                "larger_accuracy": larger_accuracy,
                "unbiased": larger and lost_its_biases(study, larger, row),
                "two_fates": bool(larger_accuracy and study.beats_one_answer(larger_accuracy)),
            }
    return None


def more_starts(study: Study, row: Row) -> Row | None:
    """The row of the same network in another experiment, of whose starts these are a part."""
    own = updates_by_replicate(study, row)
    return next(
        (
            other
            for other in study.rows("plateau_lengths", network=of_same_layers(study, row))
            if other["experiment"] != row["experiment"]
            and other["replicates"] > row["replicates"]
            and own.items() <= updates_by_replicate(study, other).items()
        ),
        None,
    )


def of_same_layers(study: Study, row: Row) -> tuple[str, ...]:
    """The names of networks with the same layers as that of a row."""
    layers = study.network(row["experiment"], row["network"])["layers"]
    return tuple(found["network"] for found in study.rows("networks", layers=layers))


def updates_by_replicate(study: Study, row: Row) -> dict[int, float | None]:
    """After how many updates each start of a network leaves its plateau."""
    place = {"experiment": row["experiment"], "network": row["network"]}
    return {
        start["replicate"]: start["updates_to_leave"] for start in study.rows("plateau", **place)
    }


def settings_of(study: Study, *rows: Row) -> list[Row]:
    """The rows of networks.csv of some rows of other tables."""
    return [study.network(row["experiment"], row["network"]) for row in rows]


def has_less_decay(study: Study, other: Row, row: Row) -> bool:
    """Whether another network differs from one in its weaker weight decay alone."""
    if other["weight_decay"] >= row["weight_decay"]:
        return False
    networks = settings_of(study, other, row)
    alike = networks[0]["layers"] == networks[1]["layers"]
    return alike and differing_settings(networks) == ["regularisation"]


def has_larger_weights(study: Study, other: Row, row: Row) -> bool:
    """Whether another network differs from one in its larger first weights alone, and biases."""
    if other["weight_scale"] <= row["weight_scale"]:
        return False
    networks = settings_of(study, other, row)
    alike = all(networks[0][column] == networks[1][column] for column in ("layers", "scheme"))
    return alike and differing_settings(networks) == ["initialiser"]


def is_shallower(study: Study, other: Row, row: Row) -> bool:
    """Whether another network differs from one in its smaller depth alone."""
    less = other["hidden_layers"] < row["hidden_layers"]
    return less and not differing_settings(settings_of(study, other, row))


def lost_its_biases(study: Study, other: Row, row: Row) -> bool:
    """Whether the biases of another network start at 0 and those of one do not."""
    without, with_them = (network["bias_sd"] for network in settings_of(study, other, row))
    return without == 0 and with_them != 0


def wall(study: Study) -> Mapping | None:
    """The first experiment of depth and weight decay.

    Returns:
        experiment; shortest, longest: the networks that train for fewest and for most updates;
        formula, from_start: rows of plateau_fates.csv; holds: whether the formula is right more
        often than a coin would be; lower: whether most starts stay just below it.
    """
    name, rows = lengths_of(study, "wall")
    if not rows:
        return None
    return {
        "experiment": name,
        "shortest": min(rows, key=lambda row: row["updates"]),
        "longest": max(rows, key=lambda row: row["updates"]),
        "holds": is_beyond_chance(study, name),
        "lower": lies_lower(rows),
        **fates(study, name),
    }


def lies_lower(rows: Sequence[Row]) -> bool:
    """Whether most starts stay of networks that the wall leaves just enough growth.

    Args:
        rows: Of plateau_lengths.csv, of networks that differ in depth and decay.
    """
    near = [
        row
        for row in rows
        if row["growth"] is not None
        and row["growth"] / JUST_BELOW < row["weight_decay"] < row["growth"]
    ]
    return sum(row["left"] for row in near) < sum(row["replicates"] for row in near) / 2


def lengths_of(study: Study, kind: str) -> tuple[str | None, list[Row]]:
    """The first experiment of a kind, and its rows of plateau_lengths.csv."""
    name = next((e.name for e in study.experiments if e.kind == kind), None)
    return name, study.rows("plateau_lengths", experiment=name) if name else []


def fates(study: Study, experiment: str) -> dict[str, Row | None]:
    """How often each theory is right about who leaves."""
    return {
        prediction: study.row("plateau_fates", experiment=experiment, prediction=prediction)
        for prediction in ("formula", "from_start")
    }


def is_beyond_chance(study: Study, experiment: str) -> bool:
    """Whether the formula is right about who leaves more often than a coin would be."""
    formula = fates(study, experiment)["formula"]
    return formula is not None and formula["ci_low"] > 1 / 2


def map_of(study: Study) -> Mapping | None:
    """The first experiment of depths and weights.

    Returns:
        experiment; first: a network of it; formula, from_start: rows of plateau_fates.csv; below,
        between, above: how many networks learn of those that theory gives no time to, of those that
        it does, and of those beyond the critical weights; fades: whether of the last the shallow
        learn and the deep do not.
    """
    name, rows = lengths_of(study, "map")
    if not rows:
        return None
    accuracies = {row["network"]: row for row in study.accuracies(name)}
    regions: dict[str, list[Row]] = {"below": [], "between": [], "above": []}
    for row in rows:
        if row["growth"] is not None and row["network"] in accuracies:
            regions[region(study, row)].append(row)
    learn = {name for name, row in accuracies.items() if study.beats_one_answer(row)}
    return {
        "experiment": name,
        "first": rows[0],
        **fates(study, name),
        "below": share(regions["below"], learn),
        "between": share(regions["between"], learn),
        "above": share(regions["above"], learn),
        "fades": fades(regions["above"], learn),
    }


def region(study: Study, row: Row) -> str:
    """Where in the map a network lies: above the critical weights, below the border of time."""
    place = {"experiment": row["experiment"], "network": row["network"]}
    last = study.row("mean_field", **place, layer=row["hidden_layers"])
    if last is not None and last["chi"] is not None and last["chi"] > 1:
        return "above"
    return "between" if is_in_time(row) else "below"


def is_in_time(row: Row) -> bool:
    """Whether the formula says that a network leaves within its training."""
    return row["formula_updates"] is not None and row["formula_updates"] <= row["updates"]


def share(rows: Sequence[Row], learn: set[str]) -> str | None:
    """How many of some networks learn: all, most, some or none; None where there are none."""
    count = sum(row["network"] in learn for row in rows)
    if not rows:
        return None
    if count in (0, len(rows)):
        return "all" if count else "none"
    return "most" if 2 * count > len(rows) else "some"


def fades(rows: Sequence[Row], learn: set[str]) -> bool:
    """Whether of some networks the shallowest all learn and the deepest do not."""
    depths = sorted({row["hidden_layers"] for row in rows})
    of_depth = [[row for row in rows if row["hidden_layers"] == depth] for depth in depths]
    shares = [share(found, learn) for found in of_depth]
    return bool(shares) and shares[0] == "all" and shares[-1] == "none"
