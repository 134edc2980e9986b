"""Gathers the claims with their verdicts, and the published numbers beside ours."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from hardtotrain.claims.statistics import STATISTICS
from hardtotrain.report.gathering.cells import Tables
from hardtotrain.report.numbers import Claim, Comparison


def comparisons(tables: Tables) -> list[Comparison]:
    """Published numbers beside the prediction intervals of ours."""
    return [
        Comparison(**plain(row))
        for row in tables["comparisons"][list(Comparison.model_fields)].to_dict("records")
    ]


def claims(tables: Tables, stated: Sequence[Mapping]) -> list[Claim]:
    """Every claim with what was measured.

    Args:
        tables: Of the whole study.
        stated: The claims of the config, as plain values.
    """
    judged = tables["claims"].set_index("claim")
    return [claim(statement, plain(judged.loc[statement["id"]]), tables) for statement in stated]


def claim(stated: Mapping, judged: Mapping, tables: Tables) -> Claim:
    """A claim of the config with its row of the table of claims."""
    statistic = STATISTICS.get(stated["statistic"])
    judged_by = missing = None
    if judged["judged_row"] is not None:
        row = tables[statistic.table].iloc[int(judged["judged_row"])]
        judged_by = {column: str(row[column]) for column in statistic.by}
    if judged["missing_column"]:
        missing = {judged["missing_column"]: judged["missing_value"]}
    published, experiment = stated["published"], stated["where"].get("experiment")
    words = ("id", "section", "english", "chinese", "remark", "statistic", "untestable", "figure")
    return Claim(
        **{key: stated[key] for key in words},
        **{key: judged[key] for key in ("verdict", "measured", "published", "replicates", "rows")},
        **(stated["rule"] or dict.fromkeys(("above", "below", "within", "covers"))),
        low=judged["ci_low"],
        high=judged["ci_high"],
        judged_by=judged_by,
        missing=missing,
        unit=statistic and statistic.unit,
        table=statistic and statistic.table,
        source=published and published["source"],
        experiment=experiment if isinstance(experiment, str) else None,
    )


def plain(row: Mapping) -> dict:
    """A row in which what is not finite, or empty, is None."""
    return {
        key: None
        if pd.isna(value) or (isinstance(value, float) and not np.isfinite(value))
        else value
        for key, value in row.items()
    }
