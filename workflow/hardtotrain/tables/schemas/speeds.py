"""The columns of the tables of learning speeds, and of what makes them differ."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import (
    CI_HIGH,
    CI_LOW,
    EPOCH,
    EXPERIMENT,
    FRACTION_CI,
    FROM_LAYER,
    KIND,
    LAYER,
    MEASURE,
    NETWORK,
    REPLICATES,
    TO_LAYER,
)

FACTOR = "as in `propagation.csv`, geometric mean over replicates"

LEARNING_SPEEDS = TableSchema(
    "learning_speeds",
    "learning speed of every layer",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        LAYER,
        KIND,
        MEASURE,
        Column("median", "number", "over replicates"),
        CI_LOW,
        CI_HIGH,
        Column("published", "number", "that of the book's one network"),
        REPLICATES,
    ),
)
LEARNING_SPEED_RATIOS = TableSchema(
    "learning_speed_ratios",
    "speed of a later hidden layer over that of an earlier one, of neighbours and of the first and "
    "last",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        MEASURE,
        FROM_LAYER,
        TO_LAYER,
        Column("median", "number", "of speed(to)/speed(from) over replicates"),
        CI_LOW,
        CI_HIGH,
        Column("published", "number", "that of the book's one network"),
        REPLICATES,
    ),
)
SPEED_ORDER = TableSchema(
    "speed_order",
    "the smallest ratio of a later hidden layer's speed to an earlier one's, one number for each "
    "replicate",
    (
        EXPERIMENT,
        NETWORK,
        MEASURE,
        Column(
            "pairs",
            "string",
            "`neighbours`, the smallest over all neighbouring hidden layers; `first_and_last`, "
            "that pair alone",
        ),
        Column("epochs", "integer", "recorded"),
        REPLICATES,
        Column("smallest", "number", "over these epochs, median over replicates"),
        CI_LOW,
        CI_HIGH,
        Column("final_replicates", "integer", "how many `final` rests on"),
        Column("final", "number", "the same at the last recorded epoch alone"),
        *interval("final"),
    ),
)
INITIAL_ORDER = TableSchema(
    "initial_order",
    "how often the hidden layers start in the order of their speeds",
    (
        EXPERIMENT,
        NETWORK,
        REPLICATES,
        Column(
            "ordered",
            "integer",
            "replicates whose every hidden layer starts faster than the one before",
        ),
        Column("share", "number", "of the replicates", "fraction"),
        *interval("ci", "ends of its exact 95% interval", "fraction"),
    ),
)
NEURON_ORDER = TableSchema(
    "neuron_order",
    "speeds of single neurons before training",
    (
        EXPERIMENT,
        NETWORK,
        FROM_LAYER,
        Column("to_layer", "integer", "the hidden layer after it"),
        REPLICATES,
        Column(
            "share",
            "number",
            "of all pairs of neurons in which that of the later layer has the larger |∂C/∂b|, ties "
            "half; mean over replicates",
            "fraction",
        ),
        *FRACTION_CI,
    ),
)
BACKWARD_FACTORS = TableSchema(
    "backward_factors",
    "why the errors change on their way back through a hidden layer",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        LAYER,
        Column("replicates", "integer", "of which both factors are above 0 and finite"),
        Column("weight_factor", "number", FACTOR),
        *interval("weight"),
        Column("slope_factor", "number", FACTOR),
        *interval("slope"),
        Column("delta_sd", "number", "as in `propagation.csv`, mean over replicates"),
        Column("mean_singular_value", "number", "as in `propagation.csv`, mean over replicates"),
    ),
)
MEAN_FIELD = TableSchema(
    "mean_field",
    "initial speeds beside the prediction of mean-field theory, which has no fitted parameter",
    (
        EXPERIMENT,
        NETWORK,
        LAYER,
        KIND,
        REPLICATES,
        Column("q", "number", "predicted variance of the weighted inputs"),
        Column(
            "chi",
            "number",
            "what this layer should keep of the next one's mean square error; empty: output layer",
        ),
        *(
            column
            for speed, words in (
                ("rms", "`bias_gradient_rms`, root mean square over replicates"),
                ("norm", "`bias_gradient_norm`, root mean square over replicates"),
            )
            for column in (
                Column(f"predicted_{speed}", "number", words),
                Column(f"measured_{speed}", "number", words),
                Column(f"relative_error_{speed}", "number", "predicted over measured, minus 1"),
                *interval(f"relative_error_{speed}"),
            )
        ),
    ),
)
SPEEDS_BY_DEPTH = TableSchema(
    "speeds_by_depth",
    "what mean-field theory predicts of the start for every depth",
    (
        EXPERIMENT,
        Column("network", "string", "whose settings and width are meant, at any depth"),
        Column("hidden_layers", "integer", "how many the network would have"),
        LAYER,
        Column("predicted", "number", "as `predicted_norm` in `mean_field.csv`"),
        Column(
            "predicted_ratio", "number", "the same of the last hidden layer over that of this one"
        ),
    ),
    "It has rows for one network: the first of the experiment with most replicates.",
)
