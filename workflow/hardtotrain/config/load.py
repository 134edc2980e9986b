"""Reads a config into a study, or says everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, get_args

from pydantic import ValidationError

from hardtotrain.config.combinations import impossible_combinations
from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.problems import ConfigError, Problem, problems_of
from hardtotrain.config.settings import HiddenLayers, Model
from hardtotrain.config.study import Networks, Shape, Study


def load_study(config: Mapping) -> tuple[Study, Plan]:
    """Checks a config and resolves its networks.

    Args:
        config: The parsed YAML.

    Returns:
        The typed study, and the plan of its networks in the order of the config.

    Raises:
        ConfigError: With every mistake of the config.
    """
    odd_keys: list[Problem] = []
    try:
        config = with_text_keys(config, odd_keys)
    except RecursionError:
        raise ConfigError([Problem((), "one of its parts holds itself")]) from None
    try:
        study = Study.model_validate(config)
    except ValidationError as error:
        problems = problems_of(error, keys_at)
        rest = combinations_in_the_rest(config, problems)
        raise ConfigError([*odd_keys, *problems, *rest]) from None
    networks = list(plan_networks(study, study.data))
    problems = [*odd_keys, *impossible_combinations(networks, study.data)]
    if problems:
        raise ConfigError(problems)
    return study, Plan(networks)


def with_text_keys(config: object, problems: list[Problem], path: tuple = ()) -> Any:
    """The config with every key as text, as YAML reads `yes:` or `1:` as something else.

    Args:
        config: The config or a part of it.
        problems: Gets a problem for each key that was not text.
        path: Where the part stands.
    """
    if isinstance(config, list):
        return [with_text_keys(item, problems, (*path, i)) for i, item in enumerate(config)]
    if not isinstance(config, Mapping):
        return config
    for key in config:
        if not isinstance(key, str):
            message = "is not text to YAML; expected a name, in quotes if need be"
            problems.append(Problem((*path, str(key)), message))
    return {
        str(key): with_text_keys(value, problems, (*path, str(key)))
        for key, value in config.items()
    }


def combinations_in_the_rest(config: object, problems: Iterable[Problem]) -> list[Problem]:
    """Impossible combinations among what is left of a config without its mistakes.

    So that one reading names all mistakes and they can be mended in one go.
    """
    if not isinstance(config, Mapping):
        return []
    rest = {key: deepcopy(config[key]) for key in Networks.model_fields if key in config}
    for problem in problems:
        remove(rest, problem.path)
    data = config.get("data")
    stated = data if isinstance(data, Mapping) else {}
    try:
        shape = Shape.model_validate({k: stated[k] for k in Shape.model_fields if k in stated})
        networks = list(plan_networks(Networks.model_validate(rest), shape))
        return impossible_combinations(networks, shape)
    except ValidationError:
        return []


def remove(config: Any, path: Sequence[str | int]) -> None:
    """Takes a mistake out of a config: its network, else its key.

    A harmless network stands in for a mistaken one, so that the others keep their positions.
    """
    match path:
        case ("experiments", name, "networks", int(position), *_) if name in config["experiments"]:
            networks = config["experiments"][name]["networks"]
            if isinstance(networks, list):  # YAML has sets too
                networks[position] = {
                    **{"hidden_layers": 0, "width": 1},
                    "name": f"mistake-{position}",
                    "batch_size": 1,
                    "epochs": 0,
                    "ends": "last_epoch",
                    "frozen_layers": [],
                    "probe_images": 1,
                    **HiddenLayers().model_dump(),
                }
        case (key,) if key in config:
            del config[key]
        case (key, *rest) if isinstance(config.get(key), dict):
            remove(config[key], rest)


def keys_at(path: Sequence[str | int]) -> list[str]:
    """The valid keys of the mapping that a path leads to."""
    model: type[Model] = Study
    parents = [None, *path]
    for parent, key in zip(parents, path, strict=False):
        named_by_the_user = isinstance(key, int) or parent == "experiments"
        if not named_by_the_user and key in model.model_fields:
            model = inner_model(model.model_fields[key].annotation) or model
    return [field.alias or key for key, field in model.model_fields.items()]


def inner_model(annotation: Any) -> type[Model] | None:
    """The model inside an annotation such as `dict[str, Experiment]` or `Record | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    found = (inner_model(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)
