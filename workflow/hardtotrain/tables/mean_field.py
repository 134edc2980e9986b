"""The table of mean field: are the initial learning speeds those that theory predicts?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.layer_sizes import read_layers
from hardtotrain.roles.plain_layers import are_plain
from hardtotrain.statistics.bootstrap import interval_of_mean, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.speeds import MEAN_FIELD
from hardtotrain.theory.mean_field import COVERED, network_mean_field, output_error_square

LAYER_KEY = [*NETWORK_KEY, "layer"]
SPEEDS = ("rms", "norm")


def mean_field_table(
    networks: pd.DataFrame, gradients: pd.DataFrame, images: Dataset
) -> pd.DataFrame:
    """Root mean square over replicates of two initial learning speeds, beside its prediction.

    The prediction has no error of its own, as nothing in it is fitted; what is measured has that of
    a handful of replicates. So the interval of predicted/measured − 1 follows from the bootstrap
    interval of the mean square over replicates, the larger mean square giving the lower end.

    Args:
        networks: One row a network: experiment, network, layers, task, the settings of hidden
            layers, scheme, weight_scale, bias_sd, cost and probe_images. One that reconstructs its
            images has no rows in the table, as the output error predicted is that of a class, nor
            has one with layers that theory says nothing of.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.
        images: The training examples, of which each network is probed on the first.

    Returns:
        One row for each network (in the order of `networks`) and layer: experiment, network, layer,
        kind, replicates; q and χ (none for the output layer); of bias_gradient_rms (rms) and
        bias_gradient_norm (norm) predicted, measured and relative_error, predicted/measured − 1,
        with the ends of its 95% interval, _low and _high. What is not finite, as the error of a
        layer whose gradient is 0, is NaN.
    """
    predicted = pd.DataFrame(
        [
            (*(network[key] for key in NETWORK_KEY), *layer)
            for network in networks.to_dict("records")
            if is_predicted(network)
            for layer in predicted_layers(network, images)
        ],
        columns=[*LAYER_KEY, "q", "chi", "predicted_rms", "predicted_norm"],
    )
    table = predicted.merge(_measured(gradients), on=LAYER_KEY)
    for speed in SPEEDS:
        predicted, error = table[f"predicted_{speed}"], f"relative_error_{speed}"
        table[error] = predicted / table[f"measured_{speed}"] - 1
        table[f"{error}_low"] = predicted / table[f"largest_{speed}"] - 1
        table[f"{error}_high"] = predicted / table[f"smallest_{speed}"] - 1
    # Without any row a column has no type.
    measures = [column.name for column in MEAN_FIELD.columns if column.type == "number"]
    numbers = table[measures].astype(float)
    table[numbers.columns] = numbers.where(np.isfinite(numbers))
    return table[MEAN_FIELD.names]


def is_predicted(network: Mapping) -> bool:
    """Whether theory says something of a network: of a classifier, with layers that it covers.

    Args:
        network: Its row in the table of networks.
    """
    return network["task"] == "classify" and are_plain(network, but_for=COVERED)


def predicted_layers(network: Mapping, images: Dataset) -> list[tuple]:
    """What theory says of each layer of a network before training.

    Args:
        network: Its row, with the columns that `mean_field_table` needs.
        images: The training examples, of which it is probed on the first.

    Returns:
        The number of each layer, its q, its χ (NaN for the output layer), and its speeds
        bias_gradient_rms and bias_gradient_norm.
    """
    pixels = images.images[: network["probe_images"]] * PIXEL_SCALE
    labels = images.labels[: network["probe_images"]]
    field = network_mean_field(settings_of(network), np.mean(pixels**2))
    outputs = read_layers(network["layers"])[-1]
    squared_shares = np.sum((np.bincount(labels) / len(labels)) ** 2)
    rms, norm = (
        field.error_norms(output_error_square(COSTS[network["cost"]], field.q[-1], outputs, shares))
        for shares in (1, squared_shares)
    )
    return [
        (layer, *values)
        for layer, values in enumerate(
            zip(field.q, [*field.chi, np.nan], rms, norm, strict=True), start=1
        )
    ]


def settings_of(network: Mapping) -> dict:
    """The settings in a row of the table of networks that its mean field follows from."""
    bias_sd = network["bias_sd"]
    return {
        **network,
        "layers": read_layers(network["layers"]),
        "initialiser": {
            **{key: network[key] for key in ("scheme", "weight_scale")},
            "bias_sd": None if pd.isna(bias_sd) else bias_sd,
        },
    }


def _measured(gradients: pd.DataFrame) -> pd.DataFrame:
    """Root mean squares over replicates, and the ends smallest and largest of their intervals."""
    initial = gradients.loc[gradients["epoch"] == 0].sort_values([*LAYER_KEY, "replicate"])
    initial = initial.set_index([*LAYER_KEY, "kind"])
    columns = [initial.groupby(level=initial.index.names).size().rename("replicates")]
    for speed in SPEEDS:
        squares = (initial[f"bias_gradient_{speed}"] ** 2).groupby(level=initial.index.names)
        ends = intervals_of_groups(squares, interval_of_mean)
        columns += [
            np.sqrt(squares.mean()).rename(f"measured_{speed}"),
            np.sqrt(ends).set_axis([f"smallest_{speed}", f"largest_{speed}"], axis="columns"),
        ]
    measured = pd.concat(columns, axis="columns")
    return measured.where(np.isfinite(measured)).reset_index()
