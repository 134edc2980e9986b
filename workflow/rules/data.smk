"""Gets the data set.

In:  data.sources of the config.
Out: results/data/{name}/, the four files of the data set, uncompressed, their checksums verified.

The sources are not parameters: whichever gave the files, they are the same, and a new mirror must
not make everything run again.
"""


localrules:
    download,


rule download:
    output:
        expand("results/data/{name}/{file}", name=study.data.name, file=study.data.checksums),
    log:
        "results/logs/download.log",
    conda:
        "../../envs/training.yaml"
    params:
        checksums=study.data.checksums,
    script:
        "../scripts/download.py"
