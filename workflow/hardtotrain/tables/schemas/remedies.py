"""The columns of the table of remedies."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import EXPERIMENT, HIDDEN_LAYERS, NETWORK

REMEDIES = TableSchema(
    "remedies",
    "what deep networks do to errors, and what comes of it in training",
    (
        EXPERIMENT,
        NETWORK,
        Column("remedy", "string", "what the network changes of its experiment's settings"),
        HIDDEN_LAYERS,
        Column("replicates", "integer", "that have a factor"),
        Column(
            "factor_per_layer",
            "number",
            "what a layer makes of errors on their way back, before training: above 1 they "
            "explode, below 1 they vanish; geometric mean over layers and replicates",
        ),
        *interval("ci"),
        Column("predicted_factor", "number", "the same by mean field, with nothing fitted"),
        Column("factor_ratio", "number", "measured over predicted"),
        *interval("factor_ratio"),
        Column("updates", "integer", "of the whole training", "updates"),
        Column("left", "integer", "replicates that leave their plateau within it"),
        Column("updates_to_leave", "number", "median, where every replicate leaves", "updates"),
        *interval("leave", unit="updates"),
        Column("accuracy", "number", "on validation images after the last epoch", "fraction"),
        *interval("accuracy", unit="fraction"),
        Column("learned", "boolean", "whether `accuracy` is above a half"),
    ),
    "Networks with three hidden layers or more that were trained to their end and whose plateau "
    "was looked at. The factor is that from the last hidden layer but one to the first.",
)
