"""What is wrong with a config, all of it at once, in words for whoever wrote it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import accumulate

from pydantic import ValidationError
from pydantic_core import ErrorDetails

# Characters of the names that a message lists. config/README.md has them all.
LONGEST_LIST = 200


@dataclass(frozen=True)
class Problem:
    """One mistake.

    Attributes:
        path: Keys and list positions that lead to it.
        message: The value, what was expected and, where there is one, the nearest valid name.
    """

    path: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        place = "".join(
            f"[{key}]" if isinstance(key, int) else f".{shown(key)}" for key in self.path
        )
        return f"{place.removeprefix('.') or 'the config'}: {self.message}"


class ConfigError(Exception):
    """A config that cannot be run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Words the message: a line for each problem."""
        self.problems = list(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        count = len(self.problems)
        super().__init__(
            f"The config has {count} {'mistake' if count == 1 else 'mistakes'}; nothing was run.\n"
            f"{lines}\nEvery key is explained in config/README.md."
        )


def problems_of(
    error: ValidationError, valid_keys: Callable[[Sequence[str | int]], Sequence[str]]
) -> list[Problem]:
    """The problems that pydantic found, in plain words.

    Args:
        error: What pydantic raised.
        valid_keys: Gives the valid keys of the mapping that a path leads to.
    """
    problems = []
    for details in error.errors(include_url=False):
        path = details["loc"]
        if path[-1:] == ("[key]",) and details["type"] != "extra_forbidden":
            path = path[:-1]  # pydantic's mark for a mistake in the key itself
        if details["type"] == "extra_forbidden":
            choices = valid_keys(path[:-1])
            message = f"unknown key; expected {one_of(choices)}{nearest(path[-1], choices)}"
        elif details["type"] == "missing":
            message = "missing; this key has to be given"
        else:
            message = f"{quote(details['input'])}; {expectation(details)}"
        problems.append(Problem(path, message))
    return problems


def expectation(details: ErrorDetails) -> str:
    """What was expected in the place of a wrong value."""
    value, context = details["input"], details.get("ctx", {})
    match details["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            choices = context["expected"].replace(" or ", ", ").replace("'", "").split(", ")
            return f"expected {one_of(choices)}{nearest(value, choices)}"
        case "greater_than_equal":
            return f"expected at least {context['ge']:,.16g}"
        case "greater_than":
            return f"expected more than {context['gt']:g}"
        case "less_than_equal":
            return f"expected at most {context['le']:,.16g}"
        case "less_than":
            return f"expected less than {context['lt']:g}"
        case "too_short":
            return f"expected at least {context['min_length']} of them"
        case "too_long":
            return f"expected at most {context['max_length']} of them"
        case "string_too_short":
            return "expected text that is not empty"
        case "int_type" | "int_from_float":
            return "expected a whole number"
        case "bool_type":
            return "expected true or false"
        case "float_type" | "float_parsing" | "finite_number":
            return "expected a number"
        case "model_type" | "dict_type":
            return "expected a mapping, key: value"
        case "list_type":
            return "expected a list"
        case "string_type":
            return "expected text; put it in quotes if it looks like a number"
        case _:
            return details["msg"].replace("Input should be", "expected")


def one_of(choices: Sequence[str]) -> str:
    """The choices as a list in words; of many only as many as can be taken in."""
    if len(choices) < 2:
        return "".join(choices)
    lengths = accumulate(len(choice) for choice in choices)
    told = [name for name, length in zip(choices, lengths, strict=True) if length <= LONGEST_LIST]
    more = f" and {len(choices) - len(told)} more" if len(told) < len(choices) else ""
    return f"one of {', '.join(told)}{more}"


def nearest(word: object, choices: Sequence[str]) -> str:
    """A hint at the choice that was probably meant, or nothing."""
    matches = get_close_matches(word, choices, n=1) if isinstance(word, str) else []
    return f" — did you mean {matches[0]}?" if matches else ""


def shown(key: str) -> str:
    """A key as it is, or quoted and shortened where it would not read as one."""
    return key if re.fullmatch(r"[\w.-]{1,60}", key) else quote(key)


def quote(value: object) -> str:
    """The value as the reader would recognise it, shortened."""
    try:
        text = "nothing" if value is None else repr(value)
    except ValueError:  # Python writes out no number of thousands of digits
        text = "a number of too many digits"
    return text if len(text) <= 60 else f"{text[:57]}…"
