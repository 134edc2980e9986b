"""A network's name follows from what it is."""

from collections.abc import Mapping, Sequence

from hardtotrain.layer_sizes import write_layers

# Settings whose words, as `batch` or `none`, say little without their key.
SAY_LITTLE = {"normalisation"}


def network_name(layers: Sequence[int], differences: Mapping) -> str:
    """`784-30-10`, or `784-100-100-10_tanh_epochs-5` where settings differ from the experiment's.

    A setting whose value is a word is named by the word, a number by its key and value, what is or
    is not by its key. Some words need theirs too.

    Args:
        layers: Layer sizes, input first.
        differences: The settings that the network states and its experiment does not have.
    """
    return "_".join([write_layers(layers), *describe(differences)])


def describe(settings: Mapping) -> list[str]:
    """A short text for each setting, those of nested mappings included."""
    texts = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            texts += describe(value)
        elif isinstance(value, bool):
            texts.append(key if value else f"no_{key}")
        elif isinstance(value, str):
            texts.append(f"{value}_{key}" if key in SAY_LITTLE else value)
        elif isinstance(value, Sequence):
            texts.append("-".join([key, *map(str, value)]))
        elif value is not None:
            texts.append(f"{key}-{exactly(value)}")
    return texts


def exactly(number: float) -> str:
    """A number that no other number shares, without the + of a large exponent."""
    return str(int(number) if number == int(number) else number).replace("+", "")
