"""Saving and loading a trained network as .npz: plain arrays, no pickle."""

from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import Network
from hardtotrain.results import ResultError


def save_network(network: Network, path: Path) -> None:
    """Writes a network: `activation`, `cost`, and `weights_l`, `biases_l` for layers l = 1…L.

    Args:
        network: All its replicates are saved.
        path: The .npz file to write.
    """
    arrays = {}
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        arrays[f"weights_{layer}"] = W
        arrays[f"biases_{layer}"] = b
    with path.open("wb") as file:
        np.savez(file, activation=network.activation.name, cost=network.cost.name, **arrays)


def load_network(path: Path) -> Network:
    """Reads what `save_network` wrote.

    Raises:
        ResultError: The file is no network of this kind, or was cut short.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            layers = range(1, (len(arrays.files) - 2) // 2 + 1)
            network = Network(
                ACTIVATIONS[str(arrays["activation"])],
                COSTS[str(arrays["cost"])],
                [arrays[f"weights_{layer}"] for layer in layers],
                [arrays[f"biases_{layer}"] for layer in layers],
            )
    except (AttributeError, BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
        raise ResultError(path, f"is not a network that was saved here ({error})") from None
    check_shapes(network, path)
    return network


def load_finished(path: Path) -> Network:
    """Reads what `save_network` wrote, without the replicates that diverged.

    Raises:
        ResultError: As `load_network`.
    """
    network = load_network(path)
    return network.select(network.finite())


def check_shapes(network: Network, path: Path) -> None:
    """Each layer takes what the one before it gives, and all hold the same replicates."""
    shapes = [W.shape for W in network.weights]
    fits = (
        bool(shapes)
        and all(len(shape) == 3 for shape in shapes)
        and all(before[2] == after[1] for before, after in pairwise(shapes))
        and [b.shape for b in network.biases] == [(shapes[0][0], 1, shape[2]) for shape in shapes]
    )
    if not fits:
        raise ResultError(path, "is not a network that was saved here (its layers do not fit)")


def join_replicates(networks: list[Network]) -> Network:
    """One network that stacks the replicates of several of the same architecture, in order."""
    first = networks[0]
    return Network(
        first.activation,
        first.cost,
        [np.concatenate(stacks) for stacks in zip(*(n.weights for n in networks), strict=True)],
        [np.concatenate(stacks) for stacks in zip(*(n.biases for n in networks), strict=True)],
    )
