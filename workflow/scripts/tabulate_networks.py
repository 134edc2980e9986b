"""Writes the table of accuracies over replicates and images."""

import sys
from pathlib import Path

import pandas as pd

from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import load_finished
from hardtotrain.measures.monitors import correct_images
from hardtotrain.tables.image_accuracy import image_accuracy_table
from hardtotrain.tables.runs import network_of

sys.stderr = Path(snakemake.log[0]).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
trained = {network_of(path): path for path in map(Path, snakemake.input.trained)}
validation = open_dataset(Path(snakemake.input.data[0]).parent).validation
table = image_accuracy_table(
    pd.DataFrame(snakemake.params.networks),
    lambda network: correct_images(
        load_finished(trained[network]), validation.images, validation.labels
    ),
)
table.to_csv(snakemake.output[0], index=False, float_format="%.9g")
