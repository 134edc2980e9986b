"""Learning speed of every hidden layer against epoch as a chart: any network, by any measure."""

import altair as alt
import numpy as np
import pandas as pd

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import apart
from hardtotrain.figures.learning_speed import BAND, EPOCH_TICKS, dip
from hardtotrain.figures.panels import spread
from hardtotrain.interactive_charts.chart import Chart, Control
from hardtotrain.interactive_charts.theme import (
    DASHES,
    INK,
    SERIES,
    data,
    layered,
    powers_of_ten,
    word,
)
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.tables.learning_speed_ratios import last_over_first

POINTS = 1200  # of all curves of an experiment
EPOCHS = 11  # of a curve, however many there are
NETWORKS = 12  # of an experiment with many
LINE = 1 / 14  # of the height of the chart, from one line of text to the next


def learning_speed_chart(experiment: ExperimentData) -> Chart:
    """Median and range over replicates of every speed, at as many epochs as there is room for."""
    table = experiment.table("networks")
    deep = table[table["hidden_layers"] > 1]
    networks = deep["network"].to_list()[:NETWORKS]
    gradients = experiment.recorded("gradients", networks)
    hidden = gradients[gradients["kind"] == "hidden"]
    layers = hidden[["network", "layer"]].drop_duplicates()
    most = max(POINTS // max(len(layers) * len(SPEEDS), 1), EPOCHS)
    kept = hidden.groupby("network")["epoch"].transform(
        lambda epochs: epochs.isin(telling_epochs(sorted(epochs.unique()), most))
    )
    speeds = hidden[kept.astype(bool)].melt(
        ["network", "layer", "epoch", "replicate"], SPEEDS, "measure", "speed"
    )
    curve = ["network", "measure", "layer"]
    key = [*curve, "epoch"]
    groups = speeds.groupby(key)["speed"]
    summary = groups.agg(median="median", low="min", high="max").reset_index()
    book = experiment.table("learning_speeds").dropna(subset="published")
    book = summary.loc[summary["epoch"] > 0, key].merge(book, on=key)
    ratios = ends(experiment.table("learning_speed_ratios"), deep[deep["network"].isin(networks)])
    return Chart(
        data={
            "curves": summary.groupby(curve)
            .agg(list)
            .join(places(summary))
            .reset_index()
            .merge(experiment.last_epochs(hidden).rename("epochs"), on="network"),
            "book": book[[*key, "published"]].groupby(curve).agg(list).reset_index(),
            "dips": dips(summary),
        },
        controls={
            "network": Control("select", networks, networks[-1]),
            "measure": Control("select", SPEEDS, SPEEDS[0], words=True),
        },
        readings=ratios,
    )


def telling_epochs(epochs: list[int], most: int) -> list[int]:
    """At most so many of the epochs: half of them evenly spread, half ever denser at the start.

    What a network learns, it learns mostly in its first epochs.
    """
    if len(epochs) <= most:
        return epochs
    early = np.geomspace(1, len(epochs), most - most // 2).round().astype(int) - 1
    return sorted({*spread(epochs, most // 2), *(epochs[place] for place in early)})


def places(summary: pd.DataFrame) -> pd.Series:
    """How high the number of each layer stands at the end of its line, none upon another.

    Args:
        summary: network, measure, layer, epoch, and the speeds median, low and high.

    Returns:
        The place of each by network, measure and layer, of those that are drawn.
    """
    drawn = summary[summary["low"] > 0].sort_values("epoch", kind="stable")
    charts = []
    for _, speeds in drawn.groupby(["network", "measure"]):
        last = np.log10(speeds.groupby(["network", "measure", "layer"])["median"].last())
        height = np.log10(speeds["high"].max() / speeds["low"].min())
        charts.append(pd.Series(10 ** apart(last, LINE * height), last.index, name="place"))
    return pd.concat(charts) if charts else pd.Series(dtype=float, name="place")


def dips(summary: pd.DataFrame) -> pd.DataFrame:
    """Where the first layer is on a plateau, as `dip` has it: network, measure, epoch, median."""
    found = []
    for (network, measure), rows in summary.groupby(["network", "measure"]):
        medians = rows.pivot(index="epoch", columns="layer", values="median")
        if (epoch := dip(medians)) is not None:
            found.append((network, measure, epoch, medians.loc[epoch].iloc[0]))
    return pd.DataFrame(found, columns=["network", "measure", "epoch", "median"])


def ends(ratios: pd.DataFrame, networks: pd.DataFrame) -> pd.DataFrame:
    """How many times as fast the last hidden layer learns as the first, at both ends.

    Args:
        ratios: The table of learning speed ratios.
        networks: One row a network: experiment, network, hidden_layers.

    Returns:
        One row for each network and measure: network, measure, first and last (epochs), before and
        after (medians); last and after are missing where that is the first epoch.
    """
    whole = last_over_first(ratios, networks)
    groups = whole.sort_values("epoch", kind="stable").groupby(["network", "measure"], sort=False)
    both = groups.agg(
        first=("epoch", "first"),
        last=("epoch", "last"),
        before=("median", "first"),
        after=("median", "last"),
    ).reset_index()
    both[["last", "after"]] = both[["last", "after"]].where(both["first"] < both["last"])
    return both


def draw_learning_speed() -> alt.LayerChart:
    """A line a layer on a logarithmic axis, with its number at its end.

    Bands are the ranges of the first layer and of the last. The first epochs, in which most
    happens, have as much room as all others.
    """
    of_choice = "datum.network === network && datum.measure === measure"
    epoch = alt.X(
        "epoch:Q",
        title=word("epoch"),
        scale=alt.Scale(type="symlog", nice=False),
        axis=alt.Axis(values=EPOCH_TICKS, format="d", labelOverlap="greedy"),
    )
    logarithmic = alt.Scale(type="log")
    speed = alt.Y("median:Q", title=word("speed"), scale=logarithmic, axis=powers_of_ten())
    columns = alt.expr("max(1, floor(width / 36))")
    legend = alt.Legend(title=word("layer"), orient="top", symbolType="stroke", columns=columns)
    colour = alt.Color("layer:O", scale=alt.Scale(range=SERIES), legend=legend)
    dash = alt.StrokeDash("layer:O", scale=alt.Scale(range=DASHES), legend=None)
    curves = (
        alt.Chart(data("curves"))
        .transform_filter(of_choice)
        .transform_flatten(["epoch", "median", "low", "high"])
        .transform_filter("datum.median > 0")
    )
    ends_of_lines = curves.transform_joinaggregate(end="max(epoch)").transform_filter(
        "datum.epoch === datum.end"
    )
    book = alt.Chart(data("book")).transform_filter(of_choice)
    book = book.transform_flatten(["epoch", "published"])
    layers = alt.Chart(data("curves")).transform_filter(of_choice)
    return layered(
        # The legend has the layers that never learn too, the axis the epochs that a network which
        # diverged at once was to have.
        layers.mark_point(opacity=0).encode(x="epochs:Q", y=alt.value(0), color=colour),
        curves.transform_joinaggregate(deepest="max(layer)")
        .transform_filter("datum.low > 0 && (datum.layer === 1 || datum.layer === datum.deepest)")
        .mark_area(opacity=BAND)
        .encode(x=epoch, y=alt.Y("low:Q", title=word("speed")), y2="high:Q", color=colour),
        curves.mark_line(strokeWidth=1.8).encode(x=epoch, y=speed, color=colour, strokeDash=dash),
        book.mark_line(strokeWidth=1.2, strokeDash=[3, 3]).encode(
            x=epoch, y=alt.Y("published:Q"), color=colour
        ),
        curves.mark_point(size=200, opacity=0).encode(
            x=epoch,
            y=speed,
            tooltip=[
                alt.Tooltip("layer:O", title=word("layer")),
                alt.Tooltip("epoch:Q", title=word("epoch")),
                alt.Tooltip("median:Q", title=word("median"), format=".3~g"),
                alt.Tooltip("low:Q", title=word("smallest"), format=".3~g"),
                alt.Tooltip("high:Q", title=word("largest"), format=".3~g"),
            ],
        ),
        ends_of_lines.mark_point(filled=True, opacity=1, size=16).encode(
            x=epoch, y=speed, color=colour
        ),
        ends_of_lines.mark_text(align="left", dx=5, color=INK).encode(
            x=epoch, y="place:Q", text="layer:O"
        ),
        alt.Chart(data("dips"))
        .transform_filter(of_choice)
        .mark_text(baseline="top", dy=8, text=alt.expr("words.plateau"))
        .encode(x=epoch, y=speed),
        parameters=("network", "measure"),
        height=250,
    )
