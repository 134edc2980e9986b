"""Gets the data set.

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
    params:
        checksums=study.data.checksums,
    conda:
        "../../envs/training.yaml"
    script:
        "../scripts/download.py"
