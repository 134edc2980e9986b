"""Published values, set beside a network only if it has every setting that they were made with."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from hardtotrain.roles.plain_layers import PLAIN
from hardtotrain.tables.keys import NETWORK_KEY


def networks_under_settings(
    networks: pd.DataFrame, reference: str, published: Path
) -> pd.DataFrame:
    """The networks that have every setting under which a reference was made.

    What a reference does not say of the kind of its networks is that they are plain ones.

    Args:
        networks: One row a network, with a column for each setting of the reference.
        reference: A name in `settings.json`: the stem of a CSV beside it.
        published: The folder of reference data.

    Returns:
        The matching rows of `networks`, all columns, in their order.

    Raises:
        KeyError: If the reference has no settings, or the networks lack a column for one of them.
    """
    named = json.loads((published / "settings.json").read_text(encoding="utf-8"))[reference]
    settings = {name: [value] for name, value in PLAIN.items()} | named
    # Column by column, as pandas takes 20 times as long for all at once.
    return networks.loc[
        np.all([networks[name].isin(values) for name, values in settings.items()], axis=0)
    ]


def published_accuracy(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The note's and the book's validation accuracy after the last epoch, for each network.

    Args:
        networks: One row a network, with the columns of the settings.
        published: The folder of reference data.

    Returns:
        The columns experiment, network, published_note and published_book (fractions in [0, 1]),
        with rows only for networks that have the published settings.
    """
    accuracy = pd.read_csv(published / "accuracy.csv")
    percent = accuracy.loc[accuracy["source"].isin(["note", "book"])].pivot(
        index="hidden_layers", columns="source", values="validation_accuracy_percent"
    )
    fractions = (percent[["note", "book"]] / 100).add_prefix("published_").reset_index()
    return _beside(networks, "accuracy", fractions, published).drop(columns="hidden_layers")


def published_speeds(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The book's learning speeds, ‖mean over images of ∂C/∂b^l‖, for each network.

    Networks trained under the settings of the book's curves have a speed at each of the book's
    epochs; others with its initialisation, whatever their training, have one at epoch 0.

    Args:
        networks: One row a network, with the columns of the settings.
        published: The folder of reference data.

    Returns:
        The columns experiment, network, epoch, layer and bias_gradient_norm, with rows only for
        networks that have the published settings.
    """
    curves = pd.read_csv(published / "learning_speed_curves.csv")
    initial = pd.read_csv(published / "book_initial_norms.csv").assign(epoch=0)
    speeds = pd.concat(
        [
            _beside(networks, "learning_speed_curves", curves, published),
            _beside(networks, "book_initial_norms", initial, published),
        ]
    ).drop(columns="hidden_layers")
    # The book rounded the start of its curves to give the initial norms: the curves come first.
    return speeds.drop_duplicates([*NETWORK_KEY, "epoch", "layer"], ignore_index=True)


def published_neurons(networks: pd.DataFrame, published: Path) -> pd.DataFrame:
    """The book's learning speeds of single neurons at initialisation, with their sign.

    Args:
        networks: One row a network, with the columns of the settings.
        published: The folder of reference data.

    Returns:
        The columns layer, neuron and bias_gradient (the first six neurons of each hidden layer);
        without rows where no network has the published settings.
    """
    gradients = pd.read_csv(published / "initial_neuron_gradients.csv")
    matching = networks_under_settings(networks, "initial_neuron_gradients", published)
    return gradients if len(matching) else gradients.iloc[:0]


def _beside(
    networks: pd.DataFrame, reference: str, values: pd.DataFrame, published: Path
) -> pd.DataFrame:
    matching = networks_under_settings(networks, reference, published)
    return matching[[*NETWORK_KEY, "hidden_layers"]].merge(values, on="hidden_layers")
