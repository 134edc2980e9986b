"""The evidence behind the story: for each experiment its settings, figures and tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from hardtotrain.report.cells import Row, rows_of
from hardtotrain.report.study import Study
from hardtotrain.roles.experiment import Experiment
from hardtotrain.tables.schema import TableSchema
from hardtotrain.tables.schemas.catalogue import SCHEMAS

# As many rows a reader looks through; the CSV has them all.
MOST_ROWS = 4
# Networks of one experiment that are listed.
MOST_NETWORKS = 40

Chosen = Callable[[pd.DataFrame], pd.Series]


def every(rows: pd.DataFrame) -> pd.Series:
    """All rows."""
    return pd.Series(True, rows.index)


# The tables that the page shows, and which of their rows: those that a reader asks for first.
SHOWN: dict[str, Chosen] = {
    "accuracy": lambda t: (t["split"] != "training") & (t["statistic"] == "last_epoch"),
    "differences": lambda t: (
        (t["split"] == "validation") & (t["statistic"] == "last_epoch") & t["against_first"]
    ),
    "training_costs": every,
    "learning_speed_ratios": lambda t: (
        (t["from_layer"] == 1)
        & (t["to_layer"] == t.groupby("network")["to_layer"].transform("max"))
        & t["epoch"].isin([0, t["epoch"].max()])
    ),
    "mean_field": every,
    "jacobians": every,
    "plateau_lengths": every,
    "remedies": every,
}


@dataclass(frozen=True)
class EvidenceTable:
    """A table of an experiment as the page shows it.

    Attributes:
        schema: What is declared of it.
        columns: Those of them that are shown: not those that are empty in every row.
        rows: The first of those that a reader asks for first.
        count: All rows that the experiment has in it.
    """

    schema: TableSchema
    columns: list
    rows: list[Row]
    count: int


@dataclass(frozen=True)
class Evidence:
    """What an experiment adds to the evidence.

    Attributes:
        experiment: Its networks.
        networks: Those that are listed.
        constant: The settings that are the same in all its networks, by column.
        figures: Those of its figures that no scene shows.
        told: Those that a scene shows.
        tables: What was measured.
        claims: The ids of the claims that were judged by it.
    """

    experiment: Experiment
    networks: Sequence[Mapping]
    constant: Mapping[str, object]
    figures: list[str]
    told: list[str]
    tables: list[EvidenceTable]
    claims: list[str]


def evidence(
    study: Study, figures: Collection[tuple[str, str]], told: Collection[tuple[str, str]]
) -> list[Evidence]:
    """The evidence of a study, experiment by experiment.

    Args:
        study: What the page reads.
        figures: Figure and experiment of all that were drawn.
        told: Of those that a scene shows.
    """
    return [
        Evidence(
            experiment,
            experiment.rows[:MOST_NETWORKS],
            constant(experiment),
            [
                name
                for name, place in figures
                if place == experiment.name and (name, place) not in told
            ],
            [name for name, place in told if place == experiment.name],
            tables(study, experiment.name),
            [claim["id"] for claim in study.claims if is_about(claim, experiment.name)],
        )
        for experiment in study.experiments
    ]


def constant(experiment: Experiment) -> dict[str, object]:
    """The settings that all networks of an experiment share."""
    first = experiment.rows[0]
    return {
        column: value
        for column, value in first.items()
        if all(row[column] == value for row in experiment.rows)
    }


def is_about(claim: Mapping, experiment: str) -> bool:
    """Whether a claim is judged by an experiment."""
    named = claim["where"].get("experiment")
    return experiment in (named if isinstance(named, list) else [named])


def tables(study: Study, experiment: str) -> list[EvidenceTable]:
    """The tables that have rows of an experiment to show."""
    shown = []
    for name, chosen in SHOWN.items():
        table = study.tables.get(name)
        if table is None:
            continue
        own = table[table["experiment"] == experiment]
        rows = own[chosen(own)] if len(own) else own
        if len(rows):
            columns = [
                column
                for column in SCHEMAS[name].columns
                if column.name != "experiment" and rows[column.name].notna().any()
            ]
            first = rows_of(name, rows.head(MOST_ROWS))
            shown.append(EvidenceTable(SCHEMAS[name], columns, first, len(own)))
    return shown
