"""What a network is called in the report: by what tells it from those beside it, in plain words.

Machine names such as `784-6x30-10_regularisation-0` are for files. A reader meets “6 hidden layers,
no weight decay”, and only what differs is said: within an experiment that is little.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from hardtotrain.bilingual import Text, joined
from hardtotrain.config.choices import SPELLINGS

SCHEMES = {
    "scaled_gaussian": Text("the book’s start", "原书的初始化"),
    "large_gaussian": Text("large start", "较大的初始化"),
    "standard_uniform": Text("standard start", "标准初始化"),
    "glorot_uniform": Text("Glorot’s start", "Glorot 初始化"),
    "he": Text("He’s start", "He 初始化"),
    "sparse": Text("sparse start", "稀疏初始化"),
    "orthogonal": Text("orthogonal start", "正交初始化"),
}
COSTS = {
    "cross_entropy": Text("cross-entropy", "交叉熵"),
    "quadratic": Text("quadratic cost", "二次代价"),
    "log_likelihood": Text("softmax", "softmax"),
}
ORDINALS = {"1": Text("first", "第一"), "2": Text("second", "第二"), "3": Text("third", "第三")}


def network_words(rows: Sequence[Mapping]) -> list[Text]:
    """What each of some networks is called beside the others.

    Args:
        rows: Of the table of networks, one or more.

    Returns:
        A text for each, in order. No two are the same: where words do not tell two networks apart,
        their names do.
    """
    differ = [
        (key, tell) for key, tell in TELLING.items() if len({seen(row, key) for row in rows}) > 1
    ]
    # For how long a network trains is said only of those that nothing else tells apart.
    texts = [calling(row, [tell for tell in differ if tell[0] != "epochs"]) for row in rows]
    if len(set(texts)) < len(texts):
        texts = [calling(row, differ) for row in rows]
    count = Counter(texts)
    return [
        text if count[text] == 1 else joined([text, Text(row["network"], row["network"])])
        for text, row in zip(texts, rows, strict=True)
    ]


def change_words(row: Mapping, beside: Mapping) -> Text:
    """What a network changes of another one's settings, whatever its depth.

    Args:
        row: Of the table of networks.
        beside: The row of the other network.
    """
    differ = [
        tell
        for key, tell in TELLING.items()
        if key != "hidden_layers" and seen(row, key) != seen(beside, key)
    ]
    texts = [text for tell in differ if (text := tell(row))]
    return joined(texts) if texts else Text("nothing changed", "未作改动")


def words_of(row: Mapping, settings: Mapping, trained: bool = True) -> Text:
    """What a network is called beside a study's ordinary settings: its depth, and what differs.

    Args:
        row: Of the table of networks.
        settings: The row of the network whose settings go without saying.
        trained: Whether it is told how it is trained, too.
    """
    unsaid = NOT_ACROSS if trained else NOT_ACROSS | TRAINING
    differ = [
        (key, tell)
        for key, tell in TELLING.items()
        if key == "hidden_layers" or (key not in unsaid and seen(row, key) != seen(settings, key))
    ]
    return calling(row, differ)


def calling(row: Mapping, told: Sequence[tuple[str, Callable[[Mapping], Text | None]]]) -> Text:
    """The words of some settings of a network, in order; its depth where they say nothing."""
    texts = [text for _, tell in told if (text := tell(row))]
    return joined(texts or [depth(row)])


def seen(row: Mapping, key: str) -> object:
    """What of a network a reader is told under a key."""
    if key == "widths":
        return widths(row)
    if key == "optimiser":
        return optimiser(row)
    return str(row.get(key))


def depth(row: Mapping) -> Text:
    """How many hidden layers it has."""
    count = int(row["hidden_layers"])
    return Text(f"{count} hidden layer{'s' if count != 1 else ''}", f"{count} 个隐藏层")


def hidden_sizes(row: Mapping) -> list[str]:
    """The sizes of its hidden layers, as the table writes them."""
    return str(row["layers"]).split("-")[1:-1]


def widths(row: Mapping) -> Text | None:
    """How wide its hidden layers are; a row of equal ones is said once."""
    every = hidden_sizes(row)
    sizes = [size for size, _ in groupby(every)]
    if not sizes:
        return None
    if len(sizes) == len(every) == 2:
        return Text(f"{' and '.join(sizes)} neurons", f"两层分别为 {' 和 '.join(sizes)} 个神经元")
    each = "每层" if len(sizes) == 1 else "各层依次为"
    return Text(f"{'–'.join(sizes)} neurons wide", f"{each} {'、'.join(sizes)} 个神经元")


def activation(row: Mapping) -> Text:
    """Its activation function."""
    name = SPELLINGS.get(row["activation"], row["activation"])
    return Text(name, name)


def weight_scale(row: Mapping) -> Text | None:
    """By what its initial weights are multiplied."""
    scale = float(row["weight_scale"])
    return None if scale == 1 else Text(f"weights × {scale:g}", f"权重 × {scale:g}")


def bias_sd(row: Mapping) -> Text | None:
    """Whether its biases start at something else than its initialiser's."""
    sd = row["bias_sd"]
    if sd is None or sd != sd or sd == "":
        return None
    if float(sd) == 0:
        return Text("biases 0", "偏置为 0")
    return Text(f"biases ± {float(sd):g}", f"偏置标准差 {float(sd):g}")


