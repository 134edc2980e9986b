"""Accuracy of every network as a chart: replicates, mean and interval; any network by its name."""

import altair as alt
import pandas as pd

from hardtotrain.charts.chart import Chart, Control
from hardtotrain.charts.look import INK, PUBLISHED, SERIES, data, layered, word
from hardtotrain.figures.experiment_data import ExperimentData

ROWS = 12  # networks that can be taken in at once; the others are a word away
ROW = 44  # pixels
DOTS = 50  # replicates of a network, beyond which dots hide each other
MARKS = 4000  # dots of all networks together, which the page has to carry

# A network is found if its name holds what was typed; before that, those that say most.
FOUND = "search ? indexof(lower(datum.network), lower(search)) >= 0 : datum.telling"


def accuracy_chart(experiment: ExperimentData) -> Chart:
    """Validation accuracy in per cent after the last epoch, in the order of the config.

    Of more than ROWS networks those are shown at first that are shallowest, deepest, best and
    worst, and then the first.
    """
    table = experiment.table("accuracy")
    means = table.query("split == 'validation' and statistic == 'last_epoch'")
    means = means.assign(
        order=range(len(means)), telling=means["network"].isin(telling_networks(means))
    )
    place = ["network", "order", "telling"]
    history = experiment.recorded("history", means["network"])
    last = history.sort_values(["replicate", "epoch"]).groupby(["network", "replicate"]).tail(1)
    most = min(DOTS, max(MARKS // len(means), 1))
    ended = last[(last["status"] == "ok") & (last["replicate"] < most)]
    dots = ended.rename(columns={"validation_accuracy": "accuracy"})
    published = means.melt(place, ["published_note", "published_book"], "kind", "accuracy")
    marks = pd.concat(
        [
            means[place].merge(dots.assign(kind="replicate"), on="network"),
            means.assign(kind="mean", accuracy=means["mean"]),
            published.dropna(subset="accuracy"),
        ]
    )
    many = len(means) > ROWS
    return Chart(
        data={
            "marks": pd.DataFrame(
                {
                    **{name: marks[name] for name in (*place, "kind", "replicate")},
                    "accuracy": 100 * marks["accuracy"],
                    "low": 100 * marks["ci_low"],
                    "high": 100 * marks["ci_high"],
                }
            )
        },
        controls={"search": Control("search", [], "")} if many else {},
        readings=pd.DataFrame({"rows": [ROWS], "networks": len(means)}) if many else pd.DataFrame(),
        height=ROW * min(len(means), ROWS),
    )


def telling_networks(means: pd.DataFrame) -> list[str]:
    """Names of at most ROWS networks: the extremes first, then the others in their order."""
    extremes = [
        means.loc[extreme(means[column]), "network"]
        for column in ("hidden_layers", "mean")
        for extreme in (pd.Series.idxmin, pd.Series.idxmax)
        if means[column].notna().any()
    ]
    return list(dict.fromkeys([*extremes, *means["network"]]))[:ROWS]


def draw_accuracy() -> alt.LayerChart:
    """A row a network, with its name above the marks, where any name has room."""
    percent = alt.Scale(zero=False)
    axis = alt.Axis(tickCount=8, labelOverlap="greedy", labelFlush=False)
    accuracy = alt.X("accuracy:Q", title=word("validation_accuracy"), scale=percent, axis=axis)
    last = alt.expr(f"height / {ROW} + 0.5")
    rows = alt.Scale(domainMin=0.5, domainMax=last, reverse=True, nice=False, zero=False)
    row = alt.Y("row:Q", axis=None, scale=rows)
    network = alt.Tooltip("network:N", title=word("network"))
    value = alt.Tooltip("accuracy:Q", title=word("accuracy"))
    replicates = marks("replicate").transform_calculate(
        row="datum.row + 0.12 * sin(13 * datum.replicate)"
    )
    means, intervals = marks("mean"), marks("mean")
    # Named where they are, as a legend would stand above charts that have none of them.
    published = [
        (marks(kind).transform_calculate(row="datum.row + 0.25"), shape, align, dx, kind)
        for kind, shape, align, dx in (
            ("published_note", "square", "right", -7),
            ("published_book", "diamond", "left", 7),
        )
    ]
    return (
        layered(
            means.mark_text(align="left", dy=-15, limit=alt.expr("width")).encode(
                x=alt.value(0), y=row, text="network:N"
            ),
            replicates.mark_point(filled=True, size=26, opacity=0.8, color=SERIES[0]).encode(
                x=accuracy,
                y=row,
                tooltip=[network, alt.Tooltip("replicate:Q", title=word("replicate")), value],
            ),
            intervals.mark_rule(strokeWidth=2.5, color=INK).encode(
                x=alt.X("low:Q", title=word("validation_accuracy"), scale=percent, axis=axis),
                x2="high:Q",
                y=row,
            ),
            means.mark_point(filled=True, size=60, opacity=1, color=INK).encode(
                x=accuracy,
                y=row,
                tooltip=[
                    network,
                    alt.Tooltip("accuracy:Q", title=word("mean")),
                    alt.Tooltip("low:Q", title=word("low")),
                    alt.Tooltip("high:Q", title=word("high")),
                ],
            ),
            *(
                mark.mark_point(
                    shape=shape, size=50, opacity=1, color=PUBLISHED, strokeWidth=1.4
                ).encode(x=accuracy, y=row, tooltip=[network, value])
                for mark, shape, *_ in published
            ),
            *(
                mark.mark_text(
                    align=align, dx=dx, color=PUBLISHED, text=alt.expr(f"words.{kind}")
                ).encode(x=accuracy, y=row)
                for mark, _, align, dx, kind in published
            ),
            parameters=("search",),
            height=ROW,
        )
        .properties(data=data("marks"))
        .transform_filter(FOUND)
        .transform_window(row="dense_rank()", sort=[alt.SortField("order")])
        .transform_filter(f"datum.row <= {ROWS}")
    )


def marks(*kinds: str) -> alt.Chart:
    """The marks of some kinds."""
    return alt.Chart().transform_filter(alt.FieldOneOfPredicate("kind", list(kinds)))
