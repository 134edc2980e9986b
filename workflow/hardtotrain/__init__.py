"""Why are deep neural networks hard to train? The numpy library behind the workflow.

Data flows one way through the packages:

    config -> download -> data -> engine -> measures -> theory -> tables -> figures -> report

`config` names the activations, costs and the like, and `engine` has one of each name. What the
Snakefile imports needs nothing but what Snakemake brings along: no numpy. The library knows nothing
of Snakemake; the scripts in `workflow/scripts` join the two.
"""
