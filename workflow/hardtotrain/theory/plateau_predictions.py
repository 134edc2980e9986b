"""What theory says of the plateau of a network that the config describes."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.engine.network import initialise
from hardtotrain.roles.plain_layers import are_plain
from hardtotrain.roles.plateau_experiments import descends_plainly
from hardtotrain.theory.mean_field import network_mean_field, network_weight_sds
from hardtotrain.theory.moments import Moments, moments_of
from hardtotrain.theory.plateau import growth_rate, signal, updates_to_leave
from hardtotrain.theory.two_moments import updates_to_leave_from_start

PREDICTIONS = ["growth", "predicted_formula", "predicted_from_start"]
COLUMNS = ["experiment", "network", "replicate", *PREDICTIONS]


def prediction_table(experiment: str, networks: Sequence[Mapping], images: Dataset) -> pd.DataFrame:
    """The predictions of the networks of one experiment.

    Args:
        experiment: Its name.
        networks: For each network its name (network), settings, replicates (how many) and updates
            (that its training makes).
        images: The training examples, of which each network sees the first.

    Returns:
        One row for each replicate, in order: experiment, network, and the columns of
        `plateau_predictions`.
    """
    moments = cache(lambda count, classes: moments_of(*first(images, count), classes, PIXEL_SCALE))
    tables = [
        plateau_predictions(
            network["settings"],
            range(network["replicates"]),
            partial(moments, network["settings"]["images"], network["settings"]["layers"][-1]),
            network["updates"],
        ).assign(experiment=experiment, network=network["network"])
        for network in networks
    ]
    return pd.concat(tables)[COLUMNS]


def first(images: Dataset, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first so many images, and their labels."""
    return images.images[:count], images.labels[:count]


def plateau_predictions(
    settings: Mapping, replicates: Sequence[int], moments_seen: Callable[[], Moments], updates: int
) -> pd.DataFrame:
    """Both predictions for each replicate of one network; neither has a fitted parameter.

    They are of plain gradient descent on all layers: a network with momentum, Adam, normalisation
    or frozen layers has no prediction. Nor does theory from the start have one under the quadratic
    cost, nor the formula one with skip connections, where no weights have to grow together.

    Args:
        settings: All settings of the network, as the config resolves them.
        replicates: Numbers of the replicates.
        moments_seen: Gives those of its training images, if there is anything to predict.
        updates: How many updates its training makes.

    Returns:
        One row for each replicate: replicate, growth (g = A_k/σ_w, the weight decay λ/n from which
        on the network never leaves), predicted_formula (updates; infinite: never) and
        predicted_from_start (updates; infinite: not within the training). What has no prediction is
        NaN.
    """
    table = pd.DataFrame({"replicate": list(replicates), **dict.fromkeys(PREDICTIONS, np.nan)})
    method, frozen = settings["optimiser"]["method"], settings["frozen_layers"]
    if not descends_plainly(settings, method, bool(frozen)):
        return table
    moments = moments_seen()
    layers, initialiser = settings["layers"], settings["initialiser"]
    cost = COSTS[settings["cost"]]
    decay = settings["regularisation"] / settings["images"]
    learning_rate = settings["optimiser"]["learning_rate"]
    if are_plain(settings):
        field = network_mean_field(settings, moments.mean_square_pixel)
        # That of the layers whose weights have to grow together.
        weight_sds = network_weight_sds(layers, initialiser["scheme"], initialiser["weight_scale"])
        weight_sd = np.exp(np.mean(np.log(weight_sds[1:])))
        table["growth"] = growth_rate(signal(moments, cost), field) / weight_sd
        table["predicted_formula"] = updates_to_leave(
            table["growth"].iloc[0], len(layers) - 2, learning_rate, decay
        )
    if cost.curvature:
        network = initialise(settings, replicates)
        table["predicted_from_start"] = updates_to_leave_from_start(
            network, moments, learning_rate, decay, updates
        )
    return table
