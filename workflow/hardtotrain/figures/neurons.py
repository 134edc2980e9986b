"""The bars of the book: the learning speed of every neuron before training."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import PUBLISHED_COLOUR, colours_of_layers
from hardtotrain.tables.published import published_neurons


def draw_neurons(data: ExperimentData) -> Figure:
    """|∂C/∂b| of the hidden neurons: bars of one replicate above, all replicates below.

    Of the first network with layers to compare; the book's neurons are marked where they are its.
    """
    networks = data.table("networks")
    network = networks[networks["hidden_layers"] > 1].iloc[:1]
    hidden_layers = network["hidden_layers"].item()
    neurons = data.recorded("neurons", list(network["network"]))
    published = published_neurons(network, data.published)
    start = neurons[(neurons["epoch"] == 0) & (neurons["layer"] <= hidden_layers)]
    start = start.assign(speed=start["bias_gradient"].abs())
    layers = list(range(1, hidden_layers + 1))
    colours = colours_of_layers(layers)
    figure, panels = plt.subplots(
        2,
        hidden_layers,
        figsize=(7.2, 4.4),
        sharey="row",
        squeeze=False,
        gridspec_kw={"height_ratios": (3, 2), "hspace": 0.45},
    )
    one = start[start["replicate"] == start["replicate"].min()]
    ends = np.array([start["speed"].min(), start["speed"].max()])
    bins = np.geomspace(*np.maximum(ends, ends[1] * 1e-6), 40)
    for layer, bars, spread in zip(layers, *panels, strict=True):
        of_layer = one[one["layer"] == layer]
        bars.bar(
            of_layer["neuron"],
            of_layer["speed"],
            color=colours[layer],
            width=0.75,
            edgecolor="none",
        )
        bars.set(title=f"hidden layer {layer}", xlabel="neuron of the first replicate")
        bars.grid(visible=False, axis="x")
        seaborn.histplot(
            x=start.loc[start["layer"] == layer, "speed"].clip(lower=bins[0]),
            bins=bins,
            stat="proportion",
            color=colours[layer],
            alpha=0.7,
            edgecolor="none",
            ax=spread,
        )
        book = published.loc[published["layer"] == layer, "bias_gradient"].abs()
        seaborn.rugplot(x=book, color=PUBLISHED_COLOUR, height=0.16, lw=1.6, ax=spread)
        spread.set(xscale="log", xlabel="neurons of all replicates", xlim=(bins[0], bins[-1]))
    panels[0, 0].set_ylabel("|∂C/∂b|")
    panels[1, 0].set_ylabel("share of neurons")
    return figure
