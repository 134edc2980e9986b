"""What a claim can be about: the statistics of the study, each a column of one of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hardtotrain.bilingual import Text


@dataclass(frozen=True)
class Statistic:
    """Where a measured value and its interval stand.

    Attributes:
        words: What it measures.
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

    words: Text
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
        Text(
            "Share of images read correctly, mean over replicates",
            "正确识别的图像所占比例，各次重复的平均",
        ),
        "accuracy",
        "mean",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="share",
    ),
    "accuracy_difference": Statistic(
        Text(
            "Accuracy minus that of the experiment’s first network, mean over paired replicates",
            "准确率与该实验第一个网络之差，各对重复的平均",
        ),
        "differences",
        "difference",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={**AFTER_TRAINING, "against_first": True},
        unit="difference",
    ),
    "accuracy_difference_between": Statistic(
        Text(
            "Accuracy minus that of an earlier network of the experiment, mean over paired "
            "replicates",
            "准确率与同一实验中排在前面的某个网络之差，各对重复的平均",
        ),
        "differences",
        "difference",
        by=(*OF_NETWORK, "reference", "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="difference",
    ),
    "accuracy_equivalence": Statistic(
        Text(
            "Accuracy minus that of the experiment’s first network, mean over paired "
            "replicates, with the 90% interval of two one-sided tests at 5%",
            (
                "准确率与该实验第一个网络之差，各对重复的平均，"
                "附 90% 区间（等同于水平为 5% 的两个单侧检验）"
            ),
        ),
        "differences",
        "difference",
        "equivalence_low",
        "equivalence_high",
        by=(*OF_NETWORK, "split", "statistic"),
        unless_said={**AFTER_TRAINING, "against_first": True},
        unit="difference",
    ),
    "accuracy_equivalence_between": Statistic(
        Text(
            "Accuracy minus that of an earlier network of the experiment, mean over paired "
            "replicates, with the 90% interval of two one-sided tests at 5%",
            (
                "准确率与同一实验中排在前面的某个网络之差，各对重复的平均，"
                "附 90% 区间（等同于水平为 5% 的两个单侧检验）"
            ),
        ),
        "differences",
        "difference",
        "equivalence_low",
        "equivalence_high",
        by=(*OF_NETWORK, "reference", "split", "statistic"),
        unless_said=AFTER_TRAINING,
        unit="difference",
    ),
    "published_accuracy": Statistic(
        Text(
            "Accuracy, with the 95% prediction interval for one more run",
            "准确率，附再运行一次的 95% 预测区间",
        ),
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
        Text(
            "Learning speed of a layer, with prediction intervals for one more run that "
            "hold at 95% together",
            "某一层的学习速度，附再运行一次的预测区间（所有区间同时成立的置信度为 95%）",
        ),
        "comparisons",
        "centre",
        "family_low",
        "family_high",
        by=(*OF_NETWORK, "layer", "epoch"),
        unless_said={"quantity": "bias_gradient_norm"},
        published="published",
    ),
    "learning_speed_ratio": Statistic(
        Text(
            "Learning speed of a later hidden layer over that of an earlier one, median "
            "over replicates",
            "后面的隐藏层与前面的隐藏层的学习速度之比，各次重复的中位数",
        ),
        "learning_speed_ratios",
        "median",
        by=(*OF_NETWORK, "epoch", "measure", "from_layer", "to_layer"),
        unless_said={"measure": "bias_gradient_norm"},
        unit="ratio",
    ),
    "smallest_speed_ratio": Statistic(
        Text(
            "Smallest ratio of a later hidden layer’s learning speed to an earlier one’s "
            "over all recorded epochs, median over replicates",
            "所有记录轮次中，后面的隐藏层与前面的隐藏层的学习速度之比的最小值，各次重复的中位数",
        ),
        "speed_order",
        "smallest",
        by=(*OF_NETWORK, "measure", "pairs"),
        unless_said={"measure": "bias_gradient_norm", "pairs": "neighbours"},
        unit="ratio",
    ),
    "final_speed_ratio": Statistic(
        Text(
            "Smallest ratio of a later hidden layer’s learning speed to an earlier one’s at "
            "the last recorded epoch, median over replicates",
            "最后一个记录轮次中，后面的隐藏层与前面的隐藏层的学习速度之比的最小值，各次重复的中位数",
        ),
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
        Text(
            "Share of untrained networks in which every hidden layer learns faster than the "
            "one before it",
            "每个隐藏层都比前一层学得快的未训练网络所占比例",
        ),
        "initial_order",
        "share",
        unit="share",
    ),
    "neuron_order": Statistic(
        Text(
            "Share of pairs of neurons in which the one of the later layer learns faster, "
            "before training",
            "训练前，后一层的神经元学得更快的神经元对所占比例",
        ),
        "neuron_order",
        "share",
        by=(*OF_NETWORK, "from_layer", "to_layer"),
        unit="share",
    ),
    "theory": Statistic(
        Text(
            "A quantity that follows from the equations alone",
            "仅由方程得出的量",
        ),
        "theory_checks",
        "value",
        by=("quantity",),
    ),
    "factors_below_quarter": Statistic(
        Text(
            "Share of factors |w σ′(z)| below 1/4 in a hidden layer, mean over replicates",
            "一个隐藏层中小于 1/4 的因子 |w σ′(z)| 所占比例，各次重复的平均",
        ),
        "slope_factors",
        "below_quarter",
        by=(*OF_NETWORK, "layer", "kind"),
        unless_said={"kind": "hidden"},
        unit="share",
    ),
    "weights_between_0_and_1": Statistic(
        Text(
            "Share of weights between 0 and 1, mean over replicates",
            "在 0 与 1 之间的权重所占比例，各次重复的平均",
        ),
        "weight_shares",
        "between_0_and_1",
        by=(*OF_NETWORK, "layer"),
        unit="share",
    ),
    "jacobian_error": Statistic(
        Text(
            "Largest relative difference between backpropagation and the product of matrices",
            "反向传播与矩阵乘积之间的最大相对差异",
        ),
        "jacobians",
        "largest_error",
        "largest_error",
        "largest_error",
    ),
    "gradient_decay": Statistic(
        Text(
            "Slope of log10 of the errors against the hidden layer, mean over replicates: "
            "positive where earlier layers have smaller ones",
            "误差的常用对数对隐藏层序号的斜率，各次重复的平均；前面的层误差较小时为正",
        ),
        "jacobians",
        "decay_per_layer",
    ),
    "gradient_decay_change": Statistic(
        Text(
            "How much the slope of log10 of the errors changes from the first step between "
            "hidden layers to the last, mean over replicates: 0 if errors decay "
            "exponentially",
            (
                "误差的常用对数的斜率从最前两个隐藏层之间到最后两个隐藏层之间的变化，"
                "各次重复的平均；误差按指数衰减时为 0"
            ),
        ),
        "jacobians",
        "decay_change",
        "decay_change_low",
        "decay_change_high",
    ),
    "mean_field_error": Statistic(
        Text(
            "Predicted over measured root mean square error of single images, minus 1",
            "逐幅图像误差均方根的预测值与实测值之比减 1",
        ),
        "mean_field",
        "relative_error_rms",
        "relative_error_rms_low",
        "relative_error_rms_high",
        by=(*OF_NETWORK, "layer"),
        unit="relative",
    ),
    "mean_field_error_norm": Statistic(
        Text(
            "Predicted over measured norm of the mean bias gradient, the book’s speed, minus 1",
            "平均偏置梯度的范数（原书的学习速度）的预测值与实测值之比减 1",
        ),
        "mean_field",
        "relative_error_norm",
        "relative_error_norm_low",
        "relative_error_norm_high",
        by=(*OF_NETWORK, "layer"),
        unit="relative",
    ),
    "activation_mean": Statistic(
        Text(
            "Mean activation of a hidden layer, mean over replicates",
            "一个隐藏层的平均激活值，各次重复的平均",
        ),
        "activation_levels",
        "mean",
        by=(*OF_NETWORK, "epoch", "layer"),
    ),
    "plateau_over_formula": Statistic(
        Text(
            "Updates on the plateau over those that the formula predicts, geometric mean "
            "over replicates",
            "平台的实测长度（更新次数）与公式预测值之比，各次重复的几何平均",
        ),
        "plateau_lengths",
        "formula_ratio",
        "formula_ratio_low",
        "formula_ratio_high",
        count="formula_pairs",
        unit="ratio",
    ),
    "plateau_over_start": Statistic(
        Text(
            "Updates on the plateau over those predicted from each replicate’s own start, "
            "geometric mean over replicates",
            "平台的实测长度（更新次数）与由各次重复自身的初始权重所作预测之比，各次重复的几何平均",
        ),
        "plateau_lengths",
        "from_start_ratio",
        "from_start_ratio_low",
        "from_start_ratio_high",
        count="from_start_pairs",
        unit="ratio",
    ),
    "left_plateau": Statistic(
        Text(
            "Share of replicates that leave their plateau within the training",
            "在训练期间离开平台的重复所占比例",
        ),
        "plateau_lengths",
        "share_left",
        "left_low",
        "left_high",
        unit="share",
    ),
    "factor_per_layer": Statistic(
        Text(
            "What a layer makes of errors on their way back, before training: geometric mean over "
            "layers and replicates; above 1 they explode, below 1 they vanish",
            "训练前误差往回经过一层时变为原来的几倍：对各层和各次重复的几何平均；"
            "大于 1 则爆炸，小于 1 则消失",
        ),
        "remedies",
        "factor_per_layer",
        count="replicates",
        unit="ratio",
    ),
    "factor_over_prediction": Statistic(
        Text(
            "That factor over the one that mean field predicts",
            "上述倍数的实测值与平均场预测值之比",
        ),
        "remedies",
        "factor_ratio",
        "factor_ratio_low",
        "factor_ratio_high",
        count="replicates",
        unit="ratio",
    ),
    "fates_predicted": Statistic(
        Text(
            "Share of replicates of which theory says rightly whether they leave their plateau",
            "理论正确判断其是否离开平台的重复所占比例",
        ),
        "plateau_fates",
        "share",
        by=("experiment", "prediction"),
        unit="share",
    ),
    "saturated_share": Statistic(
        Text(
            "Share of saturated activations of a hidden layer, mean over replicates",
            "一个隐藏层中饱和激活值所占比例，各次重复的平均",
        ),
        "activation_levels",
        "saturated_fraction",
        "saturated_low",
        "saturated_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="share",
    ),
    "largest_saturated_share": Statistic(
        Text(
            "Largest share of saturated activations that a hidden layer had at any recorded "
            "epoch, mean over replicates",
            "一个隐藏层在所有记录轮次中饱和激活值所占的最大比例，各次重复的平均",
        ),
        "saturation",
        "largest_share",
        "share_low",
        "share_high",
        by=(*OF_NETWORK, "layer"),
        unit="share",
    ),
    "smallest_activation_mean": Statistic(
        Text(
            "Smallest mean activation that a hidden layer had at any recorded epoch, mean "
            "over replicates",
            "一个隐藏层在所有记录轮次中平均激活值的最小值，各次重复的平均",
        ),
        "saturation",
        "smallest_mean",
        "mean_low",
        "mean_high",
        by=(*OF_NETWORK, "layer"),
    ),
    "backward_slope_factor": Statistic(
        Text(
            "Part of σ′ in the factor by which errors change on their way back through a "
            "hidden layer, geometric mean over replicates",
            "误差反向经过一个隐藏层时所乘因子中 σ′ 的部分，各次重复的几何平均",
        ),
        "backward_factors",
        "slope_factor",
        "slope_low",
        "slope_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="ratio",
    ),
    "backward_weight_factor": Statistic(
        Text(
            "Part of the weights in the factor by which errors change on their way back "
            "through a hidden layer, geometric mean over replicates",
            "误差反向经过一个隐藏层时所乘因子中权重的部分，各次重复的几何平均",
        ),
        "backward_factors",
        "weight_factor",
        "weight_low",
        "weight_high",
        by=(*OF_NETWORK, "epoch", "layer"),
        unit="ratio",
    ),
    "training_cost_ratio": Statistic(
        Text(
            "Training cost after the last epoch over that of the experiment’s first "
            "network, geometric mean over paired replicates",
            "最后一轮之后的训练代价与该实验第一个网络之比，各对重复的几何平均",
        ),
        "training_costs",
        "ratio",
        "ratio_low",
        "ratio_high",
        count="pairs",
        unit="ratio",
    ),
}
