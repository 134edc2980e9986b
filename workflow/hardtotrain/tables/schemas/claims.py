"""The columns of the table of claims."""

from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.columns import CI_HIGH, CI_LOW

CLAIMS = TableSchema(
    "claims",
    "one row for each claim of the config",
    (
        Column("claim", "string", "its id"),
        Column(
            "verdict",
            "string",
            "`reproduced`, `compatible`, `direction_only`, `not_shown`, `refuted`, `untestable`; "
            "`config/README.md` says when",
        ),
        Column("measured", "number", "the value of its statistic"),
        CI_LOW,
        CI_HIGH,
        Column("published", "number", "the number that the claim is about, if any"),
        Column("rule", "string", "what has to hold, in words"),
        Column("evidence", "string", "files, separated by spaces"),
        Column("replicates", "integer", "how many `measured` rests on"),
        Column("rows", "integer", "how many were judged; the worst verdict counts"),
        Column("judged_by", "string", "which of them is shown"),
        Column("judged_row", "integer", "its place in its table, the first of `evidence`, from 0"),
        Column("reason", "string", "why it is untestable"),
        Column(
            "missing",
            "string",
            "a column and the value of it that the claim names and the study lacks",
        ),
        Column("missing_column", "string", "that column"),
        Column("missing_value", "string", "that value"),
        Column("origin", "string", "who claims it: the `note`, or this `study`"),
    ),
)
