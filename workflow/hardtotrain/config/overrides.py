"""Partial settings: what an experiment or a network changes of what it inherits."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, create_model

from hardtotrain.config.settings import Model, Optimiser, Record, Settings


def optional_keys(model: type[Model], name: str, **replaced: Any) -> type[Model]:
    """A model with the same keys and checks, in which no key has to be given.

    Args:
        model: The model with the full settings.
        name: Name of the new model.
        replaced: New types for keys whose own keys are optional too.
    """
    fields = {
        key: (
            replaced.get(key) or field.rebuild_annotation(),
            Field(None, description=field.description),
        )
        for key, field in model.model_fields.items()
    }
    return create_model(name, __base__=Model, __doc__=model.__doc__, **fields)


Overrides = optional_keys(
    Settings,
    "Overrides",
    optimiser=optional_keys(Optimiser, "OptimiserOverrides"),
    record=optional_keys(Record, "RecordOverrides"),
)


def given(overrides: Model) -> dict:
    """The settings that the config states, as plain values; an initialiser is stated whole."""
    stated = overrides.model_dump(exclude_unset=True, include=set(Settings.model_fields))
    if "initialiser" in stated:
        stated["initialiser"] = overrides.initialiser.model_dump()
    return stated


def inherit(inherited: Mapping, overrides: Mapping) -> dict:
    """Settings with some replaced; of `optimiser` and `record` only the keys that are given."""
    merged = {**inherited, **overrides}
    for key in ("optimiser", "record"):
        merged[key] = {**inherited[key], **overrides.get(key, {})}
    return merged
