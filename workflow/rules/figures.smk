"""Draws the figures, those of an experiment in one job: a second figure costs a third of the first.

In:  results/tables/{experiment}/, results/runs/{experiment}/, workflow/published/.
Out: results/figures/{experiment}/{figure}.svg, those that hardtotrain/figures/catalogue.py says.

A rule for each experiment, as each has other figures.
"""

for experiment in study.experiments:
    drawn = [figure for figure, place in figures if place == experiment]
    if not drawn:
        continue

    rule:
        name:
            f"draw_figures_of_{experiment}"
        input:
            tables=expand(rules.tabulate.output, experiment=experiment),
            runs=expand(
                "results/runs/{experiment}/{network}/{table}.csv",
                experiment=experiment,
                network=plan.names_in(experiment),
                table=["history", "gradients", "neurons", "histograms", "updates"],
            ),
            published=published,
        output:
            [
                report(
                    f"results/figures/{experiment}/{figure}.svg",
                    caption=f"../report/captions/figures/{figure}.rst",
                    category=experiment,
                    labels={"figure": figure},
                )
                for figure in drawn
            ],
        log:
            f"results/logs/draw/{experiment}.log",
        benchmark:
            f"results/benchmarks/draw/{experiment}.tsv"
        # On a cluster one submission with `tabulate`, as profiles/slurm has it.
        group:
            "experiment"
        conda:
            "../../envs/report.yaml"
        params:
            code=code["draw"],
        message:
            f"Drawing the figures of {experiment}"
        script:
            "../scripts/draw.py"
