"""Settings that are given on the command line, as `--config 'defaults={epochs: 3}'`."""

from collections.abc import Mapping
from typing import Any

import yaml

# What YAML reads without quotes as something else than text.
READ = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null")}


def as_in_a_file(value: object) -> Any:
    """A setting as YAML would read it in a file: Snakemake leaves what it holds as text.

    Args:
        value: What Snakemake made of it: text, a number, or mappings and lists of texts.
    """
    if isinstance(value, Mapping):
        return {key: as_in_a_file(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_in_a_file(inner) for inner in value]
    if isinstance(value, str):
        return scalar(value)
    return value


def scalar(text: str) -> object:
    """The number, the yes or no, or the nothing that a text stands for, else the text."""
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))
    if tag not in READ:
        return text
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except ValueError:  # a number of too many digits for Python
        return text
