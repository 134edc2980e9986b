"""The bars of the book as a chart: the learning speed of every neuron, epoch by epoch."""

import altair as alt
import numpy as np
import pandas as pd

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import spread
from hardtotrain.interactive_charts.chart import Chart, Control
from hardtotrain.interactive_charts.theme import INK, PUBLISHED, SERIES, data, layered, ten_to, word
from hardtotrain.roles.trained_layers import first_to_train_layers
from hardtotrain.tables.published import published_neurons

EPOCHS = 31
NEURONS = 200  # of all layers together: more bars are too thin to be seen
BARS = 4000  # of all epochs and replicates together
REPLICATES = 3

# The logarithmic axis begins at this quantile: a few neurons that hardly learn would stretch it.
FLOOR = 0.01

# The accuracy has settled once it is within one point of where it ends.
SETTLED = 0.01


def neuron_chart(experiment: ExperimentData) -> Chart:
    """|∂C/∂b| of the hidden neurons of the experiment's first trained network with two layers.

    A bar is a neuron of one replicate. Behind the bars of a layer lies the middle half of its
    neurons in all replicates, with their median.
    """
    networks = experiment.table("networks").to_dict("records")
    network = pd.DataFrame([first_to_train_layers(networks)])
    hidden_layers = network["hidden_layers"].item()
    neurons = experiment.recorded("neurons", list(network["network"]))
    hidden = neurons[neurons["layer"] <= hidden_layers].sort_values("neuron")
    hidden = hidden.assign(speed=hidden["bias_gradient"].abs())
    epochs = spread(sorted(hidden["epoch"].unique()), EPOCHS)
    hidden = hidden[hidden["epoch"].isin(epochs)]
    shown = hidden[hidden["neuron"] <= max(NEURONS // hidden_layers, 1)]
    width = int(shown["neuron"].max())
    most = np.clip(BARS // (len(epochs) * width * hidden_layers), 1, REPLICATES)
    replicates = sorted(hidden["replicate"].unique())[:most]
    shown = shown[shown["replicate"].isin(replicates)]
    shown = shown.assign(start=(shown["layer"] - 1) * (width + 2))
    bars = shown.groupby(["replicate", "epoch", "layer", "start"])[["neuron", "speed"]].agg(list)
    largest = shown["speed"].max()
    floor = shown.loc[shown["speed"] > 0, "speed"].quantile(FLOOR)
    middle = hidden.groupby(["epoch", "layer"])["speed"].quantile([0.25, 0.5, 0.75]).unstack()
    middle.columns = ["q25", "median", "q75"]
    middle = middle.reset_index()
    middle = middle.assign(
        start=(middle["layer"] - 1) * (width + 2) + 0.5,
        end=(middle["layer"] - 1) * (width + 2) + width + 0.5,
    )
    book = published_neurons(network, experiment.published)
    accuracy = accuracies(experiment, network["network"].item())
    return Chart(
        data={
            "bars": bars.reset_index().assign(floor=floor),
            "layers": middle,
            "book": pd.DataFrame(
                {
                    "layer": book["layer"],
                    "position": (book["layer"] - 1) * (width + 2) + book["neuron"],
                    "speed": book["bias_gradient"].abs(),
                }
            ),
            "bounds": pd.DataFrame({"linear": [0.0, largest], "log": [floor, largest]}),
        },
        controls={
            "epoch": Control("range", epochs, epochs[0]),
            "axis": Control("select", ["linear", "log"], "linear", words=True),
            "replicate": Control("select", replicates, replicates[0]),
        },
        presets=moments(epochs, accuracy),
        readings=readings(middle, hidden_layers, accuracy, len(book)),
    )


def accuracies(experiment: ExperimentData, network: str) -> pd.Series:
    """Mean validation accuracy over the replicates that came so far, by recorded epoch."""
    history = experiment.recorded("history", [network])
    # Sums of floats depend on their order.
    ordered = history[history["status"] == "ok"].sort_values("replicate")
    return ordered.groupby("epoch")["validation_accuracy"].mean().dropna()


def moments(epochs: list[int], accuracy: pd.Series) -> dict[str, dict]:
    """Start and end of the training, and between them where the accuracy has settled.

    That is the first epoch at which it is within SETTLED of its last value.
    It is left out where the training has no accuracy, or where it is the start or the end.
    """
    if len(epochs) == 1:
        return {}
    presets = {"start": {"epoch": epochs[0], "axis": "linear"}}
    near = accuracy.index[accuracy >= accuracy.iloc[-1] - SETTLED] if len(accuracy) else []
    settled = next((epoch for epoch in epochs if len(near) and epoch >= near[0]), epochs[-1])
    if settled not in (epochs[0], epochs[-1]):
        presets["settled"] = {"epoch": settled, "axis": "log"}
    return presets | {"end": {"epoch": epochs[-1], "axis": "log"}}


def readings(middle: pd.DataFrame, last: int, accuracy: pd.Series, book: int) -> pd.DataFrame:
    """What is said at each epoch.

    Args:
        middle: The quartiles of each layer by epoch.
        last: The last hidden layer.
        accuracy: By epoch.
        book: How many of the book's neurons are marked before training.

    Returns:
        Of each epoch the last layer's median over the first's, the accuracy in per cent, and how
        many neurons are marked, missing where none is.
    """
    medians = middle.pivot(index="epoch", columns="layer", values="median")
    told = pd.DataFrame({"last": last, "ratio": medians[last] / medians[1]}).reset_index()
    told["book"] = [book if book and epoch == 0 else None for epoch in told["epoch"]]
    if accuracy.empty:
        return told
    return told.assign(accuracy=told["epoch"].map((100 * accuracy).map("{:.2f}".format)))


def draw_neurons() -> alt.LayerChart:
    """Bars side by side, layer after layer, on an axis that stays the same at every epoch."""
    labels = f"axis === 'linear' ? datum.label : datum.value % 1 ? '' : {ten_to('datum.value')}"
    axis = alt.Axis(format="~g", labelExpr=labels, tickCount=6)
    speed = alt.Y("shown:Q", title="|∂C/∂b|", scale=alt.Scale(zero=False), axis=axis)
    colour = alt.Color("layer:O", scale=alt.Scale(range=SERIES), legend=None)
    place = alt.Scale(nice=False, zero=False)
    start, end = alt.X("start:Q", axis=None, scale=place), "end:Q"
    layers = (
        alt.Chart(data("layers"))
        .transform_filter("datum.epoch === epoch")
        .transform_calculate(
            low=on_axis("datum.q25"), middle=on_axis("datum.median"), high=on_axis("datum.q75")
        )
    )
    bars = (
        alt.Chart(data("bars"))
        .transform_filter("datum.epoch === epoch && datum.replicate === replicate")
        .transform_flatten(["neuron", "speed"])
        .transform_calculate(
            left="datum.start + datum.neuron - 0.4",
            right="datum.start + datum.neuron + 0.4",
            shown=on_axis("max(datum.speed, datum.floor)"),
        )
    )
    book = alt.Chart(data("book")).transform_filter("epoch === 0")
    bounds = alt.Chart(data("bounds")).transform_calculate(
        shown="axis === 'linear' ? datum.linear : log(datum.log) / LN10"
    )
    return layered(
        bounds.mark_point(opacity=0).encode(y=speed),
        layers.mark_rect(opacity=0.16).encode(
            x=start, x2=end, y="low:Q", y2="high:Q", color=colour
        ),
        bars.mark_rect().encode(
            x=alt.X("left:Q", axis=None, scale=place),
            x2="right:Q",
            y=speed,
            y2=alt.value("height"),
            color=colour,
            tooltip=[
                alt.Tooltip("layer:O", title=word("layer")),
                alt.Tooltip("neuron:O", title=word("neuron")),
                alt.Tooltip("speed:Q", title="|∂C/∂b|", format=".3~g"),
            ],
        ),
        layers.mark_rule(strokeWidth=2, color=INK).encode(x=start, x2=end, y="middle:Q"),
        book.transform_calculate(shown=on_axis("datum.speed"))
        .mark_point(shape="diamond", size=45, color=PUBLISHED, strokeWidth=1.4, opacity=1)
        .encode(x=alt.X("position:Q", axis=None, scale=place), y=speed),
        layers.transform_calculate(label="words.hidden_layer + ' ' + datum.layer")
        .mark_text(align="left", baseline="bottom", dy=-4)
        .encode(x=start, y=alt.value(0), text="label:N"),
        parameters=("epoch", "axis", "replicate"),
        height=240,
    )


def on_axis(speed: str) -> str:
    """Where an expression lies on the axis that was chosen."""
    return f"axis === 'linear' ? {speed} : log({speed}) / LN10"
