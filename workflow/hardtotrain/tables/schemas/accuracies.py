"""The columns of the tables of accuracies and costs, and of those that compare them."""

from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import (
    CI_HIGH,
    CI_LOW,
    EPOCH,
    EXPERIMENT,
    FRACTION_CI,
    HIDDEN_LAYERS,
    NETWORK,
    REPLICATES,
    STATISTIC,
)

DIVERGED = Column("diverged", "integer", "replicates that did not finish")
FINISHED = Column("replicates", "integer", "that finished")

ACCURACY = TableSchema(
    "accuracy",
    "accuracy of every network that was trained to classify",
    (
        EXPERIMENT,
        NETWORK,
        HIDDEN_LAYERS,
        FINISHED,
        Column("split", "string", "`training`, `validation` or `test`"),
        STATISTIC,
        Column("mean", "number", "over replicates", "fraction"),
        Column("sd", "number", "standard deviation over replicates", "fraction"),
        *FRACTION_CI,
        Column("published_note", "number", "the note's single run", "fraction"),
        Column("published_book", "number", "the book's single run", "fraction"),
        DIVERGED,
    ),
)
DIFFERENCES = TableSchema(
    "differences",
    "accuracy of each later network of an experiment minus that of an earlier one on the same "
    "replicates",
    (
        EXPERIMENT,
        NETWORK,
        Column("reference", "string", "the earlier network"),
        Column("split", "string", "`validation` or `test`"),
        STATISTIC,
        Column("against_first", "boolean", "whether the reference is the first"),
        Column("replicates", "integer", "pairs of which both finished"),
        Column("difference", "number", "mean over the pairs", "fraction"),
        *FRACTION_CI,
        Column("p_value", "number", "paired t test, two-sided"),
        Column(
            "p_holm",
            "number",
            "adjusted for the comparisons of this experiment, split and statistic",
        ),
        Column(
            "probability_better",
            "number",
            "P(A>B), the share of all pairs of replicates in which the network beats the "
            "reference, ties half",
            "fraction",
        ),
        Column("margin", "number", "`equivalence_margin` of the config", "fraction"),
        Column("p_equivalence", "number", "two one-sided tests against ± margin"),
        *interval(
            "equivalence",
            "ends of the 90% t interval of the difference, which says the same",
            "fraction",
        ),
        Column(
            "equivalent",
            "boolean",
            "whether that interval lies within ± margin, `p_equivalence` < 0.05; `false` means not "
            "shown",
        ),
    ),
    "In an experiment of more than six networks the reference is always the first. What one pair "
    "cannot give is empty.",
)
TRAINING_COSTS = TableSchema(
    "training_costs",
    "cost on the training images after the last epoch, without the L2 term",
    (
        EXPERIMENT,
        NETWORK,
        EPOCH,
        FINISHED,
        DIVERGED,
        Column("training_cost", "number", "geometric mean"),
        CI_LOW,
        CI_HIGH,
        Column("reference", "string", "the first trained network of the experiment"),
        Column("pairs", "integer", "replicates that finished in both"),
        Column("ratio", "number", "of the two costs, geometric mean over the pairs"),
        *interval("ratio"),
    ),
    "The reference and networks with another task or cost function than its have no pairs.",
)
IMAGE_ACCURACY = TableSchema(
    "image_accuracy",
    "the accuracy after training, where both the replicates and the validation images count as a "
    "sample",
    (
        EXPERIMENT,
        NETWORK,
        REPLICATES,
        Column("images", "integer", "validation images"),
        Column("mean", "number", "over replicates and images", "fraction"),
        *interval("ci", "ends of its 95% interval, two-way bootstrap", "fraction"),
        Column("binomial_se", "number", "standard error of one replicate", "fraction"),
    ),
)
COMPARISONS = TableSchema(
    "comparisons",
    "published single runs beside the 95% prediction interval for one more of ours",
    (
        EXPERIMENT,
        NETWORK,
        Column(
            "quantity",
            "string",
            "`validation_accuracy`, `bias_gradient_norm` or `last_to_first_ratio`, of that norm "
            "between the last and the first hidden layer",
        ),
        Column("layer", "integer", "0: the whole network"),
        EPOCH,
        Column("source", "string", "`note` or `book`"),
        Column("published", "number", "the published value"),
        REPLICATES,
        Column("centre", "number", "our arithmetic mean, of speeds the geometric one"),
        Column("low", "number", "ends of the prediction interval"),
        Column("high", "number", "ends of the prediction interval"),
        Column("agrees", "boolean", "whether the published value lies between them"),
        *interval(
            "family",
            "ends of the wider interval that holds for all published values of the experiment and "
            "quantity together, Bonferroni",
        ),
        Column("family_agrees", "boolean", "whether it lies between these"),
    ),
)
PUBLISHED_ERRORS = TableSchema(
    "published_errors",
    "test errors of networks with five hidden layers beside those of Glorot & Bengio (2010), "
    "table 1",
    (
        EXPERIMENT,
        NETWORK,
        Column("activation", "string", "as in `networks.csv`"),
        Column("initialiser", "string", "as in `networks.csv`"),
        Column("width", "integer", "units of a hidden layer"),
        FINISHED,
        Column("test_error", "number", "after the last epoch", "fraction"),
        *FRACTION_CI,
        Column("published", "number", "the paper's test error", "fraction"),
        Column("published_width", "integer", "units of the paper's hidden layers"),
    ),
    "Width, learning rate and length of training differ: it is never the same experiment.",
)
