"""Predicts the plateau of an experiment's networks."""

from pathlib import Path

from hardtotrain.data.dataset import open_dataset
from hardtotrain.job_log import logged_to
from hardtotrain.tables.schemas.theory import PREDICTIONS
from hardtotrain.tables.writing import write_recording
from hardtotrain.theory.plateau_predictions import prediction_table

with logged_to(snakemake.log[0]):
    table = prediction_table(
        snakemake.wildcards.experiment,
        snakemake.params.networks,
        open_dataset(Path(snakemake.input.data[0]).parent).training,
    )
    write_recording(table, Path(snakemake.output[0]), PREDICTIONS)
