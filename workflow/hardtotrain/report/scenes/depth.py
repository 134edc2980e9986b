"""Does depth help? The accuracies of networks that differ in depth alone."""

from collections.abc import Mapping

from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import AT_THE_END, Study
from hardtotrain.roles.experiment import Experiment


def tell(study: Study) -> Mapping | None:
    """What more layers do to accuracy, in the first series of networks that shows it.

    Returns:
        experiment: its name; settings: the row of networks.csv of the shallowest network; first,
        best, last: rows of accuracy.csv of the shallowest, the best and the deepest that finished;
        unfinished: the networks of which none did; gain, change and loss: rows of differences.csv,
        of the best and of the deepest against the shallowest, and of the deepest against the best
        where it is shown to be worse; verdict: what depth does; published: whether others published
        theirs, and agree: whether these lie where one more run would, None where one run of ours
        cannot say where that is. None where no such network finished training.
    """
    experiment = series_of_depth(study)
    if experiment is None:
        return None
    accuracies = study.accuracies(experiment.name)
    if not accuracies:
        return None
    ordered = sorted(accuracies, key=lambda row: row["hidden_layers"])
    first, last = ordered[0], ordered[-1]
    finished = {row["network"] for row in accuracies}
    best = max(ordered, key=lambda row: row["mean"])
    differences = {
        row["network"]: row
        for row in study.rows(
            "differences", experiment=experiment.name, reference=first["network"], **AT_THE_END
        )
        # Where no start finished in both there is none.
        if row["difference"] is not None
    }
    loss = study.row(
        "differences",
        experiment=experiment.name,
        network=last["network"],
        reference=best["network"],
        **AT_THE_END,
    )
    published = study.rows(
        "comparisons", experiment=experiment.name, quantity="validation_accuracy"
    )
    compared = [row["agrees"] for row in published if row["low"] is not None]
    gain, change = differences.get(best["network"]), differences.get(last["network"])
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, first["network"]),
        "first": first,
        "best": best,
        "last": last,
        "gain": gain,
        "change": change,
        "loss": loss if loss is not None and side(loss, 0) < 0 else None,
        "verdict": verdict(gain, change) if len(ordered) > 1 else "alone",
        "published": bool(published),
        "agree": all(compared) if compared else None,
        "unfinished": [row for row in experiment.classifiers if row["network"] not in finished],
    }


def series_of_depth(study: Study) -> Experiment | None:
    """The first experiment whose networks are trained to their end and differ in depth alone."""
    return next(
        (e for e in study.experiments if e.to_the_end and e.classifiers and not e.differ), None
    )


def verdict(gain: Row | None, change: Row | None) -> str:
    """What the intervals of the differences show: helps, helps_some, costs or unclear.

    Args:
        gain: Of the best network over the shallowest.
        change: Of the deepest over the shallowest; the same row where the deepest is the best.
    """
    if change is gain and change is not None and side(change, 0) > 0:
        return "helps"
    if gain is not None and side(gain, 0) > 0:
        return "helps_some"
    if change is not None and side(change, 0) < 0:
        return "costs"
    return "unclear"