def optimiser(row: Mapping) -> Text:
    """How a gradient becomes a step."""
    method, coefficient = row["optimiser"], f"{float(row['momentum']):g}"
    if method == "sgd":
        return Text("no momentum", "无动量")
    if method not in ("momentum", "nesterov"):
        return Text(method.capitalize(), method.capitalize())
    name = Text("momentum", "动量") if method == "momentum" else Text("Nesterov", "Nesterov 动量")
    if row["momentum_schedule"] != "constant":
        return Text(f"{name.en} rising to {coefficient}", f"{name.zh}升至 {coefficient}")
    return Text(f"{name.en} {coefficient}", f"{name.zh} {coefficient}")


def regularisation(row: Mapping) -> Text:
    """Its weight decay λ."""
    decay = float(row["regularisation"])
    if decay == 0:
        return Text("no weight decay", "无权重衰减")
    return Text(f"weight decay λ = {decay:g}", f"权重衰减 λ = {decay:g}")


def frozen_layers(row: Mapping) -> Text | None:
    """Which of its layers do not learn."""
    layers = str(row["frozen_layers"]).split()
    if layers == ["none"]:
        return None
    if len(layers) == 1 and layers[0] in ORDINALS:
        ordinal = ORDINALS[layers[0]]
        return Text(f"{ordinal.en} layer frozen", f"{ordinal.zh}层冻结")
    return Text(f"layers {' and '.join(layers)} frozen", f"第 {'、'.join(layers)} 层冻结")


def normalisation(row: Mapping) -> Text | None:
    """What is normalised before the activation."""
    return {
        "batch": Text("batch normalisation", "批归一化"),
        "layer": Text("layer normalisation", "层归一化"),
    }.get(row.get("normalisation"))


def skip_connections(row: Mapping) -> Text | None:
    """Whether layers have a way around them."""
    has = str(row.get("skip_connections")).lower() == "true"
    return Text("skip connections", "跳跃连接") if has else None


def task(row: Mapping) -> Text | None:
    """What its outputs are for, where that is not classes."""
    return None if row["task"] == "classify" else Text("autoencoder", "自编码器")


# In the order in which they are said. What two networks are alike in is not.
TELLING: dict[str, Callable[[Mapping], Text | None]] = {
    "hidden_layers": depth,
    "widths": widths,
    "activation": activation,
    "scheme": lambda row: SCHEMES.get(row["scheme"], Text(row["scheme"], row["scheme"])),
    "weight_scale": weight_scale,
    "bias_sd": bias_sd,
    "normalisation": normalisation,
    "skip_connections": skip_connections,
    "task": task,
    "cost": lambda row: COSTS.get(row["cost"], Text(row["cost"], row["cost"])),
    "optimiser": optimiser,
    "learning_rate": lambda row: Text(
        f"learning rate {float(row['learning_rate']):g}", f"学习率 {float(row['learning_rate']):g}"
    ),
    "regularisation": regularisation,
    "frozen_layers": frozen_layers,
    "batch_size": lambda row: Text(
        f"mini-batches of {int(row['batch_size']):,}", f"小批量 {int(row['batch_size']):,}"
    ),
    "images": lambda row: Text(f"{int(row['images']):,} images", f"{int(row['images']):,} 幅图像"),
    "epochs": lambda row: Text(
        f"{int(row['epochs'])} epoch{'s' if int(row['epochs']) != 1 else ''}",
        f"{int(row['epochs'])} 轮",
    ),
}

# What is not said of a network beside the study's ordinary settings: its widths and its cost, how
# large and how many its steps are, and on how many images. Whatever is new is said.
NOT_ACROSS = {"widths", "cost", "learning_rate", "batch_size", "images", "epochs"}

# What does not matter before training either.
TRAINING = {"optimiser", "regularisation", "frozen_layers"}
