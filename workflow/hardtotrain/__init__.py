"""Why are deep neural networks hard to train? The numpy library behind the workflow.

Data flows one way through the packages:

    config -> download -> data -> engine -> measures -> tables -> figures -> report

The library knows nothing of Snakemake; the scripts in `workflow/scripts` join the two.
"""
