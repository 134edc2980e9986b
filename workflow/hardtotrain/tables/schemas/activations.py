"""The columns of the tables of hidden activations."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import (
    CI_HIGH,
    CI_LOW,
    EPOCH,
    EXPERIMENT,
    LAYER,
    NETWORK,
    REPLICATES,
)

OF_ONE = "as in `activations.csv`, averaged over replicates"

ACTIVATION_LEVELS = TableSchema(
    "activation_levels",
    "activations of each hidden layer",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        LAYER,
        REPLICATES,
        Column("mean", "number", "of the activations, over replicates"),
        CI_LOW,
        CI_HIGH,
        Column("sd", "number", OF_ONE),
        Column("p02", "number", OF_ONE),
        Column("p98", "number", OF_ONE),
        Column("saturated_fraction", "number", OF_ONE, "fraction"),
        *interval("saturated", unit="fraction"),
    ),
)
SATURATION = TableSchema(
    "saturation",
    "the extremes of each hidden layer over all recorded epochs",
    (
        EXPERIMENT,
        NETWORK,
        LAYER,
        Column("epochs", "integer", "recorded"),
        REPLICATES,
        Column(
            "largest_share",
            "number",
            "largest `saturated_fraction`, mean over replicates",
            "fraction",
        ),
        *interval("share", unit="fraction"),
        Column("smallest_mean", "number", "smallest mean activation, mean over replicates"),
        *interval("mean"),
    ),
)
