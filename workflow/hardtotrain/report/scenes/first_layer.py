"""How much slower is the first layer? Speeds of whole layers before training, by each measure."""

from collections.abc import Mapping, Sequence

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.cells import Row
from hardtotrain.report.first_and_last import BOOKS, is_known, starts
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study

# The hidden layers of the network of which the note says how much slower its first layer is.
OF_NOTE = 4

# Factors from layer to layer that differ by less are one factor.
ALIKE = 1.25

# So many networks can be told in a sentence.
MOST = 4


def tell(study: Study) -> Mapping | None:
    """How the last hidden layer's speed compares with the first's, in many starts.

    Returns:
        experiment: its name; settings: the row of networks.csv of the deepest network; deepest: its
        ratio of last to first, a row of learning_speed_ratios.csv; shallower: the ratios of the
        others, where they differ in depth alone; smallest and largest: ratios of neighbouring
        layers, where they are much the same for all, else None; book: the row of comparisons.csv of
        the book's network as deep; note: whether the note speaks of that depth, too; measures: the
        ratios of the deepest by the other measures, by name; verdict: how the first layer compares;
        agree: whether all measures say so; inputs: whether the first layer is less far behind by
        its weights than by its biases. None where no two hidden layers can be compared.
    """
    experiment = next((e for e in study.experiments if e.is_initial), None)
    if experiment is None:
        return None
    whole = [row for row in starts(study, *SPEEDS) if row["experiment"] == experiment.name]
    of_book = [row for row in whole if row["measure"] == BOOKS]
    if not of_book:
        return None
    deepest = max(of_book, key=lambda row: row["to_layer"])
    measures = {
        row["measure"]: row
        for row in whole
        if row["network"] == deepest["network"] and row is not deepest
    }
    neighbours = [
        row
        for row in study.rows(
            "learning_speed_ratios", experiment=experiment.name, epoch=0, measure=BOOKS
        )
        if row["to_layer"] == row["from_layer"] + 1 and is_known(row)
    ]
    alone = not experiment.differ and len(of_book) <= MOST
    return {
        "experiment": experiment.name,
        "evidence_of": experiment.name,
        "settings": study.network(experiment.name, deepest["network"]),
        "deepest": deepest,
        "shallower": [row for row in of_book if row is not deepest] if alone else [],
        **one_factor(neighbours),
        "book": study.row(
            "comparisons",
            experiment=experiment.name,
            network=deepest["network"],
            quantity="last_to_first_ratio",
            epoch=0,
        ),
        "note": deepest["to_layer"] == OF_NOTE,
        "measures": measures,
        "verdict": verdict(deepest),
        "agree": len({side(row, 1) for row in [deepest, *measures.values()]}) == 1,
        "inputs": "weight_gradient_norm" in measures
        and measures["weight_gradient_norm"]["ci_high"] is not None
        and side(deepest, measures["weight_gradient_norm"]["ci_high"]) > 0,
    }


def one_factor(neighbours: Sequence[Row]) -> dict[str, Row | None]:
    """The smallest and the largest of several ratios that are much the same, else None twice."""
    ordered = sorted(neighbours, key=lambda row: row["median"])
    alike = len(ordered) > 1 and ordered[-1]["median"] < ALIKE * ordered[0]["median"]
    ends = (ordered[0], ordered[-1]) if alike else (None, None)
    return dict(zip(("smallest", "largest"), ends, strict=True))


def verdict(ratio: Row) -> str:
    """How the first layer compares: slower, faster, alike, or alone where one start is all."""
    if ratio["ci_low"] is None:
        return "alone"
    return {1: "slower", -1: "faster", 0: "alike"}[side(ratio, 1)]
