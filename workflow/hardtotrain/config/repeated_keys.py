"""Finds keys that a YAML file gives twice: of the two, YAML forgets the first without a word."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from hardtotrain.config.problems import Problem


def repeated_keys(
    node: yaml.Node | None, path: tuple, file: Path, seen: set[int]
) -> Iterator[Problem]:
    """The repeated keys of a part of a file.

    Args:
        node: The part.
        path: Where it stands.
        file: What the problem names.
        seen: Parts that were looked at: an alias stands for one of them.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from repeated_keys(item, (*path, position), file, seen)
    elif isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in lines:
                places = f"lines {lines[name]} and {line} of {file}"
                yield Problem((*path, name), f"given twice, in {places}; expected it once")
            lines[name] = line
            yield from repeated_keys(value, (*path, name), file, seen)
