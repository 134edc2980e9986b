"""The declared columns of every table of the study, read where Snakemake alone is installed."""
