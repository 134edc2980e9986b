"""Learning speed of every hidden layer against epoch, over the book's own curves."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label, label_ends, lay_out, plain_numbers
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import SMALL, WIDTH, colours_of_layers

PANELS = 10
PANEL = 2.3  # inches
MEASURED = "learning speed ‖∂C/∂b‖"


def draw_learning_speed(data: ExperimentData) -> Figure:
    """‖∂C/∂b^l‖ against epoch, a panel a network: median, range of the replicates, the book's."""
    table, speeds, words = data.table("networks"), data.table("learning_speeds"), data.words()
    every = list(table.loc[table["hidden_layers"] > 1, "network"])
    gradients = data.recorded("gradients", spread(every, PANELS))
    hidden = gradients[gradients["kind"] == "hidden"]
    networks = list(hidden["network"].unique())  # whose numbers overflow has none to show
    layers = sorted(hidden["layer"].unique())
    book = speeds.query("kind == 'hidden' and measure == 'bias_gradient_norm' and epoch > 0")
    book = book[book["published"].notna()]
    figure, panels = plt.subplots(
        len(networks), 1, figsize=(WIDTH, 0.5 + PANEL * len(networks)), sharex=True, squeeze=False
    )
    colours = colours_of_layers(layers)
    for network, axes in zip(networks, panels[:, 0], strict=True):
        own = hidden[hidden["network"] == network]
        seaborn.lineplot(
            data=own,
            x="epoch",
            y="bias_gradient_norm",
            hue="layer",
            palette=colours,
            estimator="median",
            errorbar=("pi", 100),
            err_kws={"alpha": 0.2, "linewidth": 0},
            lw=1.8,
            legend=False,
            ax=axes,
        )
        for layer, curve in book[book["network"] == network].groupby("layer"):
            axes.plot(curve["epoch"], curve["published"], "--", lw=1, color=colours[layer])
        axes.set(yscale="log", ylabel="")
        heading(axes, words[network], MEASURED if axes is panels[0, 0] else None)
        axes.spines["bottom"].set_visible(axes is panels[-1, 0])
        plain_numbers(axes.yaxis)
    say_how_many(figure, networks, every)
    lay_out(figure)
    for network, axes in zip(networks, panels[:, 0], strict=True):
        name_layers(axes, hidden[hidden["network"] == network], colours)
    if len(book):
        name_book(panels[networks.index(book["network"].iloc[0]), 0], book)
    return figure


def name_layers(axes: Axes, speeds: pd.DataFrame, colours: dict[int, str]) -> None:
    """Which layer each line is, at its end."""
    last = speeds.groupby(["layer", "epoch"])["bias_gradient_norm"].median().reset_index()
    ends = last.groupby("layer").tail(1).itertuples()
    label_ends(
        axes,
        [
            (f"layer {end.layer}", end.epoch, end.bias_gradient_norm, colours[end.layer])
            for end in ends
        ],
        SMALL,
    )


def name_book(axes: Axes, book: pd.DataFrame) -> None:
    """Says once what the dashed lines are: in the middle of the lowest, below it."""
    network = book[book["network"] == book["network"].iloc[0]]
    curve = network[network["layer"] == network["layer"].min()]
    at = curve.iloc[len(curve) // 3]
    label(axes, "dashed: the book", (at["epoch"], at["published"]), (0, -12), fontsize=SMALL)
