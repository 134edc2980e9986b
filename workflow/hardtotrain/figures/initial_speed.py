"""The learning speed of every layer before training, over many initialisations."""

import matplotlib.pyplot as plt
import seaborn
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, PUBLISHED_COLOUR, colours_of_layers

PANELS = 4  # side by side


def draw_initial_speed(data: ExperimentData) -> Figure:
    """‖∂C/∂b^l‖ of the hidden layers at epoch 0, a panel a network: replicates, median, book."""
    table, speeds = data.table("networks"), data.table("learning_speeds")
    every = list(table.loc[table["hidden_layers"] > 0, "network"])
    gradients = data.recorded("gradients", spread(every, PANELS))
    start = gradients[(gradients["epoch"] == 0) & (gradients["kind"] == "hidden")]
    medians = speeds.query("epoch == 0 and kind == 'hidden' and measure == 'bias_gradient_norm'")
    networks = list(start["network"].unique())  # whose numbers overflow has none to show
    layers = sorted(start["layer"].unique())
    figure, panels = plt.subplots(
        1,
        len(networks),
        figsize=(7.2, 3),
        sharey=True,
        squeeze=False,
        width_ratios=[start.loc[start["network"] == name, "layer"].max() + 1 for name in networks],
    )
    for network, axes in zip(networks, panels[0], strict=True):
        of_network = start[start["network"] == network]
        seaborn.stripplot(
            data=of_network,
            x="layer",
            y="bias_gradient_norm",
            hue="layer",
            palette=colours_of_layers(layers),
            jitter=0.28,
            size=2,
            alpha=0.5,
            legend=False,
            ax=axes,
        )
        for position, row in enumerate(medians[medians["network"] == network].itertuples()):
            axes.plot([position - 0.33, position + 0.33], [row.median] * 2, color=INK, lw=2)
            axes.plot(
                position,
                row.published,
                "D",
                color="none",
                markeredgecolor=PUBLISHED_COLOUR,
                markeredgewidth=1.5,
                ms=6,
                zorder=5,
            )
        axes.set_title(network, fontsize=8)
        axes.set(yscale="log", xlabel="hidden layer", ylabel="‖∂C/∂b‖")
    say_how_many(panels[0, 0], networks, every)
    handles = [Line2D([], [], color=INK, lw=2, label="median")]
    if medians["published"].notna().any():
        hollow = {"markerfacecolor": "none", "markeredgecolor": PUBLISHED_COLOUR}
        handles.append(Line2D([], [], marker="D", ls="", label="published: book", **hollow))
    panels[0, -1].legend(handles=handles, loc="lower right")
    return figure
