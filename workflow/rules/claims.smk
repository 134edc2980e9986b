"""Sets each claim beside what was measured.

In:  results/tables/, and the claims of the config.
Out: results/tables/claims.csv.
"""


rule judge:
    input:
        tables=rules.join_tables.output.tables,
    output:
        "results/tables/claims.csv",
    log:
        "results/logs/judge.log",
    benchmark:
        "results/benchmarks/judge.tsv"
    conda:
        "../../envs/report.yaml"
    params:
        claims=[claim.model_dump() for claim in study.claims],
        code=code["judge"],
    message:
        "Judging the claims"
    script:
        "../scripts/judge.py"
