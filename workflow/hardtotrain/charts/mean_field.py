"""Errors before training beside the prediction of mean-field theory as a chart."""

import altair as alt
import numpy as np

from hardtotrain.charts.chart import Chart, Control
from hardtotrain.charts.look import QUIET, SERIES, data, layered, powers_of_ten, word
from hardtotrain.figures.experiment_data import ExperimentData


def mean_field_chart(experiment: ExperimentData) -> Chart:
    """Root mean square error of each layer, measured and predicted; the deepest network first."""
    table = experiment.table("mean_field")
    last = table.groupby("network")["layer"].transform("max")
    layers = table.assign(
        back=last - table["layer"],
        predicted=table["predicted_rms"],
        measured=table["measured_rms"],
        deviation=100 * table["relative_error_rms"],
    )
    largest = layers.assign(deviation=layers["deviation"].abs())
    networks = list(layers["network"].unique())
    deepest = max(networks, key=layers["network"].value_counts().__getitem__, default=None)
    return Chart(
        data={"layers": layers[["network", "layer", "back", "predicted", "measured", "deviation"]]},
        controls={"network": Control("select", networks, deepest)},
        # Rounded up, as the page does: “within” must be true.
        readings=np.ceil(10 * largest.groupby("network", sort=False)["deviation"].max())
        .div(10)
        .reset_index(),
    )


def draw_mean_field() -> alt.LayerChart:
    """The chosen network in colour over all others; layers count back from the output."""
    layers = alt.Chart(data("layers")).transform_filter("datum.measured > 0")
    ours = layers.transform_filter("datum.network === network")
    back = alt.X(
        "back:Q",
        title=word("back"),
        scale=alt.Scale(reverse=True, nice=False),
        axis=alt.Axis(tickMinStep=1, format="d"),
    )
    logarithmic = alt.Scale(type="log")
    error = alt.Y("predicted:Q", title=word("error"), scale=logarithmic, axis=powers_of_ten())
    tooltip = [
        alt.Tooltip("network:N", title=word("network")),
        alt.Tooltip("layer:Q", title=word("layer")),
        alt.Tooltip("measured:Q", title=word("measured"), format=".3~g"),
        alt.Tooltip("predicted:Q", title=word("predicted"), format=".3~g"),
        alt.Tooltip("deviation:Q", title=word("deviation"), format="+.2~f"),
    ]
    return layered(
        layers.mark_line(strokeWidth=1, opacity=0.5, color=QUIET).encode(
            x=back, y=error, detail="network:N"
        ),
        layers.mark_point(filled=True, size=22, opacity=0.5, color=QUIET).encode(
            x=back, y=alt.Y("measured:Q"), tooltip=tooltip
        ),
        ours.mark_line(strokeWidth=2.2, color=SERIES[0]).encode(x=back, y=error),
        ours.mark_point(filled=True, size=70, opacity=1, color=SERIES[1]).encode(
            x=back, y=alt.Y("measured:Q"), tooltip=tooltip
        ),
        parameters=("network",),
        height=330,
    )
