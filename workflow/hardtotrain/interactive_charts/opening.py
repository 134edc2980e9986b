"""The opening chart: a network of any depth, each hidden layer as high as it learns fast."""

import math

import altair as alt
import pandas as pd

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.measured_starts import measured_starts, networks_and_start
from hardtotrain.figures.opening import FLOOR, LOST, pace
from hardtotrain.formats import spoken
from hardtotrain.interactive_charts.chart import Chart, Control
from hardtotrain.interactive_charts.theme import INK, PAGE, QUIET, SERIES, data, layered, word
from hardtotrain.roles.start_by_depth import one_a_depth, trained_alike
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.runs import read_table

FIRST_SEEN = 4  # hidden layers, the book's deepest network
ROOM = 150  # pixels that words about layers without a dot need
NUMBER = 56  # that a number below a dot needs
LEAST = 1e-300  # that a logarithmic scale has a place for, far below the axis


def opening_chart(experiment: ExperimentData) -> Chart:
    """Predicted and measured speeds at every depth, and what networks of that depth come to read.

    Speeds are divided by the fastest predicted one of their network.
    """
    predicted = experiment.table("speeds_by_depth")
    measured = measured_starts(experiment)
    layers = predicted.merge(measured, how="left", on=["hidden_layers", "layer"])
    fastest = layers.groupby("hidden_layers")["predicted"].transform("max")
    speeds = ["predicted", "measured", "low", "high"]
    layers[speeds] = layers[speeds].div(fastest, axis="index")
    lists = layers.groupby("hidden_layers")[["layer", *speeds]].agg(list).reset_index()
    without = ~lists["hidden_layers"].isin(measured["hidden_layers"])
    lists[speeds[1:]] = lists[speeds[1:]].mask(without, None)
    networks = measured.groupby("hidden_layers")["replicates"].first()
    depths = list(lists["hidden_layers"])
    return Chart(
        data={"layers": lists.assign(networks=lists["hidden_layers"].map(networks))},
        controls={"hidden_layers": Control("range", depths, FIRST_SEEN)},
        readings=readings(predicted, measured).merge(
            accuracies(experiment), how="left", on="hidden_layers"
        ),
    )


