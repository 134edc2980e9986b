"""How long does a network give every image the same answer? What depth does to the plateau."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from hardtotrain.report.cells import Row
from hardtotrain.report.stays import stays
from hardtotrain.report.study import Study

PREDICTIONS = ("formula", "from_start")

# The costs whose output error is a − y, so that theory's signal is that of the data alone.
PLAIN_ERRORS = {"cross_entropy", "log_likelihood"}


def tell(study: Study) -> Mapping | None:
    """How long networks stay on their plateau, and how right two theories are about it.

    Returns:
        experiment: the one that says most of what depth does, else the first that shows a plateau;
        networks: its rows of plateau_lengths.csv; left: those that every replicate leaves; shallow,
        deep: of them the extreme ones of two or more hidden layers, where these differ in depth
        alone; verdict: what depth does to the length; undecayed: whether none has weight decay;
        stay: those that no replicate leaves; divided: one that some leave; decays: whether there is
        weight decay; one: a row of plateau.csv; shrinks: whether the growth on it shrinks with
        depth; ratios: measured over predicted; rate: a row of networks.csv with the learning rate;
        averaged: whether the figure has the factor of a layer, on average over these depths; sums:
        whether the cost is one of every output; plain_signal: whether it leaves the signal
        of the data as it is. None where no plateau was looked at.
    """
    lengths = {e.name: with_fate(study, e.name) for e in study.experiments}
    courses = [e for e in study.experiments if e.kind == "courses" and lengths[e.name]]
    if not courses:
        return None
    alike = [e for e in courses if not e.differ]
    shown = max(alike, key=lambda e: len(deep(lengths[e.name])), default=courses[0])
    networks = lengths[shown.name]
    series = deep(networks) if shown in alike else []
    settings = study.network(shown.name, networks[0]["network"])
    return {
        "experiment": shown.name,
        "evidence_of": shown.name,
        "networks": networks,
        "left": left(networks),
        "shallow": series[0] if series else None,
        "deep": series[-1] if series else None,
        "verdict": verdict(networks, series),
        "undecayed": all(row["weight_decay"] == 0 for row in networks),
        "stay": [row for row in networks if row["left"] == 0],
        "divided": next((row for row in networks if 0 < row["left"] < row["replicates"]), None),
        "decays": any(row["weight_decay"] for row in networks),
        "shrinks": shown in alike and falls([row["growth"] for row in by_depth(networks)]),
        "one": study.row("plateau", experiment=shown.name),
        "ratios": {prediction: ratios(networks, prediction) for prediction in PREDICTIONS},
        "rate": settings,
        "averaged": follow_each_other(series, networks),
        "sums": settings["cost"] == "cross_entropy",
        "plain_signal": settings["cost"] in PLAIN_ERRORS,
    }


def with_fate(study: Study, experiment: str) -> list[Row]:
    """The networks of an experiment, of which it is known whether they leave or stay."""
    rows = study.rows("plateau_lengths", experiment=experiment)
    return [row for row in rows if row["left"] or stays(study, row)]


def by_depth(networks: Sequence[Row]) -> list[Row]:
    """The networks, shallowest first."""
    return sorted(networks, key=lambda row: row["hidden_layers"])


def left(networks: Sequence[Row]) -> list[Row]:
    """The networks whose every replicate leaves, shallowest first."""
    return [row for row in by_depth(networks) if row["median_updates"] is not None]


def deep(networks: Sequence[Row]) -> list[Row]:
    """Those of them with two or more hidden layers: of one the plateau ends at a constant rate."""
    return [row for row in left(networks) if row["hidden_layers"] > 1]


def follow_each_other(series: Sequence[Row], networks: Sequence[Row]) -> bool:
    """Whether three or more depths above one, and all that there are, each add one layer."""
    depths = [row["hidden_layers"] for row in series]
    every = [row["hidden_layers"] for row in by_depth(networks) if row["hidden_layers"] > 1]
    return (
        len(depths) > 2
        and depths == every
        and all(after - before == 1 for before, after in pairwise(depths))
    )


def verdict(networks: Sequence[Row], series: Sequence[Row]) -> str:
    """What depth does to the length: it lengthens it where the extreme intervals lie apart."""
    if not any(row["left"] for row in networks):
        return "never"
    if not series or series[0]["hidden_layers"] == series[-1]["hidden_layers"]:
        return "one_depth"
    high, low = series[0]["ci_high"], series[-1]["ci_low"]
    apart = high is not None and low is not None and low > high
    lengthens = apart and falls([-row["median_updates"] for row in series])
    return "lengthens" if lengthens else "not_shown"


def falls(values: Sequence[float | None]) -> bool:
    """Whether there are several values, all known, and each is below the one before."""
    return (
        len(values) > 1
        and None not in values
        and all(after < before for before, after in pairwise(values))
    )


def ratios(networks: Sequence[Row], prediction: str) -> Mapping[str, object] | None:
    """How many times as long as predicted the plateaus are.

    Returns:
        least, most: the networks with the smallest and the largest ratio; side: `short` where every
        interval lies above 1, `long` where every one lies below, else `both`; None where no network
        has a ratio.
    """
    known = [row for row in networks if row[f"{prediction}_ratio"] is not None]
    if not known:
        return None
    ends = [(row[f"{prediction}_ratio_low"], row[f"{prediction}_ratio_high"]) for row in known]
    side = "both"
    if all(low is not None and low > 1 for low, _ in ends):
        side = "short"
    elif all(high is not None and high < 1 for _, high in ends):
        side = "long"
    by_ratio = sorted(known, key=lambda row: row[f"{prediction}_ratio"])
    return {"least": by_ratio[0], "most": by_ratio[-1], "side": side}
