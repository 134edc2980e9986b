"""What a claim can be about: the statistics of the study, each a column of one of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Statistic:
    """Where a measured value and its interval stand.

    Attributes:
        meaning: What is measured, in words.
        table: The table of the study, without its folder and ending.
        value: The column of the value.
        low: The column of the lower end of its interval; `value` where the value is exact.
        high: The column of the upper end.
        by: The columns by which a claim may choose rows.
        unless_said: The values of those that a claim need not name.
        published: The column of published values, or None where the table has none.
        count: The column that says how many replicates the value rests on, where there is one.
        unit: How the value is shown: a share of a whole, a difference of shares, a relative
            deviation, a ratio, or a plain number.
    """

    meaning: str
    table: str
    value: str
    low: str = "ci_low"
    high: str = "ci_high"
    by: tuple[str, ...] = ("experiment", "network")
    unless_said: Mapping[str, str | int] = field(default_factory=dict)
    published: str | None = None
    count: str = "replicates"
    unit: Literal["share", "difference", "relative", "ratio", "number"] = "number"


OF_NETWORK = ("experiment", "network")

STATISTICS: dict[str, Statistic] = {
    "accuracy": Statistic(
        "Share of images read correctly, mean over replicates",
        "accuracy",
        "mean",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={"split": "validation", "statistic": "last_epoch"},
        unit="share",
    ),
    "accuracy_difference": Statistic(
        "Accuracy minus that of the experiment’s first network, mean over paired replicates",
        "differences",
        "difference",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={"split": "validation", "statistic": "last_epoch"},
        unit="difference",
    ),
    "published_accuracy": Statistic(
        "Accuracy, with the 95% prediction interval for one more run",
        "comparisons",
        "centre",
        "low",
        "high",
        by=(*OF_NETWORK, "source"),
        unless_said={"quantity": "validation_accuracy"},
        published="published",
        unit="share",
    ),
    "published_speed": Statistic(
        "Learning speed of a layer, with prediction intervals for one more run that hold at 95% "
        "together",
        "comparisons",
        "centre",
        "family_low",
        "family_high",
        by=(*OF_NETWORK, "layer", "epoch"),
        unless_said={"quantity": "bias_gradient_norm"},
        published="published",
    ),
    "learning_speed_ratio": Statistic(
        "Learning speed of a later hidden layer over that of an earlier one, median over "
        "replicates",
        "learning_speed_ratios",
        "median",
        by=(*OF_NETWORK, "epoch", "measure", "from_layer", "to_layer"),
        unless_said={"measure": "bias_gradient_norm"},
        unit="ratio",
    ),
    "initial_order": Statistic(
        "Share of untrained networks in which every hidden layer learns faster than the one "
        "before it",
        "initial_order",
        "share",
        unit="share",
    ),
    "neuron_order": Statistic(
        "Share of pairs of neurons in which the one of the later layer learns faster, before "
        "training",
        "neuron_order",
        "share",
        by=(*OF_NETWORK, "from_layer", "to_layer"),
        unit="share",
    ),
    "theory": Statistic(
        "A quantity that follows from the equations alone",
        "theory_checks",
        "value",
        by=("quantity",),
    ),
    "factors_below_quarter": Statistic(
        "Share of factors |w σ′(z)| below 1/4 in a hidden layer, mean over replicates",
        "slope_factors",
        "below_quarter",
        by=(*OF_NETWORK, "layer", "kind"),
        unless_said={"kind": "hidden"},
        unit="share",
    ),
    "weights_between_0_and_1": Statistic(
        "Share of weights between 0 and 1, mean over replicates",
        "weight_shares",
        "between_0_and_1",
        by=(*OF_NETWORK, "layer"),
        unit="share",
    ),
    "jacobian_error": Statistic(
        "Largest relative difference between backpropagation and the product of matrices",
        "jacobians",
        "largest_error",
        "largest_error",
        "largest_error",
    ),
    "gradient_decay": Statistic(
        "Slope of log10 of the errors against the hidden layer, mean over replicates: positive "
        "where earlier layers have smaller ones",
        "jacobians",
        "decay_per_layer",
    ),
    "mean_field_error": Statistic(
        "Predicted over measured root mean square error, minus 1",
        "mean_field",
        "relative_error_rms",
        "relative_error_rms",
        "relative_error_rms",
        by=(*OF_NETWORK, "layer"),
        unit="relative",
    ),
    "activation_mean": Statistic(
        "Mean activation of a hidden layer, mean over replicates",
        "activation_levels",
        "mean",
        by=(*OF_NETWORK, "epoch", "layer"),
    ),
    "training_cost_ratio": Statistic(
        "Training cost after the last epoch over that of the experiment’s first network, "
        "geometric mean over paired replicates",
        "training_costs",
        "ratio",
        "ratio_low",
        "ratio_high",
        count="pairs",
        unit="ratio",
    ),
}
