"""The table of mean field: are the initial learning speeds those that theory predicts?"""

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.tables.published import NETWORK_KEY
from hardtotrain.theory.mean_field import OUTPUT_ERRORS, network_mean_field, output_error_square

LAYER_KEY = [*NETWORK_KEY, "layer"]
COLUMNS = [
    *LAYER_KEY,
    "kind",
    "q",
    "chi",
    "predicted_rms",
    "measured_rms",
    "relative_error_rms",
    "predicted_norm",
    "measured_norm",
    "relative_error_norm",
]


def mean_field_table(
    networks: pd.DataFrame, gradients: pd.DataFrame, images: Dataset
) -> pd.DataFrame:
    """Root mean square over replicates of two initial learning speeds, beside its prediction.

    Args:
        networks: One row a network: experiment, network, layers, task, activation, initialiser,
            cost and probe_images. One whose cost has no prediction has no rows in the table, nor
            has one that reconstructs its images: the output error predicted is that of a class.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.
        images: The training examples, of which each network is probed on the first.

    Returns:
        One row for each network (in the order of `networks`) and layer: experiment, network, layer,
        kind; q and χ (none for the output layer); predicted, measured and predicted/measured − 1
        of bias_gradient_rms (rms) and bias_gradient_norm (norm).
    """
    predictable = networks.loc[
        networks["cost"].isin(list(OUTPUT_ERRORS)) & (networks["task"] == "classify")
    ]
    predicted = pd.DataFrame(
        [row for _, network in predictable.iterrows() for row in _predictions(network, images)],
        columns=[*LAYER_KEY, "q", "chi", "predicted_rms", "predicted_norm"],
    )
    table = predicted.merge(_measured(gradients), on=LAYER_KEY)
    for speed in ("rms", "norm"):
        table[f"relative_error_{speed}"] = (
            table[f"predicted_{speed}"] / table[f"measured_{speed}"] - 1
        )
    return table[COLUMNS]


def _predictions(network: pd.Series, images: Dataset) -> list[tuple]:
    """Key, q, χ and both speeds of each layer."""
    layers = [int(n) for n in network["layers"].split("-")]
    scheme, *changes = network["initialiser"].split()
    change = dict(text.split("-", 1) for text in changes)
    pixels = images.images[: network["probe_images"]] * PIXEL_SCALE
    labels = images.labels[: network["probe_images"]]
    field = network_mean_field(
        layers,
        ACTIVATIONS[network["activation"]],
        scheme,
        float(change.get("weight_scale", 1)),
        float(change["bias_sd"]) if "bias_sd" in change else None,
        np.mean(pixels**2),
    )
    squared_shares = np.sum((np.bincount(labels) / len(labels)) ** 2)
    rms, norm = (
        field.error_norms(output_error_square(network["cost"], field.q[-1], layers[-1], shares))
        for shares in (1, squared_shares)
    )
    return [
        (*network[NETWORK_KEY], layer, *values)
        for layer, values in enumerate(
            zip(field.q, [*field.chi, np.nan], rms, norm, strict=True), start=1
        )
    ]


def _measured(gradients: pd.DataFrame) -> pd.DataFrame:
    initial = gradients.loc[gradients["epoch"] == 0]
    squares = initial.assign(
        measured_rms=initial["bias_gradient_rms"] ** 2,
        measured_norm=initial["bias_gradient_norm"] ** 2,
    )
    measures = ["measured_rms", "measured_norm"]
    mean_squares = squares.groupby([*LAYER_KEY, "kind"])[measures].mean()
    return np.sqrt(mean_squares).reset_index()
