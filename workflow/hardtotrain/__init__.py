"""Why are deep neural networks hard to train? The numpy library behind the workflow.

Data flows one way through the packages, and none imports from one that comes after it:

    bilingual, formats, layer_sizes -> config -> roles -> download -> data -> engine -> measures
    -> statistics -> theory -> tables -> inspections -> claims -> figures
    -> interactive_charts -> report -> exports

But for `config/claims.py`, which has to know what a claim may be about and what may show it.
`config` names the activations, costs and the like, and `engine` has one of each name. What the
Snakefile imports needs nothing but what Snakemake brings along: no numpy. The library knows nothing
of Snakemake; the scripts in `workflow/scripts` join the two.
"""
