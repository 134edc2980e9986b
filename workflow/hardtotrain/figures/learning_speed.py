"""Learning speed of every hidden layer against epoch, over the book's own curves."""

import matplotlib.pyplot as plt
import seaborn
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, colours_of_layers

PANELS = 10


def draw_learning_speed(data: ExperimentData) -> Figure:
    """‖∂C/∂b^l‖ against epoch, a panel a network: median, range of the replicates, the book's."""
    table, speeds = data.table("networks"), data.table("learning_speeds")
    every = list(table.loc[table["hidden_layers"] > 1, "network"])
    gradients = data.recorded("gradients", spread(every, PANELS))
    hidden = gradients[gradients["kind"] == "hidden"]
    networks = list(hidden["network"].unique())  # whose numbers overflow has none to show
    layers = sorted(hidden["layer"].unique())
    book = speeds.query("kind == 'hidden' and measure == 'bias_gradient_norm' and epoch > 0")
    book = book[book["published"].notna()]
    figure, panels = plt.subplots(
        len(networks), 1, figsize=(7.2, 0.5 + 2.3 * len(networks)), sharex=True, squeeze=False
    )
    figure.subplots_adjust(hspace=0.32)
    colours = colours_of_layers(layers)
    for network, axes in zip(networks, panels[:, 0], strict=True):
        seaborn.lineplot(
            data=hidden[hidden["network"] == network],
            x="epoch",
            y="bias_gradient_norm",
            hue="layer",
            palette=colours,
            estimator="median",
            errorbar=("pi", 100),
            err_kws={"alpha": 0.22, "linewidth": 0},
            lw=1.4,
            legend=False,
            ax=axes,
        )
        for layer, curve in book[book["network"] == network].groupby("layer"):
            axes.plot(curve["epoch"], curve["published"], "--", lw=1, color=colours[layer])
        axes.set(yscale="log", title=network, ylabel="‖∂C/∂b‖")
    say_how_many(panels[0, 0], networks, every)
    handles = [Line2D([], [], color=colours[layer], label=f"layer {layer}") for layer in layers]
    handles += [
        Line2D([], [], color=INK, lw=1.4, label="median of replicates"),
        Line2D([], [], color=INK, lw=7, alpha=0.22, label="their whole range"),
    ]
    if not book.empty:
        handles.append(Line2D([], [], color=INK, ls="--", lw=1, label="published: book"))
    panels[0, 0].legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1))
    return figure
