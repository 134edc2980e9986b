"""Does depth help? The accuracies of networks that differ in depth alone."""

from collections.abc import Mapping, Sequence

from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import AT_THE_END, Study
from hardtotrain.roles.experiment import Experiment

# A corrected p-value below which a difference is shown.
SHOWN = 0.05

# So many networks can be told in a sentence.
MOST = 4


def tell(study: Study) -> Mapping | None:
    """What more layers do to accuracy, in the first series of networks that can show it.

    Returns:
        experiment: its name; settings: the row of networks.csv of the shallowest network; first,
        best, last: rows of accuracy.csv of the shallowest, the best and the deepest that finished;
        unfinished: the networks of which none did; gain, change and loss: rows of differences.csv,
        of the best and of the deepest against the shallowest, and of the deepest against the best
        where it is shown to be worse; beaten, level: the networks that the best is shown to beat,
        none where there are too many to name, and the others; costs: rows of training_costs.csv of
        the shallowest, the lowest and the deepest, None where the shallowest is the lowest;
        verdict: what depth does; published: whether others published theirs, and agree: whether
        these lie where one more run would, None where one run of ours cannot say where that is.
        Where no network finished, experiment, evidence_of, settings, verdict and unfinished alone;
        None where no experiment is about depth.
    """
    experiment = series_of_depth(study)
    if experiment is None:
        return None
    accuracies, trained = study.accuracies(experiment.name), classifiers_to_the_end(experiment)
    if not accuracies:
        return {
            "experiment": experiment.name,
            "evidence_of": experiment.name,
            "settings": study.network(experiment.name, trained[0]["network"]),
            "verdict": "unfinished",
            "unfinished": trained,
        }
    ordered = sorted(accuracies, key=lambda row: row["hidden_layers"])
    first, last = ordered[0], ordered[-1]
    finished = {row["network"] for row in accuracies}
    best = max(ordered, key=lambda row: row["mean"])
    differences = {
        (row["network"], row["reference"]): row
        for row in study.rows("differences", experiment=experiment.name, **AT_THE_END)
        # Where no start finished in both there is none.
        if row["difference"] is not None
    }
    beaten = [row for row in ordered if beats(best, row, differences)]
    gain, change, loss = (
        differences.get((row["network"], other["network"]))
        for row, other in ((best, first), (last, first), (last, best))
    )
    published = study.rows(
        "comparisons", experiment=experiment.name, quantity="validation_accuracy"
    )
    compared = [row["agrees"] for row in published if row["low"] is not None]
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, first["network"]),
        "first": first,
        "best": best,
        "last": last,
        "gain": gain,
        "change": change,
        "loss": loss if loss is not None and shown(loss) < 0 else None,
        "beaten": beaten if len(ordered) <= MOST else [],
        "level": [row for row in ordered if row is not best and row not in beaten],
        "costs": training_costs(study, ordered),
        "verdict": verdict(gain, change) if len(ordered) > 1 else "alone",
        "published": bool(published),
        "agree": all(compared) if compared else None,
        "unfinished": [row for row in trained if row["network"] not in finished],
    }


def series_of_depth(study: Study) -> Experiment | None:
    """The first experiment whose networks are trained to their end and differ in depth alone."""
    return next((e for e in study.experiments if classifiers_to_the_end(e) and not e.differ), None)


def classifiers_to_the_end(experiment: Experiment) -> list[Mapping]:
    """The networks of an experiment whose accuracies after training can be compared."""
    return [row for row in experiment.to_the_end if row["task"] == "classify"]


def verdict(gain: Row | None, change: Row | None) -> str:
    """What the intervals of the differences show: helps, helps_some, costs or unclear.

    Args:
        gain: Of the best network over the shallowest.
        change: Of the deepest over the shallowest; the same row where the deepest is the best.
    """
    if change is gain and change is not None and shown(change) > 0:
        return "helps"
    if gain is not None and shown(gain) > 0:
        return "helps_some"
    if change is not None and shown(change) < 0:
        return "costs"
    return "unclear"


def shown(difference: Row) -> int:
    """1 where a difference is shown to be above 0, −1 where below, else 0.

    Both by its interval and, where it has one, by its p-value corrected for all comparisons.
    """
    corrected = difference["p_holm"]
    return side(difference, 0) if corrected is None or corrected < SHOWN else 0


def beats(best: Row, other: Row, differences: Mapping[tuple[str, str], Row]) -> bool:
    """Whether the best network is shown to be better than another; a pair has one difference."""
    over = differences.get((best["network"], other["network"]))
    under = differences.get((other["network"], best["network"]))
    return (over is not None and shown(over) > 0) or (under is not None and shown(under) < 0)


def training_costs(study: Study, networks: Sequence[Row]) -> Mapping[str, Row] | None:
    """What the training images cost in the end, where depth lowers it.

    Args:
        study: What the page reads.
        networks: Rows of one experiment, shallowest first.
    """
    costs = [
        study.row("training_costs", experiment=row["experiment"], network=row["network"])
        for row in networks
    ]
    known = [row for row in costs if row is not None and row["training_cost"] is not None]
    if len(known) < len(costs):
        return None
    least = min(known, key=lambda row: row["training_cost"])
    return None if least is known[0] else {"first": known[0], "least": least, "last": known[-1]}