def readings(predicted: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """What is said of each depth, a row each.

    Args:
        predicted: The rows of the table of speeds by depth.
        measured: As `measured_starts` gives it.
    """
    of_first = predicted.query("layer == 1").merge(
        measured, how="left", on=["hidden_layers", "layer"]
    )
    return pd.DataFrame(
        [
            {"hidden_layers": row.hidden_layers}
            | reading(row.hidden_layers, row.predicted_ratio, row.measured_ratio, row.replicates)
            for row in of_first.itertuples()
        ]
    )


def reading(depth: int, theory: float, measured: float, networks: float) -> dict[str, object]:
    """How the first layer learns beside the last, by the name of the word that says it.

    Args:
        depth: How many hidden layers there are.
        theory: What theory says of the last layer's speed over the first's.
        measured: The same as it was measured; NaN where it was not, and theory has the word.
        networks: In how many it was measured.
    """
    if depth == 1:
        return {"single": depth}
    ratio = theory if math.isnan(measured) else measured
    if not 0 < ratio < math.inf:
        return {}
    said, times = pace(ratio)
    if said != "slower":
        return {said: depth if said == "alike" else times}
    if math.isnan(measured):
        return {"by_theory": times}
    beside = spoken(theory) if math.isfinite(theory) else None
    return {"slower": times, "networks": int(networks), "theory": beside}


def accuracies(experiment: ExperimentData) -> pd.DataFrame:
    """What trained networks with that start read, those with most replicates of each depth.

    Returns:
        One row for each depth at which any came to the end: hidden_layers, epochs, and accuracy of
        the validation images in per cent.
    """
    rows, start = networks_and_start(experiment)
    table = read_table(experiment.tables / "accuracy.csv").query(
        "split == 'validation' and statistic == 'last_epoch'"
    )
    means = table.set_index(NETWORK_KEY)["mean"].dropna()
    return pd.DataFrame(
        [
            (depth, row["epochs"], f"{100 * means[row['experiment'], row['network']]:.1f}")
            for depth, row in one_a_depth(trained_alike(rows, start)).items()
            if (row["experiment"], row["network"]) in means.index
        ],
        columns=["hidden_layers", "epochs", "accuracy"],
    )


# Of layers, and of speeds divided by the fastest.
PLACE = alt.Scale(domainMin=0.5, domainMax=alt.expr("hidden_layers + 0.5"), nice=False, zero=False)
SPEED = alt.Scale(type="log", domain=[FLOOR, 2], nice=False)

NUMBERS = alt.Axis(
    # All of them, or every tenth.
    values=alt.expr(
        "hidden_layers > 20 ? sequence(10, hidden_layers + 1, 10) : sequence(1, hidden_layers + 1)"
    ),
    format="d",
    labelOverlap="greedy",
    labelSeparation=4,
    grid=False,
    domain=False,
    ticks=False,
)
DECADES = alt.Axis(
    values=[10.0**-decade for decade in range(round(-math.log10(FLOOR)) + 1)],
    # A line for each, a label for every second one.
    labelExpr="round(log(datum.value) / LN10) % 2 ? '' "
    ": (datum.value < 1 ? '1/' : '') + format(1 / datum.value, ',.0f')",
    labelOverlap=False,
    domain=False,
    ticks=False,
)
TOOLTIP = [
    alt.Tooltip("layer:O", title=word("layer")),
    alt.Tooltip("predicted:Q", title=word("predicted"), format=".3~g"),
]


def draw_opening() -> alt.LayerChart:
    """A dot a layer, as high as it learns fast, and a ring where that was measured."""
    network = alt.Chart(data("layers")).transform_filter("datum.hidden_layers === hidden_layers")
    layers = (
        network.transform_flatten(["layer", "predicted"])
        .transform_filter("isValid(datum.predicted)")
        .transform_calculate(speed=f"max(datum.predicted, {LEAST})")
        .encode(
            x=alt.X("layer:Q", title=word("hidden_layer"), scale=PLACE, axis=NUMBERS),
            y=alt.Y("speed:Q", title=None, scale=SPEED, axis=DECADES),
        )
    )
    seen = layers.transform_filter(f"datum.predicted >= {FLOOR}")
    return layered(
        layers.mark_area(clip=True, color=SERIES[1], opacity=LOST).encode(y2=alt.datum(1)),
        layers.mark_line(clip=True, color=SERIES[1], strokeWidth=1.5),
        seen.mark_point(filled=True, color=SERIES[1], opacity=1, size=size_of(130)).encode(
            tooltip=TOOLTIP
        ),
        *written(
            seen.transform_filter(f"datum.predicted < 1 && width / hidden_layers > {NUMBER}"),
            "'1/' + format(1 / datum.predicted, ',.3~r')",
            dy=20,
        ),
        rings(network),
        *too_slow(layers),
        *edges(),
        parameters=("hidden_layers",),
        height=250,
    )


def size_of(largest: float) -> alt.Expr:
    """The area of a mark: smaller where it would reach into those of the next layers."""
    return alt.expr(f"{largest} * min(1, pow(width / hidden_layers / 20, 2))")


def rings(network: alt.Chart) -> alt.Chart:
    """A ring for each measured speed that the axis has a place for."""
    measured = (
        network.transform_filter("isValid(datum.measured)")
        .transform_flatten(["layer", "predicted", "measured", "low", "high"])
        .transform_filter(f"datum.measured >= {FLOOR}")
    )
    return measured.mark_point(
        fill="transparent", stroke=INK, strokeWidth=1.6, opacity=1, size=size_of(300)
    ).encode(
        x=alt.X("layer:Q", scale=PLACE, axis=NUMBERS),
        y=alt.Y("measured:Q", scale=SPEED),
        tooltip=[
            *TOOLTIP,
            alt.Tooltip("measured:Q", title=word("measured"), format=".3~g"),
            alt.Tooltip("low:Q", title=word("low"), format=".3~g"),
            alt.Tooltip("high:Q", title=word("high"), format=".3~g"),
            alt.Tooltip("networks:Q", title=word("networks")),
        ],
    )


def too_slow(layers: alt.Chart) -> list[alt.Chart]:
    """What is said of the layers that the axis has no place for, where there is room for it."""
    without = (
        layers.transform_filter(f"datum.predicted < {FLOOR}")
        .transform_aggregate(layers="count()", middle="mean(layer)")
        .transform_filter(f"datum.layers * width / hidden_layers > {ROOM}")
    )
    middle = without.encode(x=alt.X("middle:Q", scale=PLACE), y=alt.value(alt.expr("height / 2")))
    return written(middle, "split(words.opening_slow, '|')", lineHeight=18, dy=-9)


def written(places: alt.Chart, text: str, **look: object) -> list[alt.Chart]:
    """Text that the expression gives, readable on whatever it stands upon."""
    behind = {"stroke": PAGE, "strokeWidth": 6, "strokeJoin": "round"}
    return [
        places.mark_text(text=alt.expr(text), fontSize=13, **look, **colours)
        for colours in (behind, {"color": INK})
    ]


def edges() -> list[alt.Chart]:
    """What is said above the axis of speeds, and where the network begins and ends."""
    once, below = alt.Chart(alt.sequence(0, 1)), alt.value(alt.expr("height + 23"))
    return [
        once.mark_text(
            text=alt.expr(f"words.opening_{name}"), color=QUIET, fontSize=12, **look
        ).encode(x=alt.value(x), y=y)
        for name, x, y, look in (
            ("speed", 0, alt.value(-18), {"align": "left"}),
            ("input", 0, below, {"align": "left"}),
            ("output", "width", below, {"align": "right"}),
        )
    ]
