"""The table of claims: every claim with what was measured and its verdict."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from hardtotrain.claims.catalogue import STATISTICS, Statistic
from hardtotrain.claims.rules import SEVERITY, Measured, Rule, in_words, judge, slack
from hardtotrain.tables.schemas.claims import CLAIMS


class NotMeasuredError(Exception):
    """The study has nothing that the claim could be judged by; the message says why.

    Attributes:
        column: The column whose value the claim names and the study lacks.
        value: That value.
    """

    def __init__(self, message: str, column: str, value: object) -> None:
        """Keeps what is missing."""
        super().__init__(message)
        self.column, self.value = column, value


def claims_table(claims: Iterable[Mapping], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Judges every claim.

    A claim about several rows (layers, epochs, networks) says that each of them is so: it gets the
    worst of their verdicts and shows the row that fits the rule least.

    Args:
        claims: The claims of the config, as plain values.
        tables: The tables of the study that STATISTICS name, and that of networks, by name.

    Returns:
        One row a claim, in order: claim (its id), verdict, measured, ci_low, ci_high, published,
        rule (in words), evidence (files of the results, separated by spaces), replicates, rows (how
        many were judged), judged_by (which of them is shown), judged_row (where it stands in its
        table, from 0), reason (why it is untestable), missing (what the claim names and the study
        lacks), missing_column and missing_value (the same, a column and a value of it), origin (who
        claims it). What does not exist is NaN, or empty text.
    """
    return pd.DataFrame([judged(claim, tables) for claim in claims], columns=CLAIMS.names)


def judged(claim: Mapping, tables: Mapping[str, pd.DataFrame]) -> dict:
    """One row of the table of claims."""
    published = claim["published"]["value"] if claim["published"] else np.nan
    stated = {
        "claim": claim["id"],
        "published": published,
        "evidence": evidence(claim),
        "origin": claim["origin"],
    }
    if claim["statistic"] is None:
        return stated | {"verdict": "untestable", "reason": claim["untestable"]["en"]}
    stated["rule"] = in_words(Rule.stated(claim["rule"]))
    statistic = STATISTICS[claim["statistic"]]
    try:
        rows = chosen_rows(claim, statistic, tables)
    except NotMeasuredError as error:
        return stated | {
            "verdict": "untestable",
            "rows": 0,
            "reason": str(error),
            "missing": f"{error.column} {error.value}",
            "missing_column": error.column,
            "missing_value": str(error.value),
        }
    row, measured, verdict = least_fitting(claim, statistic, rows)
    return stated | {
        "verdict": verdict,
        "measured": measured.value,
        "ci_low": measured.low,
        "ci_high": measured.high,
        "published": measured.published,
        "replicates": row.get(statistic.count, np.nan),
        "rows": len(rows),
        "judged_by": label(row, statistic),
        "judged_row": row.name,
        "reason": why_untestable(measured) if verdict == "untestable" else "",
    }


def why_untestable(measured: Measured) -> str:
    """What a value lacks that a rule needs."""
    return "no replicate gave a finite value" if np.isnan(measured.value) else "it has no interval"


def evidence(claim: Mapping) -> str:
    """The files that show what the claim is judged by."""
    if claim["statistic"] is None:
        return ""
    files = [f"results/tables/{STATISTICS[claim['statistic']].table}.csv"]
    if claim["figure"]:
        files.append(f"results/figures/{claim['where']['experiment']}/{claim['figure']}.svg")
    return " ".join(files)


def chosen_rows(
    claim: Mapping, statistic: Statistic, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The rows of the statistic's table that a claim is about, one or more, indexed by position.

    Raises:
        NotMeasuredError: If there are none, or none with one of the values that the claim names.
    """
    unsaid = statistic.unless_said.keys() - claim["where"].keys()
    usual = {column: statistic.unless_said[column] for column in sorted(unsaid)}
    wanted = {column: as_list(value) for column, value in {**claim["where"], **usual}.items()}
    rows = tables[statistic.table].reset_index(drop=True)
    for column, values in wanted.items():
        rows = rows[rows[column].isin(values)]
        if rows.empty:
            raise not_measured(statistic, column, values[0], tables)
    for column, values in wanted.items():
        for value in values:
            if value not in set(rows[column]):
                raise not_measured(statistic, column, value, tables)
    return rows


def not_measured(
    statistic: Statistic, column: str, value: object, tables: Mapping[str, pd.DataFrame]
) -> NotMeasuredError:
    """What to say of a value that a claim names and the study lacks."""
    message = f"{statistic.table}.csv has no {column} {value} here"
    if column == "experiment" and value not in set(tables["networks"]["experiment"]):
        message = f"the experiment {value} was not run"
    return NotMeasuredError(message, column, value)


def least_fitting(
    claim: Mapping, statistic: Statistic, rows: pd.DataFrame
) -> tuple[pd.Series, Measured, str]:
    """The row that fits the rule of a claim least, as measured value, and its verdict."""
    rule, candidates = Rule.stated(claim["rule"]), []
    for position, (_, row) in enumerate(rows.iterrows()):
        measured = measured_in(claim, statistic, row)
        verdict = judge(rule, measured)
        distance = np.nan_to_num(slack(rule, measured), nan=-np.inf)
        candidates.append((-SEVERITY.index(verdict), distance, position, row, measured, verdict))
    *_, row, measured, verdict = min(candidates, key=lambda candidate: candidate[:3])
    return row, measured, verdict


def measured_in(claim: Mapping, statistic: Statistic, row: pd.Series) -> Measured:
    """The value of a row, its interval, and what was published: by the claim, else by the table."""
    if claim["published"]:
        published = claim["published"]["value"]
    else:
        published = row[statistic.published] if statistic.published else np.nan
    value, low, high = row[[statistic.value, statistic.low, statistic.high]]
    # No table holds infinity: an end that is missing beside one that is not has no bound.
    if np.isnan(high) and not np.isnan(low):
        high = np.inf
    elif np.isnan(low) and not np.isnan(high):
        low = -np.inf
    return Measured(value, low, high, published)


def label(row: pd.Series, statistic: Statistic) -> str:
    """Tells a row from the others of its table: "initial_speed, 784-30-30-10, epoch 0"."""
    return ", ".join(
        str(row[column])
        if column in ("experiment", "network", "quantity")
        else f"{column.replace('_', ' ')} {row[column]}"
        for column in statistic.by
    )


def as_list(value: object) -> Sequence:
    """A list as it is, another value as the only one of its list."""
    return value if isinstance(value, list) else [value]
