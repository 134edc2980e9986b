"""What is a slow layer worth? What networks lose when their first layer may not learn."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hardtotrain.bilingual import Text
from hardtotrain.network_words import frozen_layers, hidden_sizes
from hardtotrain.report.cells import Row
from hardtotrain.report.first_and_last import is_slower, ratios
from hardtotrain.report.interval_side import side
from hardtotrain.report.language import phrase
from hardtotrain.report.study import AT_THE_END, Study
from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.experiment import Experiment


def tell(study: Study) -> Mapping | None:
    """What freezing a layer costs, in the first experiment where one stands beside its twin.

    Returns:
        experiment: its name; settings: a row of networks.csv; first: the pairs of networks of which
        one has its first layer frozen; others: pairs of the first of these networks with another
        layer frozen; costs: whether freezing the first layer costs accuracy in all of them;
        cheaper: the pair that loses least, where it is wider than the one that loses most, and
        loses less by the whole interval; heaviest: whether the first layer has most of the weights
        in all of them; start, end: how fast the last hidden layer learns beside
        the first in the first network, where the first layer starts as the slower one;
        only_at_first: whether it is no longer that at the end. None where no network stands beside
        its frozen twin.
    """
    for experiment in study.experiments:
        found = list(pairs(study, experiment))
        first = [pair for pair in found if pair["frozen"]["frozen_layers"] == "1"]
        if first:
            break
    else:
        return None
    whole = first[0]["whole"]
    start, end = course(study, whole)
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, whole["network"]),
        "first": first,
        "others": [p for p in found if p["whole"] is whole and p not in first],
        "costs": all(side(pair["difference"], 0) < 0 for pair in first),
        "cheaper": cheaper(first),
        "heaviest": all(is_first_heaviest(pair["whole"]) for pair in first),
        "start": start,
        "end": end,
        "only_at_first": start is not None and end["ci_low"] is not None and end["ci_low"] <= 1,
    }


def pairs(study: Study, experiment: Experiment) -> Iterator[dict]:
    """The frozen networks of an experiment, each beside the network that is like it but learns.

    Yields:
        whole, frozen: their settings; neurons: the words for the size of their first layer; said:
        those for what is frozen; accuracies: rows of accuracy.csv, `whole` and `frozen`;
        difference: of differences.csv.
    """
    for frozen in experiment.classifiers:
        for whole in experiment.classifiers:
            if not is_twin(frozen, whole):
                continue
            difference = study.row(
                "differences",
                experiment=experiment.name,
                network=frozen["network"],
                reference=whole["network"],
                **AT_THE_END,
            )
            if difference is None or not difference["replicates"]:
                continue
            size = hidden_sizes(whole)[0]
            yield {
                "whole": whole,
                "frozen": frozen,
                "neurons": phrase(Text(f"{size} neurons", f"{size} 个神经元")),
                "said": phrase(frozen_layers(frozen)),
                "accuracies": {
                    name: study.accuracy(row)
                    for name, row in (("whole", whole), ("frozen", frozen))
                },
                "difference": difference,
            }


def is_twin(frozen: Mapping, whole: Mapping) -> bool:
    """Whether two networks differ in the layers alone that are frozen, and one has none."""
    return (
        whole["frozen_layers"] == "none" != frozen["frozen_layers"]
        and all(frozen[column] == whole[column] for column in ("layers", "epochs"))
        and differing_settings([frozen, whole]) == ["frozen_layers"]
    )


def cheaper(first: Sequence[Mapping]) -> Mapping | None:
    """The pair that loses least by its frozen first layer, if that is the wider one."""
    ordered = sorted(first, key=lambda pair: pair["difference"]["difference"])
    most, least = ordered[0], ordered[-1]
    low = least["difference"]["ci_low"]
    wider = int(hidden_sizes(least["whole"])[0]) > int(hidden_sizes(most["whole"])[0])
    return least if wider and low is not None and side(most["difference"], low) < 0 else None


def is_first_heaviest(network: Mapping) -> bool:
    """Whether a network has more weights in its first layer than in all others."""
    sizes = [int(size) for size in network["layers"].split("-")]
    first, *others = (inputs * outputs for inputs, outputs in pairwise(sizes))
    return first > sum(others)


def course(study: Study, network: Mapping) -> tuple[Row, Row] | tuple[None, None]:
    """How fast the last hidden layer learns beside the first, before training and at its end.

    None for both where the first is not shown to start as the slower one.
    """
    by_epoch = {row["epoch"]: row for row in ratios(study, network)}
    start, end = by_epoch.get(0), by_epoch.get(network["epochs"])
    slow = start is not None and is_slower(start)
    return (start, end) if slow and end is not None else (None, None)
