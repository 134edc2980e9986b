"""Where a config differs from that of the default study."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# None is a value too.
ABSENT = object()


@dataclass(frozen=True)
class Change:
    """A key in which a config is not that of the default study.

    Attributes:
        key: Its path.
        value: As JSON, None where the config leaves it out.
        default: As JSON, None where the default study does not have it.
    """

    key: str
    value: str | None
    default: str | None


def config_changes(config: Mapping, default: Mapping) -> list[Change]:
    """The keys that a config changes, adds or leaves out beside the default study.

    Of what is added or left out with all that stands in it the outermost key is told, and so it is
    of what keeps less than half of the default's keys: experiments of which most are gone are
    another study, not the default one with everything changed. Networks are compared by position,
    as the first one of an experiment is what the others are set beside. `data.sources` does not
    count: any mirror gives the same files. Nor do the questions of an experiment: they change no
    result, and what is listed here would give their answers away.

    Args:
        config: The config as it was read.
        default: The config of the default study.

    Returns:
        The changes in the order of the config; what it leaves out follows the keys beside it.
    """
    changes = changes_inside("", *(parts(without_questions(each)) for each in (config, default)))
    return [change for change in changes if not change.key.startswith("data.sources")]


def without_questions(config: Mapping) -> dict:
    """A config in which no experiment has questions to a class."""
    experiments = {
        name: {key: value for key, value in experiment.items() if key != "questions"}
        for name, experiment in config["experiments"].items()
    }
    return {**config, "experiments": experiments}


def changes_inside(key: str, ours: Mapping, theirs: Mapping) -> Iterator[Change]:
    """The changes of the parts of a key."""
    for part in {**ours, **theirs}:
        yield from changes_of(key + part, ours.get(part, ABSENT), theirs.get(part, ABSENT))


def changes_of(key: str, value: object, default: object) -> Iterator[Change]:
    """The changes of a key and of what stands in it; `ABSENT` is a value that is not given."""
    if value == default:
        return
    ours, theirs = parts(value), parts(default)
    if 2 * len(ours.keys() & theirs.keys()) >= len(theirs) > 0:
        yield from changes_inside(key, ours, theirs)
    else:
        yield Change(key=key.removeprefix("."), value=as_json(value), default=as_json(default))


def parts(value: object) -> dict[str, object]:
    """What a value consists of, by what each part adds to the key; numbers in a list stay one."""
    if isinstance(value, Mapping):
        return {f".{name}": part for name, part in value.items()}
    if isinstance(value, list) and any(isinstance(part, list | Mapping) for part in value):
        return {f"[{position}]": part for position, part in enumerate(value)}
    return {}


def as_json(value: object) -> str | None:
    """The value as text, None where there is none."""
    return None if value is ABSENT else json.dumps(value, ensure_ascii=False)
