"""Why are deep neural networks hard to train? `snakemake --cores 8` answers with data."""


include: "workflow/Snakefile"


# An include keeps the including file's default target, which is none.
workflow.default_target = "all"
