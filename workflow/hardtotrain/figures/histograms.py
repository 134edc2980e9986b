"""How activations and gradients are distributed (Glorot & Bengio 2010, figures 4 and 6 to 8)."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from hardtotrain.figures.colours import INK
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import fitting, label
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import WIDTH, colours_of_layers

QUANTITIES = {
    "activation": "activation",
    "delta": "log₁₀ |δ|",
    "weight_gradient": "log₁₀ |∂C/∂W|",
}
BEFORE = {"lw": 1, "alpha": 0.6, "zorder": 2}
AFTER = {"lw": 1.8, "alpha": 1, "zorder": 3}

# Gradients that nearly vanish make tails of many decades, too thin to be seen.
VISIBLE_SHARE = 0.005

PANELS = 12
PANEL = 1.45  # inches


def draw_histograms(data: ExperimentData) -> Figure:
    """Activations, errors and weight gradients of the hidden layers, a row of panels a network.

    Pooled over replicates, pale before training and strong after it. All networks share the
    horizontal axes of the gradients, those with the same activation function that of activations.
    """
    table = data.table("networks").set_index("network")
    every = list(table.index[table["hidden_layers"] > 0])
    recorded = data.recorded("histograms", spread(every, PANELS))
    networks = list(recorded["network"].unique())  # whose numbers overflow has none to show
    shares = pooled_shares(recorded)
    layers = sorted(shares["layer"].unique())
    words = data.words()
    rows = max(len(networks), 1)  # whose numbers all overflow leave one that is empty
    figure, panels = plt.subplots(
        rows, len(QUANTITIES), figsize=(WIDTH, 0.5 + PANEL * rows), squeeze=False
    )
    colours = colours_of_layers(layers)
    sharing = {}
    for network, row in zip(networks, panels, strict=False):
        span_row(row, words[network])
        # An untrained network is as it was before training, though its first epoch is its last.
        styles = {table.loc[network, "epochs"]: AFTER, 0: BEFORE}
        for quantity, axes in zip(QUANTITIES, row, strict=True):
            panel = shares.query("network == @network and quantity == @quantity")
            scale = table.loc[network, "activation"] if quantity == "activation" else quantity
            first = sharing.setdefault(scale, axes)
            if first is not axes:
                axes.sharex(first)
            edges = np.unique(panel[["low", "high"]])
            for (epoch, layer), bins in panel.groupby(["epoch", "layer"]):
                if epoch in styles:
                    heights = bins.set_index("low")["share"].reindex(edges[:-1], fill_value=0)
                    axes.stairs(heights, edges, color=colours[layer], **styles[epoch])
            axes.set(xlabel=QUANTITIES[quantity], yticks=[])
            axes.xaxis.set_major_locator(MaxNLocator(3))
            axes.grid(visible=False)
    say_how_many(figure, networks, every)
    handles = [Line2D([], [], color=colours[layer], label=f"layer {layer}") for layer in layers]
    handles.append(Line2D([], [], color=INK, label="before training", **BEFORE))
    if (shares["epoch"] > 0).any():
        handles.append(Line2D([], [], color=INK, label="after training", **AFTER))
    figure.legend(handles=handles, loc="outside upper left", ncols=3)
    return figure


def span_row(row: np.ndarray, text: str) -> None:
    """Writes above the first panel of a row what goes over all, as wide as it is."""
    row[-1].set_title(" ")  # keeps the height of a line free
    words = label(
        row[0],
        text,
        (0, 1),
        (0, 11),
        xycoords="axes fraction",
        fontsize=fitting(text, weight="bold"),
        weight="bold",
    )
    words.set_in_layout(False)


def pooled_shares(recorded: pd.DataFrame) -> pd.DataFrame:
    """The bins that can be seen, with the mean of their shares over replicates.

    Args:
        recorded: The `histograms.csv` of the networks, in which empty bins have no row.
    """
    # Counted over all layers and quantities: a layer whose gradients are all 0 has no row.
    replicates = recorded.groupby(["network", "epoch"])["replicate"].transform("nunique")
    bins = recorded.assign(share=recorded["share"] / replicates).sort_values("replicate")
    key = ["network", "epoch", "quantity", "layer", "low", "high"]
    pooled = bins.groupby(key)["share"].sum().reset_index()
    return pooled[pooled["share"] >= VISIBLE_SHARE]
