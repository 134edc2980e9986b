"""Config files as they lie on the disk: their encoding, their YAML, and keys that stand twice."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from hardtotrain.config.problems import ConfigError, Problem
from hardtotrain.config.repeated_keys import repeated_keys


def check_files(files: Iterable[Path]) -> None:
    """Refuses config files that are no text in UTF-8, no YAML or JSON, or give a key twice.

    Args:
        files: Those that are there.

    Raises:
        ConfigError: With the file and the line of every such mistake.
    """
    problems = [problem for file in files for problem in problems_in(file)]
    if problems:
        raise ConfigError(problems)


def problems_in(file: Path) -> Iterator[Problem]:
    """What is wrong with a file before anyone asks what it means."""
    content = file.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield unreadable(file, content[: error.start].decode("utf-8"), "is not text in UTF-8; ")
        return
    if is_json(text):
        text = text.replace("\t", " ")  # which YAML takes for no space
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        what = f"holds the character #x{error.character:04x}, which text has not; "
        yield unreadable(file, text[: error.position], what)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1
        advice = "indent with spaces, close every bracket, put a title with a colon in quotes"
        yield Problem((), f"line {line} of {file} is not YAML: {error.problem}; {advice}")
    else:
        yield from repeated_keys(root, (), file, seen=set())


def unreadable(file: Path, before: str, what: str) -> Problem:
    """A file in another encoding than UTF-8, seen after the text before."""
    line = before.count("\n") + 1
    return Problem((), f"line {line} of {file} {what}save the file again with the encoding UTF-8")


def is_json(text: str) -> bool:
    """Whether a text is JSON, which is read as such before it is taken for YAML."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
