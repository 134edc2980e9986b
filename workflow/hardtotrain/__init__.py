"""Why are deep neural networks hard to train? The numpy library behind the workflow.

Data flows one way through the packages:

    config -> download -> data -> engine -> measures -> theory -> tables -> figures -> report

`config` takes the names of activations, costs and the like from the tables of `engine`. The library
knows nothing of Snakemake; the scripts in `workflow/scripts` join the two.
"""
