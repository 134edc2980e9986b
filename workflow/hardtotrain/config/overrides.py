"""Partial settings: what an experiment or a network changes of what it inherits."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, create_model

from hardtotrain.config.settings import Initialiser, Model, Optimiser, Record, Settings


def optional_keys(
    model: type[Model], name: str, base: type[Model] = Model, **replaced: Any
) -> type[Model]:
    """A model with the same keys and checks, in which no key has to be given.

    Args:
        model: The model with the full settings.
        name: Name of the new model.
        base: What the new model is beside its keys.
        replaced: New types for keys, as for those whose own keys are optional too.
    """
    fields = {
        key: (
            replaced.get(key) or field.rebuild_annotation(),
            Field(None, description=field.description),
        )
        for key, field in model.model_fields.items()
    }
    return create_model(name, __base__=base, __doc__=model.__doc__, **fields)


Overrides = optional_keys(
    Settings,
    "Overrides",
    optimiser=optional_keys(Optimiser, "OptimiserOverrides"),
    record=optional_keys(Record, "RecordOverrides"),
)


def given(stated: Mapping) -> dict:
    """The settings among the keys that the config states; an initialiser is stated whole."""
    settings = {key: value for key, value in stated.items() if key in Settings.model_fields}
    if "initialiser" in settings:
        settings["initialiser"] = Initialiser().model_dump() | settings["initialiser"]
    return settings


def inherit(inherited: Mapping, overrides: Mapping) -> dict:
    """Settings with some replaced; of `optimiser` and `record` only the keys that are given."""
    merged = {**inherited, **overrides}
    for key in ("optimiser", "record"):
        merged[key] = {**inherited[key], **overrides.get(key, {})}
    return merged
