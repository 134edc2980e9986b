"""The columns of what theory says before anything is trained."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import EXPERIMENT, NETWORK, REPLICATE

PREDICTIONS = TableSchema(
    "plateau",
    "how long plateaus should be",
    (
        EXPERIMENT,
        NETWORK,
        REPLICATE,
        Column("growth", "number", "g, the weight decay λ/n from which on the formula says never"),
        Column("predicted_formula", "number", "`inf`: never", "updates"),
        Column("predicted_from_start", "number", "empty: not within the training", "updates"),
    ),
    "Both predictions are in updates. What is empty throughout has no prediction, as for momentum "
    "or frozen layers.",
)

THEORY_CHECKS = TableSchema(
    "theory_checks",
    "what follows from the equations without data",
    (
        Column("quantity", "string", "`theory_check_table` says what each is"),
        Column("value", "number", "what it comes to"),
        *interval("ci", "the value itself: nothing is measured"),
    ),
)
