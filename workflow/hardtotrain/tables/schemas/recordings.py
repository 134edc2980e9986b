"""The columns of what is recorded of a network while it trains.

Training checks what it writes by them: a change of a word here trains again.
"""

from hardtotrain.measures.learning_speed import MEANINGS
from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.columns import EPOCH, KIND, LAYER, REPLICATE

HISTORY = TableSchema(
    "history",
    "costs and accuracies",
    (
        REPLICATE,
        EPOCH,
        Column("training_cost", "number", "mean over the images, without the L2 term"),
        Column("training_accuracy", "number", "share of the images read correctly", "fraction"),
        Column("validation_cost", "number", "likewise"),
        Column("validation_accuracy", "number", "likewise", "fraction"),
        Column("test_cost", "number", "likewise"),
        Column("test_accuracy", "number", "likewise", "fraction"),
        Column(
            "weight_penalty",
            "number",
            "the L2 term (λ/2n) Σ w², which the costs leave out; the book's `network2` adds it",
        ),
        Column("status", "string", "`ok` or `diverged`"),
    ),
    "A replicate whose weights or costs overflow gets one last row without numbers, `diverged`, at "
    "the epoch where that was seen, and is recorded no further. The accuracies of a network that "
    "reconstructs its images are empty; with `epochs: 0` validation and test are.",
)

GRADIENTS = TableSchema(
    "gradients",
    "the learning speed of every layer on the probe images, without regularisation",
    (
        REPLICATE,
        EPOCH,
        LAYER,
        KIND,
        *(Column(name, "number", meaning) for name, meaning in MEANINGS.items()),
        Column(
            "decay_gradient_norm",
            "number",
            "(λ/n) ‖W‖, the gradient of the L2 term, which the speeds leave out",
        ),
    ),
)

NEURONS = TableSchema(
    "neurons",
    "the learning speed of every neuron",
    (
        REPLICATE,
        EPOCH,
        LAYER,
        Column("neuron", "integer", "counted from 1"),
        Column("bias_gradient", "number", "mean over the probe images, with its sign"),
    ),
)

ACTIVATIONS = TableSchema(
    "activations",
    "activations of each hidden layer on the probe images",
    (
        REPLICATE,
        EPOCH,
        LAYER,
        Column("mean", "number", "over units and images"),
        Column("sd", "number", "their standard deviation"),
        Column("p02", "number", "percentiles"),
        Column("p98", "number", "percentiles"),
        Column(
            "saturated_fraction",
            "number",
            "where σ′ is below 5% of its largest value",
            "fraction",
        ),
    ),
)

PROPAGATION = TableSchema(
    "propagation",
    "what the backward pass through each hidden layer does to the errors",
    (
        REPLICATE,
        EPOCH,
        LAYER,
        Column("weight_factor", "number", "the part of the weights"),
        Column("slope_factor", "number", "the part of σ′"),
        Column("delta_sd", "number", "standard deviation of the errors over units and images"),
        Column(
            "mean_singular_value",
            "number",
            "of ∂z of the next layer by ∂z of this one, over the first ten probe images",
        ),
    ),
    "The product of the two factors is the ratio of the root mean square errors of this layer and "
    "the next.",
)

HISTOGRAMS = TableSchema(
    "histograms",
    "histograms of each hidden layer, by default at the first and last epoch",
    (
        REPLICATE,
        EPOCH,
        LAYER,
        Column(
            "quantity",
            "string",
            "`activation` and `delta`, the back-propagated gradient δ, over units and probe "
            "images; `weight_gradient`, ∂C/∂W averaged over the images, over weights",
        ),
        Column("low", "number", "edges of a bin; for the gradients log₁₀ of the absolute value"),
        Column("high", "number", "edges of a bin; for the gradients log₁₀ of the absolute value"),
        Column("share", "number", "of the values", "fraction"),
    ),
    "Empty bins have no row. A gradient of exactly 0 is in no bin, so that the shares of a layer "
    "lack the share of zeros to 1; rectified activations above 5 count in the last bin.",
)

UPDATES = TableSchema(
    "updates",
    "of networks with `record.updates`, after updates evenly spaced in their logarithm",
    (
        REPLICATE,
        Column("update", "integer", "0: before training", "updates"),
        Column("probe_cost", "number", "mean cost of the probe images, without the L2 term"),
        Column(
            "first_layer_speed",
            "number",
            "`bias_gradient_norm` of the first and the last hidden layer",
        ),
        Column(
            "last_layer_speed",
            "number",
            "`bias_gradient_norm` of the first and the last hidden layer",
        ),
    ),
    "With `ends: plateau_left` a replicate has no rows beyond the epoch in which it left its "
    "plateau.",
)

RECORDINGS = {
    schema.name: schema
    for schema in (HISTORY, GRADIENTS, NEURONS, ACTIVATIONS, PROPAGATION, HISTOGRAMS, UPDATES)
}
