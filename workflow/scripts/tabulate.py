"""Writes the tables of the study."""

import sys
from pathlib import Path

import pandas as pd

from hardtotrain.data.dataset import open_dataset
from hardtotrain.tables.accuracy import accuracy_table
from hardtotrain.tables.comparisons import comparison_table
from hardtotrain.tables.differences import difference_table
from hardtotrain.tables.initial_order import initial_order_table
from hardtotrain.tables.learning_speed_ratios import learning_speed_ratio_table
from hardtotrain.tables.learning_speeds import learning_speed_table
from hardtotrain.tables.mean_field import mean_field_table
from hardtotrain.tables.runs import read_runs

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
networks = pd.DataFrame(snakemake.params.networks)
histories = read_runs(map(Path, snakemake.input.histories))
gradients = read_runs(map(Path, snakemake.input.gradients))
published = Path(snakemake.input.published[0]).parent
dataset = open_dataset(Path(snakemake.input.data[0]).parent)
tables = {
    "networks": networks,
    "accuracy": accuracy_table(networks, histories, published),
    "differences": difference_table(networks, histories, snakemake.params.margin),
    "learning_speeds": learning_speed_table(networks, gradients, published),
    "learning_speed_ratios": learning_speed_ratio_table(networks, gradients, published),
    "initial_order": initial_order_table(networks, gradients),
    "mean_field": mean_field_table(networks, gradients, dataset.training),
    "comparisons": comparison_table(networks, histories, gradients, published),
}
for name, table in tables.items():
    table.to_csv(snakemake.output[name], index=False, float_format="%.9g")
