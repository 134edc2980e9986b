"""How activations and gradients are distributed (Glorot & Bengio 2010, figures 4 and 6 to 8)."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, colours_of_layers

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
    figure, panels = plt.subplots(
        len(networks), 3, figsize=(7.2, 0.2 + 1.6 * len(networks)), squeeze=False
    )
    figure.subplots_adjust(hspace=0.85, wspace=0.28)
    colours = colours_of_layers(layers)
    sharing = {}
    for network, row in zip(networks, panels, strict=True):
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
            axes.set_xlabel(QUANTITIES[quantity], fontsize=8)
        row[0].set_title(network, fontsize=8)
        row[0].set_ylabel("share", fontsize=8)
    say_how_many(panels[0, 0], networks, every)
    handles = [Line2D([], [], color=colours[layer], label=f"layer {layer}") for layer in layers]
    handles.append(Line2D([], [], color=INK, label="before training", **BEFORE))
    if (shares["epoch"] > 0).any():
        handles.append(Line2D([], [], color=INK, label="after training", **AFTER))
    panels[0, -1].legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1))
    return figure


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
