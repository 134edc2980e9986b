"""Writes Vega, Vega-Lite and what they need as one script."""

from pathlib import Path

from vl_convert import javascript_bundle

from hardtotrain.job_log import logged_to

with logged_to(snakemake.log[0]):
    Path(snakemake.output[0]).write_text(f"{javascript_bundle()}\n", encoding="utf-8")
