"""What a claim can be about: the statistics of the study, each a column of one of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Statistic:
    """Where a measured value and its interval stand.

    Attributes:
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
AFTER_TRAINING = {"split": "validation", "statistic": "last_epoch"}

STATISTICS: dict[str, Statistic] = {
    "accuracy": Statistic(
        "accuracy",
        "mean",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="share",
    ),
    "accuracy_difference": Statistic(
        "differences",
        "difference",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={**AFTER_TRAINING, "against_first": True},
        unit="difference",
    ),
    "accuracy_difference_between": Statistic(
        "differences",
        "difference",
        by=(*OF_NETWORK, "reference", "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="difference",
    ),
    "accuracy_equivalence": Statistic(
        "differences",
        "difference",
        "equivalence_low",
        "equivalence_high",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={**AFTER_TRAINING, "against_first": True},
        unit="difference",
    ),
    "accuracy_equivalence_between": Statistic(
        "differences",
        "difference",
        "equivalence_low",
        "equivalence_high",
        by=(*OF_NETWORK, "reference", "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="difference",
    ),
    "published_accuracy": Statistic(
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
        "comparisons",
        "centre",
        "family_low",
        "family_high",
        by=(*OF_NETWORK, "layer", "epoch"),
        unless_said={"quantity": "bias_gradient_norm"},
        published="published",
    ),
    "learning_speed_ratio": Statistic(
        "learning_speed_ratios",
        "median",
        by=(*OF_NETWORK, "epoch", "measure", "from_layer", "to_layer"),
        unless_said={"measure": "bias_gradient_norm"},
        unit="ratio",
    ),
    "smallest_speed_ratio": Statistic(
        "speed_order",
        "smallest",
        by=(*OF_NETWORK, "measure", "pairs"),
        unless_said={"measure": "bias_gradient_norm", "pairs": "neighbours"},
        unit="ratio",
    ),
    "final_speed_ratio": Statistic(
        "speed_order",
        "final",
        "final_low",
        "final_high",
        by=(*OF_NETWORK, "measure", "pairs"),
        unless_said={"measure": "bias_gradient_norm", "pairs": "neighbours"},
        count="final_replicates",
        unit="ratio",
    ),
    "initial_order": Statistic(
        "initial_order",
        "share",
        unit="share",
    ),
    "neuron_order": Statistic(
        "neuron_order",
        "share",
        by=(*OF_NETWORK, "from_layer", "to_layer"),
        unit="share",
    ),
    "theory": Statistic(
        "theory_checks",
        "value",
        by=("quantity",),
    ),
    "factors_below_quarter": Statistic(
        "slope_factors",
        "below_quarter",
        by=(*OF_NETWORK, "layer", "kind"),
        unless_said={"kind": "hidden"},
        unit="share",
    ),
    "weights_between_0_and_1": Statistic(
        "weight_shares",
        "between_0_and_1",
        by=(*OF_NETWORK, "layer"),
        unit="share",
    ),
    "jacobian_error": Statistic(
        "jacobians",
        "largest_error",
        "largest_error",
        "largest_error",
    ),
    "gradient_decay": Statistic(
        "jacobians",
        "decay_per_layer",
    ),
    "gradient_decay_change": Statistic(
        "jacobians",
        "decay_change",
        "decay_change_low",
        "decay_change_high",
    ),
    "mean_field_error": Statistic(
        "mean_field",
        "relative_error_rms",
        "relative_error_rms_low",
        "relative_error_rms_high",
        by=(*OF_NETWORK, "layer"),
        unit="relative",
    ),
    "mean_field_error_norm": Statistic(
        "mean_field",
        "relative_error_norm",
        "relative_error_norm_low",
        "relative_error_norm_high",
        by=(*OF_NETWORK, "layer"),
        unit="relative",
    ),
    "activation_mean": Statistic(
        "activation_levels",
        "mean",
        by=(*OF_NETWORK, "epoch", "layer"),
    ),
    "plateau_over_formula": Statistic(
        "plateau_lengths",
        "formula_ratio",
        "formula_ratio_low",
        "formula_ratio_high",
        count="formula_pairs",
        unit="ratio",
    ),
    "plateau_over_start": Statistic(
        "plateau_lengths",
        "from_start_ratio",
        "from_start_ratio_low",
        "from_start_ratio_high",
        count="from_start_pairs",
        unit="ratio",
    ),
    "left_plateau": Statistic(
        "plateau_lengths",
        "share_left",
        "left_low",
        "left_high",
        unit="share",
    ),
    "factor_per_layer": Statistic("remedies", "factor_per_layer", count="replicates", unit="ratio"),
    "factor_over_prediction": Statistic(
        "remedies",
        "factor_ratio",
        "factor_ratio_low",
        "factor_ratio_high",
        count="replicates",
        unit="ratio",
    ),
    "fates_predicted": Statistic(
        "plateau_fates",
        "share",
        by=("experiment", "prediction"),
        unit="share",
    ),
    "saturated_share": Statistic(
        "activation_levels",
        "saturated_fraction",
        "saturated_low",
        "saturated_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="share",
    ),
    "largest_saturated_share": Statistic(
        "saturation",
        "largest_share",
        "share_low",
        "share_high",
        by=(*OF_NETWORK, "layer"),
        unit="share",
    ),
    "smallest_activation_mean": Statistic(
        "saturation",
        "smallest_mean",
        "mean_low",
        "mean_high",
        by=(*OF_NETWORK, "layer"),
    ),
    "backward_slope_factor": Statistic(
        "backward_factors",
        "slope_factor",
        "slope_low",
        "slope_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="ratio",
    ),
    "backward_weight_factor": Statistic(
        "backward_factors",
        "weight_factor",
        "weight_low",
        "weight_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="ratio",
    ),
    "training_cost_ratio": Statistic(
        "training_costs",
        "ratio",
        "ratio_low",
        "ratio_high",
        count="pairs",
        unit="ratio",
    ),
}
