"""Draws the figures, those of an experiment in one job: a second figure costs a third of the first.

In:  results/tables/{experiment}/ or results/tables/, results/runs/{experiment}/, workflow/published/.
Out: results/figures/{experiment}/{figure}.svg, those that hardtotrain/figures/catalogue.py says.

A rule for each experiment, as each has other figures; and one for those that show networks of several
experiments, which rest on the joined tables.
"""

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.source_code import code_of

# The script imports what draws a figure when it knows its name.
drawing_code = code_of(here, "hardtotrain/figures/*.py")
drawn_across = [
    f"results/figures/{experiment}/{figure}.svg"
    for figure, experiment in figures
    if FIGURES[figure].of_study
]

for experiment in study.experiments:
    drawn = [
        figure for figure, place in figures if place == experiment and not FIGURES[figure].of_study
    ]
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
        # After all tables, so that cores have figures to draw while tables are joined.
        priority: -1
        # On a cluster one submission with `tabulate`, as profiles/slurm has it.
        group:
            "experiment"
        conda:
            "../../envs/report.yaml"
        params:
            code=[code["draw"], *(drawing_code[figure] for figure in drawn)],
        message:
            f"Drawing the figures of {experiment}"
        script:
            "../scripts/draw.py"


if drawn_across:

    rule draw_figures_across_experiments:
        input:
            tables=rules.join_tables.output.tables,
            published=published,
        output:
            [
                report(
                    path,
                    caption=f"../report/captions/figures/{Path(path).stem}.rst",
                    category=Path(path).parent.name,
                    labels={"figure": Path(path).stem},
                )
                for path in drawn_across
            ],
        log:
            "results/logs/draw_across.log",
        benchmark:
            "results/benchmarks/draw_across.tsv"
        # On a cluster one submission with what else follows the joined tables.
        group:
            "report"
        conda:
            "../../envs/report.yaml"
        params:
            code=[code["draw"], *(drawing_code[Path(path).stem] for path in drawn_across)],
        message:
            "Drawing the figures of several experiments"
        script:
            "../scripts/draw.py"
