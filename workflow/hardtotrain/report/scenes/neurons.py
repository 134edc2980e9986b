"""Which neurons learn? The bars of the book: the gradient of every neuron before training."""

from collections.abc import Mapping, Sequence

from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study

# The share of pairs in which the later neuron has the longer bar, where neither layer is ahead.
NEITHER = 0.5


def tell(study: Study) -> Mapping | None:
    """Whether the neurons of later layers start faster, in the experiment with most starts.

    Returns:
        experiment: its name; settings: the row of networks.csv of the network that is drawn; pair:
        the row of neuron_order.csv of its first two layers; extreme: that of the neighbouring
        layers, of any network, that speak least for the verdict, None where there are no others;
        order: the row of initial_order.csv of the deepest network; verdict: whose neurons are
        ahead; published: whether the book has such bars. None where no two hidden layers can be
        compared.
    """
    experiment = next((e for e in study.experiments if e.is_initial), None)
    if experiment is None:
        return None
    pairs = study.rows("neuron_order", experiment=experiment.name)
    orders = study.rows("initial_order", experiment=experiment.name)
    if not pairs or not orders:
        return None
    network, ahead = pairs[0]["network"], verdict(pairs)
    least = max if ahead == "earlier" else min
    speeds = study.rows("learning_speeds", experiment=experiment.name, network=network, epoch=0)
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, network),
        "pair": pairs[0],
        "extreme": least(pairs, key=lambda row: row["share"]) if len(pairs) > 1 else None,
        "order": max(
            orders, key=lambda row: study.network(experiment.name, row["network"])["hidden_layers"]
        ),
        "verdict": ahead,
        "published": any(row["published"] is not None for row in speeds),
    }


def verdict(pairs: Sequence[Row]) -> str:
    """Whose neurons are ahead: later, earlier, mixed, or alone where one start says nothing."""
    if all(row["ci_low"] is None for row in pairs):
        return "alone"
    sides = {side(row, NEITHER) for row in pairs}
    if len(sides) == 1:
        return {1: "later", -1: "earlier", 0: "mixed"}[sides.pop()]
    return "mixed"
