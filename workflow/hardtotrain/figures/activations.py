"""How active each hidden layer is during training (Glorot & Bengio 2010, figures 2 and 3)."""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, colours_of_layers

PANELS = 12


def draw_activations(data: ExperimentData) -> Figure:
    """Activations of each hidden layer against epoch: mean, ± SD over units and images, 98%.

    A panel a network; those with the same activation function share the vertical axis.
    """
    levels = data.table("activation_levels")
    functions = data.table("networks").set_index("network")["activation"]
    every = list(levels["network"].unique())
    networks = spread(every, PANELS)
    layers = sorted(levels["layer"].unique())
    rows = (len(networks) + 1) // 2
    figure, panels = plt.subplots(
        rows, 2, figsize=(7.2, 0.4 + 1.9 * rows), sharex=True, squeeze=False
    )
    figure.subplots_adjust(hspace=0.3, wspace=0.18)
    colours = colours_of_layers(layers)
    sharing = {}
    for network, axes in zip(networks, panels.flat, strict=False):
        first = sharing.setdefault(functions[network], axes)
        if first is not axes:
            axes.sharey(first)
        for layer, curve in levels[levels["network"] == network].groupby("layer"):
            colour, epochs = colours[layer], curve["epoch"]
            low, high = curve["mean"] - curve["sd"], curve["mean"] + curve["sd"]
            axes.fill_between(epochs, low, high, color=colour, alpha=0.08, linewidth=0)
            axes.plot(epochs, curve["mean"], color=colour, lw=1.4)
            axes.plot(epochs, curve["p98"], "--", color=colour, lw=0.8)
        axes.set_title(network, fontsize=7.5, fontweight="normal")
    for axes in panels.flat[len(networks) :]:
        axes.set_axis_off()
    for axes in panels.flat[max(len(networks) - 2, 0) : len(networks)]:
        axes.set_xlabel("epoch")
        axes.tick_params(labelbottom=True)
    for axes in panels[:, 0]:
        axes.set_ylabel("activation")
    say_how_many(panels[0, 0], networks, every)
    handles = [Line2D([], [], color=colours[layer], label=f"layer {layer}") for layer in layers]
    handles += [
        Line2D([], [], color=INK, lw=1.4, label="mean of units and images"),
        Line2D([], [], color=INK, lw=7, alpha=0.08, label="± their standard deviation"),
        Line2D([], [], color=INK, ls="--", lw=0.8, label="their 98th percentile"),
    ]
    panels[-1, 0].legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.35), ncols=3)
    return figure
