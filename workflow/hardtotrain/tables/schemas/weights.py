"""The columns of the tables of weights and of the matrices that errors are multiplied by."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import (
    CI_HIGH,
    CI_LOW,
    EPOCH,
    EXPERIMENT,
    FRACTION_CI,
    HIDDEN_LAYERS,
    KIND,
    LAYER,
    NETWORK,
    REPLICATES,
)

WEIGHT_DECAY = TableSchema(
    "weight_decay",
    "the L2 term beside the data, of networks with `regularisation`, at the first and last "
    "recorded epoch",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        LAYER,
        KIND,
        REPLICATES,
        Column(
            "ratio",
            "number",
            "`decay_gradient_norm` over `weight_gradient_norm`, median over replicates",
        ),
        CI_LOW,
        CI_HIGH,
    ),
)
SLOPE_FACTORS = TableSchema(
    "slope_factors",
    "the factors |w σ′(z)| of sigmoid networks as they end",
    (
        EXPERIMENT,
        NETWORK,
        Column("layer", "integer", "whose weights they are"),
        KIND,
        Column("replicates", "integer", "that were looked at, up to 20"),
        Column("below_quarter", "number", "share below 1/4", "fraction"),
        *FRACTION_CI,
        Column("at_least_one", "number", "share of 1 or more", "fraction"),
        Column("largest", "number", "the largest of them"),
        *(
            Column(f"q{percent}", "number", "quantiles of them")
            for percent in ("02", "25", "50", "75", "98")
        ),
    ),
    "All are means over replicates. Softmax outputs have no row.",
)
SLOPE_POINTS = TableSchema(
    "slope_points",
    "some of the pairs of w and z behind `slope_factors.csv`, drawn at random, a hundred for each "
    "layer",
    (
        EXPERIMENT,
        NETWORK,
        Column("layer", "integer", "whose weights they are"),
        KIND,
        Column("weight", "number", "w"),
        Column(
            "weighted_input",
            "number",
            "z of the neuron that the weight leads to, on a probe image",
        ),
    ),
)
WEIGHT_SHARES = TableSchema(
    "weight_shares",
    "the weights as they end",
    (
        EXPERIMENT,
        NETWORK,
        LAYER,
        REPLICATES,
        Column("between_0_and_1", "number", "share of the weights", "fraction"),
        *FRACTION_CI,
        Column("below_1", "number", "share of |w| < 1", "fraction"),
        Column("sd", "number", "standard deviation of the weights"),
    ),
)
JACOBIANS = TableSchema(
    "jacobians",
    "errors as products of matrices, as networks end, in float64",
    (
        EXPERIMENT,
        NETWORK,
        HIDDEN_LAYERS,
        Column("replicates", "integer", "that were looked at, up to 20"),
        Column("largest_error", "number", "relative, of the product against backpropagation"),
        Column(
            "decay_per_layer",
            "number",
            "slope of log₁₀ of the errors against the hidden layer, positive where earlier layers "
            "have smaller ones",
        ),
        CI_LOW,
        CI_HIGH,
        Column("r_squared", "number", "of that line"),
        Column(
            "decay_change",
            "number",
            "slope between the last two hidden layers minus that between the first two, by a "
            "parabola; 0 if errors decay exponentially; of four or more hidden layers",
        ),
        *interval("decay_change"),
        Column("factor_per_layer", "number", "10 to the power of the slope"),
        *(
            Column(
                f"layer_singular_value_{which}",
                "number",
                "singular values of one step between hidden layers",
            )
            for which in ("mean", "largest")
        ),
        *(
            Column(
                f"product_singular_value_{which}",
                "number",
                "singular values of all steps from the first hidden layer to the last",
            )
            for which in ("mean", "largest", "smallest")
        ),
    ),
    "Errors are of 1,000 images, the product of 10, singular values of 30.",
)
