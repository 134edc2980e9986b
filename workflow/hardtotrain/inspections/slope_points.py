"""The table of slope points: weights and weighted inputs that meet in w σ′(z), a sample."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.engine.activations import sigmoid
from hardtotrain.engine.minibatches import PIXEL_SCALE
from hardtotrain.engine.network import Network
from hardtotrain.roles.factor_experiment import has_factors
from hardtotrain.tables.schemas.weights import SLOPE_POINTS
from hardtotrain.theory.jacobian import fed_forward

POINTS_PER_LAYER = 100  # enough to see where the others lie


def slope_point_table(
    networks: pd.DataFrame, finished_of: Callable[[tuple[str, str]], Network], images: Dataset
) -> pd.DataFrame:
    """Pairs (w^l_jk, z^l_k) of weights with the weighted inputs of the neurons that they lead to.

    The factors |w σ′(z)| of `slope_factor_table` are those of all pairs; these are some of them.

    Args:
        networks: One row a network: experiment, network, hidden_layers, probe_images and the
            settings of hidden layers. Those that have no such factors are left out.
        finished_of: Gives for a pair of experiment and network its finished replicates, trained or,
            with `epochs: 0`, as they start. A network without any has no rows.
        images: The training examples, of which each network is probed on the first.

    Returns:
        POINTS_PER_LAYER rows for each network (in the order of `networks`) and layer from the
        second on, but for softmax outputs: experiment, network, layer, kind (hidden or output),
        weight, weighted_input. Replicates take turns; image, weight and neuron are drawn at random,
        the same for networks with the same layers.
    """
    rows = []
    with_factors = [has_factors(row) for row in networks.to_dict("records")]
    for network in networks.loc[with_factors].itertuples():
        finished = finished_of((network.experiment, network.network))
        pixels = images.images[: network.probe_images] * PIXEL_SCALE
        for layer, weights, weighted_inputs in _points(finished, pixels):
            kind = "output" if layer > network.hidden_layers else "hidden"
            rows += [
                (network.experiment, network.network, layer, kind, weight, z)
                for weight, z in zip(weights, weighted_inputs, strict=True)
            ]
    return pd.DataFrame(rows, columns=SLOPE_POINTS.names)


def _points(finished: Network, pixels: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Number, weights and weighted inputs of each layer, arrays (POINTS_PER_LAYER,)."""
    replicates = finished.replicates
    if not replicates:
        return
    turns = [range(r, POINTS_PER_LAYER, replicates) for r in range(replicates)]
    sampled = []
    for replicate, turn in enumerate(turns[:POINTS_PER_LAYER]):
        random = np.random.default_rng(replicate)
        one = finished.replicate(replicate)
        shown = pixels[random.integers(len(pixels), size=len(turn))]
        weighted_inputs = fed_forward(one, shown).weighted_inputs[1:]
        if one.cost.apply_output is not sigmoid:
            weighted_inputs.pop()
        layers = zip(one.weights[1:], weighted_inputs, strict=False)
        sampled.append([_pairs(W[0], z[0], random) for W, z in layers])
    for layer, of_replicates in enumerate(zip(*sampled, strict=True), start=2):
        weights, weighted_inputs = np.concatenate(of_replicates, axis=1)
        yield layer, weights, weighted_inputs


def _pairs(W: np.ndarray, z: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A weight of each image, drawn at random, and z of the neuron that it leads to."""
    inputs, outputs = W.shape
    j, k = random.integers(inputs, size=len(z)), random.integers(outputs, size=len(z))
    return np.stack([W[j, k], z[np.arange(len(z)), k]])
