"""The table of Jacobians: is backpropagation a product of matrices, and do errors decay by it?"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from hardtotrain.config.amounts import DECOMPOSED_IMAGES
from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.engine.network import Network
from hardtotrain.measures.targets import targets_of
from hardtotrain.roles.plain_layers import are_plain
from hardtotrain.statistics.bootstrap import interval_of_mean
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.schemas.weights import JACOBIANS
from hardtotrain.theory.jacobian import (
    change_of_decay,
    decay_per_layer,
    deltas_by_product,
    fed_forward,
    layer_jacobians,
    product_of_jacobians,
    singular_values,
)

REPLICATES = 20

# Errors of single images differ by orders of magnitude where they explode: at weights × 100 ten
# images give a factor of 0.44 a layer, 1,000 and 5,000 give 0.30. Backpropagation is quick.
IMAGES = 1000

# Products of matrices cost as much as the network is wide, and differ by rounding alone.
PRODUCT_IMAGES = 10

SINGULAR_VALUES = [name for name in JACOBIANS.names if "_singular_value_" in name]


def jacobian_table(
    networks: pd.DataFrame, finished_of: Callable[[tuple[str, str]], Network], images: Dataset
) -> pd.DataFrame:
    """The product δ^l = Σ′(z^l) W^{l+1} Σ′(z^{l+1}) … ∇_a C (Nielsen, chapter 5), in float64.

    What does not exist is NaN and left out of means and maxima: the error of a δ that is 0 or
    overflows, or whose ∇_a C is 0/0 because an output is 0 or 1 to the last digit; the decay of
    errors that are all 0, as in dead rectifiers.

    Whether errors decay exponentially, by the same factor in every layer, R² does not tell: it
    comes close to 1 for whatever falls steadily over many layers, and close to 0 where errors
    hardly change. Nor does a test of curvature against 0, which enough replicates always pass. So
    the table has the size of what departs from a line, with its interval over replicates, in
    the unit of the decay itself: how much the decay changes from the first step to the last.

    Args:
        networks: One row a network: experiment, network, hidden_layers and the
            settings of hidden layers. Those with fewer than two hidden layers are left out, and
            those whose layers are not plain, through which errors are another product.
        finished_of: Gives for a pair of experiment and network its finished replicates, trained or,
            with `epochs: 0`, as they start. The first REPLICATES are used; a network without any
            has no row.
        images: The training examples. Errors are of the first IMAGES, the product's of the first
            PRODUCT_IMAGES, singular values of the first DECOMPOSED_IMAGES.

    Returns:
        One row a network, in the order of `networks`: experiment, network, hidden_layers,
        replicates, and

        - largest_error: the largest ‖difference‖/‖δ^l‖ between product and backpropagation, over
          replicates, images and layers. It grows as a softmax gets sure of the right class: the
          product has a − a² where backpropagation has a − 1, and cancellation takes its digits.
        - decay_per_layer: the slope of log10 rms ‖δ^l‖ (root mean square over images) against the
          hidden layer l, positive where earlier layers have smaller errors; mean over replicates
          with ci_low and ci_high, its 95% bootstrap interval.
        - r_squared: R² of that line, mean over replicates; NaN for two hidden layers.
        - decay_change: the decay between the last two hidden layers minus that between the first
          two, by the least squares parabola; mean over replicates with decay_change_low and
          decay_change_high, its 95% bootstrap interval. NaN for fewer than four hidden layers.
        - factor_per_layer: 10^decay_per_layer.
        - layer_singular_value_mean and _largest: of J^l = W^l Σ′(z^l) from each hidden layer to the
          next, mean over layers, images and replicates.
        - product_singular_value_mean, _largest and _smallest: the same of J^2 … J^{L−1}, from the
          first to the last hidden layer.
    """
    pixels = images.images[:IMAGES] * PIXEL_SCALE
    rows = []
    plain = networks.loc[[are_plain(row) for row in networks.to_dict("records")]]
    deep = plain.loc[plain["hidden_layers"] > 1, [*NETWORK_KEY, "hidden_layers"]]
    for experiment, network, hidden_layers in deep.itertuples(index=False):
        finished = finished_of((experiment, network)).select(slice(REPLICATES))
        if not finished.replicates:
            continue
        targets = targets_of(finished.layers, images.images[:IMAGES], images.labels[:IMAGES], float)
        replicates = pd.DataFrame(
            [
                _measures(finished.replicate(index), pixels, targets)
                for index in range(finished.replicates)
            ]
        )
        means = replicates.mean()
        rows.append(
            [
                experiment,
                network,
                hidden_layers,
                finished.replicates,
                replicates["largest_error"].max(),
                means["decay_per_layer"],
                *interval_of_mean(replicates["decay_per_layer"]),
                means["r_squared"],
                means["decay_change"],
                *interval_of_mean(replicates["decay_change"]),
                10 ** means["decay_per_layer"],
                *means[SINGULAR_VALUES],
            ]
        )
    return pd.DataFrame(rows, columns=JACOBIANS.names)


# What overflows or is 0/0 is told by its NaN.
@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def _measures(replicate: Network, pixels: np.ndarray, targets: np.ndarray) -> dict[str, float]:
    """The measured columns of one replicate, from images (m, n_0) and targets (m, n_L)."""
    batch = fed_forward(replicate, pixels)
    batch.backpropagate(targets)
    deltas = [delta[0] for delta in batch.deltas]
    by_image = [
        deltas_by_product(replicate, *example)
        for example in zip(pixels[:PRODUCT_IMAGES], targets[:PRODUCT_IMAGES], strict=True)
    ]
    errors = [
        np.linalg.norm(products - delta, axis=1) / np.linalg.norm(delta, axis=1)
        for delta, products in zip(
            [delta[:PRODUCT_IMAGES] for delta in deltas],
            map(np.array, zip(*by_image, strict=True)),
            strict=True,
        )
    ]
    rms = [np.sqrt(np.mean(np.sum(delta**2, axis=1))) for delta in deltas[:-1]]
    decay, r_squared = decay_per_layer(rms)
    jacobians = layer_jacobians(replicate, pixels[:DECOMPOSED_IMAGES])
    of_layers = [singular_values(jacobian) for jacobian in jacobians]
    of_product = singular_values(product_of_jacobians(jacobians))
    values = [
        np.mean([values.mean() for values in of_layers]),
        np.mean([values[:, 0].mean() for values in of_layers]),
        of_product.mean(),
        of_product[:, 0].mean(),
        of_product[:, -1].mean(),
    ]
    return {
        "largest_error": np.fmax.reduce(errors, axis=None),
        "decay_per_layer": decay,
        "r_squared": r_squared,
        "decay_change": change_of_decay(rms),
        **dict(zip(SINGULAR_VALUES, values, strict=True)),
    }
