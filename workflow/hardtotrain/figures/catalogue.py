"""Every figure: which experiments get it, and what is said of it.

A new figure is an entry here and a module of its name that draws it. Planning reads this too and
has no matplotlib, so that nothing that draws is imported here.
"""

from hardtotrain.bilingual import Text
from hardtotrain.figures.figure import Figure
from hardtotrain.roles.factor_experiment import is_first_of_trained_factors
from hardtotrain.roles.plateau_experiments import COURSES, predicted, watched
from hardtotrain.roles.start_by_depth import start_of

# What decides how fast the training cost falls, besides the architecture.
TRAINING = {"optimiser", "learning_rate", "momentum", "momentum_schedule", "initialiser"}

# What makes the activations of one network unlike those of another.
LAYERWISE = {"activation", "initialiser"}


RECORDS = (
    Figure(
        name="opening",
        shown=lambda e: e.is_initial and start_of(e.study) is not None,
        of_study=True,
        alt=Text(
            en=(
                "Networks with 1, 4 and 10 hidden layers: a dot for each hidden layer, as high as "
                "it learns fast before training, on a logarithmic scale; values in "
                "results/tables/speeds_by_depth.csv."
            ),
            zh=(
                "有 1、4、10 个隐藏层的网络：每个隐藏层一个点，高度为训练前的学习速度，对数刻度；"
                "数值见 results/tables/speeds_by_depth.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Before training. Each dot is a hidden layer, as high as it learns fast by a "
                "theory with nothing fitted, on a logarithmic scale; coloured is what it lacks of "
                "the fastest layer’s speed. Rings: measured, root mean square over random starts. "
                "How many times slower the first layer learns is the median of the measured "
                "networks, or theory’s where none was measured."
            ),
            zh=(
                "训练之前。每个点是一个隐藏层，越高学得越快（对数刻度），所依据的理论没有任何拟合；"
                "着色部分是与最快一层相差的速度。"
                "圆环：实测值，对各次初始化的均方根。第一层慢多少倍，取实测的中位数，"
                "没有实测时取理论值。"
            ),
        ),
        words={
            "1 hidden layer": "1 个隐藏层",
            "{depth} hidden layers": "{depth} 个隐藏层",
            "speed 1": "速度 1",
            "← pixels": "← 像素",
            "answer →": "答案 →",
            "first layer:": "第一层的速度：",
            "{ratio}× slower": "末层的 1/{ratio}",
            "{ratio}× faster": "末层的 {ratio} 倍",
            "as fast as the last": "与末层相当",
        },
    ),
    Figure(
        name="neurons",
        shown=lambda e: e.is_initial,
        alt=Text(
            en=(
                "Bars: the gradient of every hidden neuron of one untrained network, and "
                "histograms over all replicates on a logarithmic scale."
            ),
            zh=(
                "条形图：一个未经训练的网络中每个隐藏神经元的梯度；直方图：所有重复的梯度分布，"
                "对数刻度。"
            ),
        ),
        caption=Text(
            en=(
                "Top: every hidden neuron of one untrained network, the fastest of each layer "
                "first. Below: the neurons of all replicates, on a logarithmic scale."
            ),
            zh=(
                "上：一个未经训练的网络的每个隐藏神经元，各层从快到慢排列。"
                "下：各次重复的全部神经元，对数刻度。"
            ),
        ),
        words={
            "its {count} neurons": "其 {count} 个神经元",
            "learning speed |∂C/∂b| in one replicate": "一次重复中的学习速度 |∂C/∂b|",
            "all replicates: share of neurons": "所有重复：神经元所占比例",
            "learning speed |∂C/∂b|": "学习速度 |∂C/∂b|",
            "the book’s neurons, layer {layer}": "原书的神经元，第 {layer} 层",
        },
    ),
    Figure(
        name="initial_speed",
        shown=lambda e: e.is_initial,
        alt=Text(
            en=(
                "Norm of the bias gradient of each hidden layer over many random starts, on a "
                "logarithmic scale; values in results/tables/learning_speeds.csv."
            ),
            zh=(
                "许多次随机初始化下各隐藏层偏置梯度的范数，对数刻度；数值见 "
                "results/tables/learning_speeds.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Every dot is one random start, on a logarithmic scale; bars and numbers are "
                "medians. The number at an arrow says how many times faster the next layer learns."
            ),
            zh=(
                "每个点是一次随机初始化，对数刻度；竖条和数字是中位数。"
                "箭头旁的数字表示下一层的速度是这一层的几倍。"
            ),
        ),
        words={
            "median {speed}": "中位数 {speed}",
            "◇ the book {speed}": "◇ 原书 {speed}",
            "learning speed ‖∂C/∂b‖ before training": "训练之前的学习速度 ‖∂C/∂b‖",
        },
    ),
    Figure(
        name="accuracy",
        shown=lambda e: any(row["task"] == "classify" for row in e.to_the_end),
        alt=Text(
            en=(
                "Validation accuracy of each network, each replicate, mean and 95% interval; "
                "values in results/tables/accuracy.csv."
            ),
            zh=(
                "各网络的验证准确率：各次重复、均值与 95% 置信区间；数值见 "
                "results/tables/accuracy.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Validation accuracy after the last epoch, never the best one. Bars: 95% bootstrap "
                "interval of the mean. The mean stands at the right, the highest in bold."
            ),
            zh=(
                "最后一轮（而非最好的一轮）之后的验证准确率。横条：均值的 95% 自助法置信区间；"
                "均值写在右侧，最高的为粗体。"
            ),
        ),
        words={
            "one replicate (n = {count})": "一次重复（n = {count}）",
            "mean, 95% interval": "均值，95% 置信区间",
            "the note": "笔记",
            "the book": "原书",
            "all diverged": "全部发散",
            "guessing": "随机猜测",
            "validation accuracy after the last epoch (%)": "最后一轮之后的验证准确率（%）",
        },
    ),
    Figure(
        name="training_cost",
        # Networks that reconstruct their images have no accuracy to show.
        shown=lambda e: bool(
            e.to_the_end and (e.differ & TRAINING or len(e.classifiers) < len(e.rows))
        ),
        alt=Text(
            en=(
                "Training cost of each network against epoch on a logarithmic scale, median and "
                "range of the replicates; final values in results/tables/training_costs.csv."
            ),
            zh=(
                "各网络的训练代价随轮数的变化，对数尺度，画出各次重复的中位数和范围；最终数值见 "
                "results/tables/training_costs.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Cost on the training images, without regularisation. Line: median over "
                "replicates, with a dot at each epoch that was recorded; band: their whole range."
            ),
            zh=(
                "训练图像上的代价，不含正则化项。线：各次重复的中位数，点为有记录的轮；色带："
                "各次重复的全部范围。"
            ),
        ),
        words={
            "training cost": "训练代价",
        },
    ),
    Figure(
        name="learning_speed",
        shown=lambda e: bool(e.to_the_end and e.deep and not e.differ),
        alt=Text(
            en=(
                "Norm of the bias gradient of each hidden layer against epoch on a logarithmic "
                "scale, median and range of the replicates; ratios in "
                "results/tables/learning_speed_ratios.csv."
            ),
            zh=(
                "各隐藏层偏置梯度的范数随训练轮数的变化，对数刻度；图示各次重复的中位数与范围；"
                "速度比见 results/tables/learning_speed_ratios.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Lines: median over replicates; bands: their whole range, of the first and the "
                "last layer. The first epochs have as much room as all others."
            ),
            zh="线：各次重复的中位数；色带：第一层与最后一层的全部范围。前几轮画得与其余各轮一样宽。",
        ),
        words={
            "learning speed ‖∂C/∂b‖": "学习速度 ‖∂C/∂b‖",
            "dashed: the book": "虚线：原书",
            "plateau": "平台期",
        },
    ),
    Figure(
        name="plateau",
        shown=lambda e: e.kind == "courses" and len(watched(e.rows)) <= COURSES,
        alt=Text(
            en=(
                "Cost of the probe images against updates on a logarithmic scale, a line for each "
                "network, and below when each replicate leaves its plateau beside two predictions; "
                "values in results/tables/plateau_lengths.csv."
            ),
            zh=(
                "探测图像上的代价随更新次数的变化（对数尺度），每个网络一条线；"
                "下方为各次重复离开平台期的时刻与两种预测；数值见 "
                "results/tables/plateau_lengths.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Above: median over replicates, and their whole range. A square ends a line: the "
                "training was over, or stopped as the plateau was left. Below: a dot for each "
                "replicate, and where two theories without fitted parameters put it."
            ),
            zh=(
                "上：各次重复的中位数与全部范围。方块为线的终点：训练到此结束，"
                "或因已离开平台期而停止。下：每次重复一个点，以及两种无拟合参数的理论所预测的位置。"
            ),
        ),
        words={
            "cost of the probe images": "探测图像上的代价",
            "updates": "更新次数",
            "the plateau: one answer for every image, {cost}": (
                "平台期：对所有图像给出同一个答案，{cost}"
            ),
            "a replicate leaves its plateau": "一次重复离开平台期",
            "each further layer: × {times}": "每多一层：× {times}",
        },
    ),
    Figure(
        name="plateau_length",
        shown=lambda e: len(predicted(e.rows)) > 1,
        alt=Text(
            en=(
                "Measured against predicted length of the plateau, a point for each replicate, for "
                "two predictions; values in results/tables/plateau.csv."
            ),
            zh=(
                "平台期的实测长度与两种预测的对照，每次重复一个点；数值见 "
                "results/tables/plateau.csv。"
            ),
        ),
        caption=Text(
            en=(
                "On the diagonal measured and predicted lengths agree. Hollow dots at the edges "
                "did not leave within their training, or should not."
            ),
            zh="对角线上实测与预测相符。边缘的空心点在训练期间没有离开平台期，或按预测不应离开。",
        ),
        words={
            "predicted updates": "预测的更新次数",
            "updates until it leaves": "离开平台期前的更新次数",
            "as predicted": "与预测相符",
        },
    ),
    Figure(
        name="wall",
        shown=lambda e: e.kind == "wall",
        alt=Text(
            en=(
                "Depth against weight decay, with a dot for each replicate that says whether it "
                "leaves its plateau, and the predicted wall; values in "
                "results/tables/plateau_lengths.csv."
            ),
            zh=(
                "深度与权重衰减，每次重复一个点，标出它是否离开平台期，以及预测的界线；数值见 "
                "results/tables/plateau_lengths.csv。"
            ),
        ),
        caption=Text(
            en=(
                "A dot is a replicate, full where it left its plateau within its training. By the "
                "formula those below the line, which is g, leave it, if their training is long "
                "enough, and those above stay. Orange: the formula was wrong."
            ),
            zh=(
                "每个点是一次重复，实心的在训练期间离开了平台期。"
                "按公式，线（即 g）以下的只要训练够长就会离开，线以上的不会。"
                "橙色：公式说错了。"
            ),
        ),
        words={
            "weight decay λ/n": "权重衰减 λ/n",
            "left its plateau": "离开了平台期",
            "stayed on it": "留在平台期",
            "predicted to leave": "预测会离开",
            "predicted to stay": "预测不会离开",
            "predicted wall": "预测的界线",
            "the formula was wrong": "公式说错了",
        },
    ),
    Figure(
        name="map",
        shown=lambda e: e.kind == "map",
        alt=Text(
            en=(
                "Validation accuracy by depth and weight scale as colour, with the line where the "
                "predicted plateau is as long as the training, and the critical weights; values in "
                "results/tables/accuracy.csv."
            ),
            zh=(
                "以颜色表示各深度与权重倍数下的验证准确率，并标出预测的平台期与训练一样长之处，"
                "以及临界权重；数值见 results/tables/accuracy.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Accuracy after the last epoch. Two borders, for which nothing was fitted, run "
                "between the cells. Below the solid one the predicted plateau is longer than the "
                "training. Above the dashed one the weights are larger than critical: errors grow "
                "from layer to layer on their way back."
            ),
            zh=(
                "最后一轮之后的准确率。两条边界画在格子之间，没有任何拟合："
                "实线以下，预测的平台期比训练还要长；"
                "虚线以上，权重大于临界值，误差在回传途中逐层增大。"
            ),
        ),
        words={
            "weights": "权重",
            "too large:": "太大：",
            "errors grow": "误差增大",
            "should learn": "应能学会",
            "too small:": "太小：",
            "a plateau longer": "平台期比训练",
            "than the training": "还要长",
        },
    ),
    Figure(
        name="remedies",
        shown=lambda e: e.kind == "remedies",
        alt=Text(
            en=(
                "Validation accuracy by change and depth as colour and number, and beside each "
                "change what a layer makes of errors before training; values in "
                "results/tables/remedies.csv."
            ),
            zh=(
                "以颜色和数值表示各种改动在各深度下的验证准确率，每种改动旁边标出训练前误差每经过一层"
                "变为几倍；数值见 results/tables/remedies.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Accuracy after the last epoch. At the right: by what factor a layer changes "
                "errors on their way back before training, on a logarithmic scale, in the "
                "shallowest networks (dots) and by mean-field theory, with nothing fitted (bars). "
                "Where it is × 1, errors keep their size."
            ),
            zh=(
                "最后一轮之后的准确率。右侧：训练前误差往回每经过一层变为几倍，对数刻度；"
                "圆点取自最浅的网络，竖线为没有任何拟合的平均场理论值。为 × 1 时，误差大小不变。"
            ),
        ),
        words={
            "errors, layer by layer": "误差每层变为",
            "learned: reads more than half of the images": "学会：识别一半以上的图像",
            "theory × {factor}": "理论 × {factor}",
            "{shown} of {all} changes": "{all} 种改动中的 {shown} 种",
        },
    ),
    Figure(
        name="slope_factors",
        shown=lambda e: is_first_of_trained_factors(e.name, e.study),
        alt=Text(
            en=(
                "The slope of the sigmoid and the width of the interval of exceptions, and the "
                "distribution of the factors of each layer on a logarithmic scale."
            ),
            zh="sigmoid 的导数和例外区间的宽度，以及各层因子在对数尺度上的分布。",
        ),
        caption=Text(
            en=(
                "Top: the slope σ′ under its bound, and how wide the interval of inputs is in "
                "which |wσ′| ≥ 1. Below: the factors |wσ′(z)| of each trained layer; lines span "
                "2–98% of them, bars 25–75%, dots are medians. Under the cross-entropy the output "
                "layer’s σ′ cancels, and is in no product."
            ),
            zh=(
                "上：导数 σ′ 及其上界，以及满足 |wσ′| ≥ 1 的输入区间的宽度。下：训练后各层的因子 "
                "|wσ′(z)|；细线涵盖其中的 2–98%，粗线涵盖 25–75%，圆点为中位数。"
                "采用交叉熵时输出层的 σ′ 被约去，不出现在任何乘积中。"
            ),
        ),
        words={
            "inputs with |w σ′| ≥ 1": "使 |w σ′| ≥ 1 的输入",
            "{width} at |w| = {weight}": "{width}，|w| = {weight}",
            "output": "输出层",
            "|w σ′(z)| after training": "训练之后的 |w σ′(z)|",
        },
    ),
    Figure(
        name="mean_field",
        shown=lambda e: (
            any(row["hidden_layers"] > 1 for row in e.classifiers)
            and (not e.trained or e.is_initial)
        ),
        alt=Text(
            en=(
                "Root mean square of the errors of each layer, measured and predicted, on a "
                "logarithmic scale; values in results/tables/mean_field.csv."
            ),
            zh=(
                "各层误差的均方根在对数尺度上的实测值与预测值；数值见 "
                "results/tables/mean_field.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Points: root mean square over images and random starts of the error δ of each "
                "layer, with its 95% interval where that is longer than the point. Lines: the "
                "prediction. Layers count back from the output, where the errors begin."
            ),
            zh=(
                "点：各层误差 δ 对图像和随机初始化的均方根，95% 置信区间长于圆点时才看得见。"
                "线：预测值。"
                "层数从误差的起点即输出层往回数。"
            ),
        ),
        words={
            "layers back from the output": "从输出层往回数的层数",
            "root mean square ‖δ‖": "‖δ‖ 的均方根",
            "measured": "测得",
            "predicted, nothing fitted": "预测，无拟合参数",
            "÷ {times} with each layer back": "每往回一层 ÷ {times}",
        },
    ),
    Figure(
        name="activations",
        shown=lambda e: bool(
            e.trained and not e.is_grid and e.can_be_coloured and e.differ & LAYERWISE
        ),
        alt=Text(
            en=(
                "Mean activation of each hidden layer against epoch with a band of one standard "
                "deviation, a panel for each network; values in "
                "results/tables/activation_levels.csv."
            ),
            zh=(
                "各隐藏层的平均激活值随轮数的变化，带宽为一个标准差，每个网络一幅小图；数值见 "
                "results/tables/activation_levels.csv。"
            ),
        ),
        caption=Text(
            en=(
                "Line: mean over neurons, probe images and replicates; band: ± one standard "
                "deviation; dashed: 98th percentile. Where the line or the dashed one runs into an "
                "end of the scale, units are saturated: their slopes, and with them their "
                "gradients, are near 0."
            ),
            zh=(
                "线：对神经元、探测图像和各次重复的平均；带：± 一个标准差；虚线：第 98 百分位数。"
                "实线或虚线抵达尺度的一端，说明有神经元已经饱和：其导数以及梯度都接近 0。"
            ),
        ),
        words={
            "mean activation": "平均激活值",
            "± standard deviation": "± 标准差",
            "98th percentile": "第 98 百分位数",
        },
    ),
    Figure(
        name="histograms",
        shown=lambda e: e.can_be_coloured and "activation" in e.differ,
        alt=Text(
            en=(
                "Histograms of activations, back-propagated gradients and weight gradients of each "
                "hidden layer, before and after training."
            ),
            zh="各隐藏层的激活值、反向传播的梯度和权重梯度在训练前后的直方图。",
        ),
        caption=Text(
            en=(
                "Distribution over neurons and probe images, pale before training, strong after "
                "it. Gradients on a logarithmic scale: layers that lie on top of each other learn "
                "alike."
            ),
            zh=(
                "对神经元和探测图像的分布，浅色为训练前，深色为训练后。梯度采用对数尺度："
                "曲线重合的层学习情况相同。"
            ),
        ),
        words={
            "activation": "激活值",
            "before training": "训练之前",
            "after training": "训练之后",
        },
    ),
)

FIGURES: dict[str, Figure] = {figure.name: figure for figure in RECORDS}
