"""Draws how the validation accuracy of each network rises, one line a replicate."""
# ruff: noqa: F821  `snakemake` is injected when a script runs

import os
from pathlib import Path

os.environ["MPLBACKEND"] = "svg"  # notebooks set one that exists only there

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

matplotlib.rcdefaults()  # the same figure, whatever a matplotlibrc says
figure = Figure(figsize=(6, 4), layout="constrained")
axes = figure.subplots()
for number, path in enumerate(snakemake.input):
    accuracy = pd.read_csv(path).pivot(
        index="epoch", columns="replicate", values="validation_accuracy"
    )
    lines = axes.plot(accuracy.index, accuracy, color=f"C{number}")
    lines[0].set_label(Path(path).parent.name)
axes.set(xlabel="epoch", ylabel="validation accuracy")
axes.legend()
figure.savefig(snakemake.output[0])
