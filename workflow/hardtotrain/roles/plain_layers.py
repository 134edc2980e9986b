"""Which networks have plain hidden layers: weights, biases and an activation function."""

from collections.abc import Collection, Mapping

from hardtotrain.config.settings import HiddenLayers

PLAIN = HiddenLayers().model_dump(exclude={"activation"})


def are_plain(settings: Mapping, but_for: Collection[str] = ()) -> bool:
    """Whether the hidden layers of a network have nothing else.

    Args:
        settings: Of the network, by their keys: those that the config resolves, or its row in the
            table of networks.
        but_for: Keys of what they may have.
    """
    return all(settings[key] == value for key, value in PLAIN.items() if key not in but_for)
