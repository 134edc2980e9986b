"""Saving and loading a trained network as .npz: plain arrays, no pickle."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from hardtotrain.engine.network import ARRAYS, PLAIN, Network, array_shapes, of_kind
from hardtotrain.results import ResultError


def save_network(network: Network, path: Path) -> None:
    """Writes a network: `activation`, `cost`, and `weights_l`, `biases_l` for layers l = 1…L.

    Those that have them also get `normalisation` with `scales_l` and `running_l` of hidden layers,
    and `skip_connections`.

    Args:
        network: All its replicates are saved.
        path: The .npz file to write.
    """
    kind = {name: value for name, value in network.kind.items() if value != PLAIN.get(name)}
    arrays = {
        f"{name}_{layer}": getattr(network, name)[layer - 1]
        for layer in range(1, len(network.weights) + 1)
        for name in ARRAYS
        if layer <= len(getattr(network, name))
    }
    with path.open("wb") as file:
        np.savez(file, **kind, **arrays)


def load_network(path: Path) -> Network:
    """Reads what `save_network` wrote.

    Raises:
        ResultError: The file is no network of this kind, or was cut short.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file)  # as it reads an array at every look
        found = {name: [arrays[key] for key in in_order(arrays, name)] for name in ARRAYS}
        kind = {key: array.item() for key, array in arrays.items() if not array.ndim}
        network = of_kind(PLAIN | kind, **found)
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


def in_order(names: Iterable[str], array: str) -> list[str]:
    """Those of the names that are an array of a layer, from layer 1 on and without a gap."""
    count = sum(name.startswith(f"{array}_") for name in names)
    return [f"{array}_{layer}" for layer in range(1, count + 1)]


def check_shapes(network: Network, path: Path) -> None:
    """Each layer takes what the one before it gives, and all hold the same replicates."""
    found = {name: [array.shape for array in getattr(network, name)] for name in ARRAYS}
    stacked = {len(shape) for shape in found["weights"]} == {3}
    if not stacked or found != array_shapes(network.kind, network.layers, network.replicates):
        raise ResultError(path, "is not a network that was saved here (its layers do not fit)")
