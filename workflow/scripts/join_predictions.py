"""Joins the predictions of the parts of an experiment."""

from pathlib import Path

from hardtotrain.job_log import logged_to
from hardtotrain.measures.joining import join_tables

with logged_to(snakemake.log[0]):
    join_tables([Path(path) for path in snakemake.input], Path(snakemake.output[0]))
