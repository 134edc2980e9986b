"""Draws how the cost of a training step grows, from results/axes.csv, for the README."""

from pathlib import Path

import matplotlib
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator, ScalarFormatter

from benchmarks.axes import growth_exponent
from benchmarks.writing import RESULTS

PICTURE = Path("docs/growth.svg")
AXES = {
    "depth": "hidden layers of 30",
    "width": "neurons of one hidden layer",
    "batch_size": "images in a mini-batch",
    "replicates": "replicates in lockstep",
}
NAMES = {"ours": "a training step", "products": "its matrix products alone"}
COST = "microseconds_per_step_per_replicate"


def main() -> None:
    """Writes docs/growth.svg: medians over rounds, with the exponents of the power laws."""
    measured = pd.read_csv(RESULTS / "axes.csv").groupby(["axis", "implementation", "value"])
    medians = measured[COST].median()
    matplotlib.rcdefaults()  # the same picture, whatever a matplotlibrc says
    sns.set_theme(style="ticks", palette="colorblind", rc={"svg.hashsalt": "growth"})
    figure = Figure(figsize=(12, 3.2), layout="constrained")
    panels = figure.subplots(1, 4, sharey=True)
    for panel, (axis, title) in zip(panels, AXES.items(), strict=True):
        for name, marker in zip(NAMES, "os", strict=True):
            line = medians.loc[axis, name]
            exponent = growth_exponent(line.index, line)
            label = rf"{NAMES[name]}, $\propto n^{{{exponent:.2f}}}$"
            panel.plot(line, marker=marker, label=label)
        panel.set(xscale="log", yscale="log", xlabel=title)
        panel.set_xticks(line.index)
        panel.xaxis.set_major_formatter(ScalarFormatter())
        panel.xaxis.set_minor_locator(NullLocator())
        panel.legend(frameon=False, fontsize=8, loc="upper left")
    panels[0].set_ylabel("µs per replicate")
    panels[0].set_ylim(top=20_000)
    sns.despine(figure)
    figure.savefig(PICTURE, facecolor="white", metadata={"Date": None})


if __name__ == "__main__":
    main()
