"""The factor w σ′(z) of every layer: its bounds in theory, its distribution in the networks."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.panels import say_how_many, spread
from hardtotrain.figures.style import INK, PALETTE, QUIET, colours_of_layers
from hardtotrain.theory.slope_factors import escape_width, sigma_prime, widest_escape

ROW, HEADING = 0.2, 0.6  # inches that a layer and what stands around a panel take
PANELS = 10


def draw_slope_factors(data: ExperimentData) -> Figure:
    """Left: σ′(z) and the escape from it. Right: |w σ′(z)| of each layer, a panel a network.

    The bar of a layer reaches from the 2nd to the 98th percentile, its thick part holds the middle
    half, its dot is the median; all are means over replicates. Under the cross-entropy, the factor
    of an output layer is not in the product that carries errors back.
    """
    factors = dict(list(data.table("slope_factors").groupby("network", sort=False)))
    networks = spread(list(factors), PANELS)
    layers = [len(factors[name]) for name in networks]
    height = max(4.4, ROW * sum(layers) + HEADING * len(networks))
    figure = plt.figure(figsize=(7.2, height), layout="constrained")
    theory, measured = figure.subfigures(1, 2, width_ratios=(2, 3))
    slope, escape = theory.subplots(2, 1)
    draw_slope(slope)
    draw_escape(escape)
    # Where every replicate diverged there is nothing to draw, and one empty panel says so.
    ratios = [n + 1 for n in layers] or [1]
    panels = measured.subplots(len(ratios), 1, sharex=True, squeeze=False, height_ratios=ratios)
    for axes, name in zip(panels[:, 0], networks, strict=False):
        draw_layers(axes, factors[name])
        axes.set(title=name)
    say_how_many(panels[0, 0], networks, list(factors))
    panels[-1, 0].set(xscale="log", xlabel="|w σ′(z)|")
    bounds = panels[-1, 0].get_legend_handles_labels()
    measured.legend(*bounds, loc="outside lower center", ncols=2)
    return figure


def draw_slope(axes: Axes) -> None:
    """σ′(z) under its bound 1/4."""
    z = np.linspace(-4, 4, 201)
    axes.plot(z, sigma_prime(z), color=PALETTE[0])
    axes.axhline(0.25, color=QUIET, lw=1, ls="--")
    axes.set(title="σ′(z) ≤ 1/4", xlabel="z", ylabel="σ′(z)", ylim=(0, 0.28))


def draw_escape(axes: Axes) -> None:
    """Width of the interval of inputs for which |w σ′| ≥ 1, with its maximum."""
    w = np.linspace(0, 40, 401)
    widest, width = widest_escape()
    axes.plot(w, escape_width(w), color=PALETTE[0])
    axes.plot(widest, width, "o", color=PALETTE[0], ms=4)
    axes.annotate(
        f"{width:.2f} at |w| = {widest:.1f}",
        (widest, width),
        xytext=(6, 2),
        textcoords="offset points",
        fontsize=8,
    )
    axes.set(title="inputs with |w σ′| ≥ 1", xlabel="|w|", ylabel="width", ylim=(0, 0.52))


def draw_layers(axes: Axes, rows: pd.DataFrame) -> None:
    """Percentile bars of the layers of a network, the first on top, beside 1/4 and 1."""
    colours = [colours_of_layers([layer])[layer] for layer in rows["layer"]]
    axes.hlines(rows["layer"], rows["q02"], rows["q98"], color=colours, lw=1.4)
    axes.hlines(rows["layer"], rows["q25"], rows["q75"], color=colours, lw=5)
    axes.plot(rows["q50"], rows["layer"], "o", color="white", markeredgecolor=INK, ms=4, zorder=3)
    axes.axvline(0.25, color=QUIET, lw=1, ls="--", label="1/4")
    axes.axvline(1, color=QUIET, lw=1, label="1")
    labels = rows["layer"].astype(str).where(rows["kind"] == "hidden", "output")
    axes.set_yticks(rows["layer"], labels)
    axes.set_ylim(rows["layer"].max() + 0.7, rows["layer"].min() - 0.7)
    axes.grid(visible=False, axis="y")
