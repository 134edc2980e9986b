"""The factor w σ′(z) of every layer: its bounds in theory, its distribution in the networks."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.colours import INK, PALETTE, QUIET
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import heading, label, plain_numbers
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import WIDTH, colours_of_layers
from hardtotrain.theory.slope_factors import escape_width, sigma_prime, widest_escape

THEORY, ROW, HEADING = 2.2, 0.26, 0.45  # inches: its panels, a layer, what stands above layers
PANELS = 10


def draw_slope_factors(data: ExperimentData) -> Figure:
    """Above: σ′(z) and the escape from it. Below: |w σ′(z)| of each layer, a panel a network.

    The bar of a layer reaches from the 2nd to the 98th percentile, its thick part holds the middle
    half, its dot is the median; all are means over replicates. Under the cross-entropy, the factor
    of an output layer is not in the product that carries errors back.
    """
    factors = dict(list(data.table("slope_factors").groupby("network", sort=False)))
    words, networks = data.words(), spread(list(factors), PANELS)
    # Where every replicate diverged there is nothing to draw, and one empty panel says so.
    heights = [ROW * len(factors[name]) + HEADING for name in networks] or [1]
    figure = plt.figure(figsize=(WIDTH, THEORY + sum(heights) + 0.7))
    theory, measured = figure.subfigures(2, 1, height_ratios=(THEORY, sum(heights) + 0.7))
    slope, escape = theory.subplots(1, 2)
    draw_slope(slope)
    draw_escape(escape)
    panels = measured.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)
    for axes, name in zip(panels[:, 0], networks, strict=False):
        draw_layers(axes, factors[name])
        heading(axes, words[name])
        axes.spines["bottom"].set_visible(axes is panels[-1, 0])
    if networks:
        name_bounds(panels[0, 0])
    say_how_many(figure, networks, list(factors))
    panels[-1, 0].set(xscale="log", xlabel="|w σ′(z)| after training")
    plain_numbers(panels[-1, 0].xaxis)
    return figure


def draw_slope(axes: Axes) -> None:
    """σ′(z) under its bound 1/4."""
    z = np.linspace(-4, 4, 201)
    axes.plot(z, sigma_prime(z), color=PALETTE[0], lw=1.8)
    axes.axhline(0.25, color=QUIET, lw=1, ls="--")
    heading(axes, "σ′(z) ≤ 1/4")
    axes.set(xlabel="z", ylim=(0, 0.28), xticks=[-4, 0, 4], yticks=[0, 0.25])


def draw_escape(axes: Axes) -> None:
    """Width of the interval of inputs for which |w σ′| ≥ 1, with its maximum."""
    w = np.linspace(0, 40, 401)
    widest, width = widest_escape()
    axes.plot(w, escape_width(w), color=PALETTE[0], lw=1.8)
    axes.plot(widest, width, "o", color=PALETTE[0], ms=5)
    label(axes, f"{width:.2f} at |w| = {widest:.1f}", (widest, width), (8, 3))
    heading(axes, "inputs with |w σ′| ≥ 1")
    axes.set(xlabel="|w|", ylim=(0, 0.52), xticks=[0, 20, 40], yticks=[0, 0.25, 0.5])


def draw_layers(axes: Axes, rows: pd.DataFrame) -> None:
    """Percentile bars of the layers of a network, the first on top, beside 1/4 and 1."""
    hidden = rows["kind"] == "hidden"
    of_layers = colours_of_layers(list(rows["layer"]))
    colours = rows["layer"].map(of_layers).where(hidden, QUIET)  # the output is in no product
    axes.hlines(rows["layer"], rows["q02"], rows["q98"], color=colours, lw=1.6)
    axes.hlines(rows["layer"], rows["q25"], rows["q75"], color=colours, lw=6)
    axes.plot(rows["q50"], rows["layer"], "o", color="white", markeredgecolor=INK, ms=4.5, zorder=3)
    axes.axvline(0.25, color=QUIET, lw=1, ls="--")
    axes.axvline(1, color=QUIET, lw=1)
    names = [f"layer {layer}" for layer in rows["layer"]]
    names = pd.Series(names, rows.index).where(hidden, "output")
    axes.set_yticks(rows["layer"], names, color=INK)
    axes.set_ylim(rows["layer"].max() + 0.7, rows["layer"].min() - 0.7)
    axes.grid(visible=False, axis="y")


def name_bounds(axes: Axes) -> None:
    """Above the first panel: what the bound of σ′ is, and from where on a factor enlarges."""
    for text, place, side in (("1/4", 0.25, "right"), ("1", 1, "left")):
        offset = (-3 if side == "right" else 3, 10)
        label(axes, text, (place, 1), offset, xycoords=("data", "axes fraction"), ha=side)
