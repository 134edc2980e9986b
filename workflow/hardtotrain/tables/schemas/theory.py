"""The columns of the table of theory checks."""

from hardtotrain.tables.schema import Column, TableSchema, interval

THEORY_CHECKS = TableSchema(
    "theory_checks",
    "what follows from the equations without data",
    (
        Column("quantity", "string", "`theory_check_table` says what each is"),
        Column("value", "number", "what it comes to"),
        *interval("ci", "the value itself: nothing is measured"),
    ),
)
