"""Lists in place of single values: one mapping of the config for every combination of them."""

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Annotated, Any, Self, get_args, get_origin

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from hardtotrain.config.overrides import optional_keys
from hardtotrain.config.settings import Model


class Sweep(Model):
    """A mapping whose keys have one value or several; either way a key holds a list of them."""

    _written: tuple[str, ...] = ()

    @model_validator(mode="wrap")
    @classmethod
    def keep_the_order(cls, value: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """Remembers the order in which the keys are written, which is not that of the fields."""
        sweep = validate(value)
        sweep._written = tuple(value)
        return sweep

    def count(self) -> int:
        """How many combinations there are, counted without making them."""
        return prod(
            sum(value.count() if isinstance(value, Sweep) else 1 for value in self.values(key))
            for key in self._written
        )

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of the values; that of the key written last changes fastest.

        Yields:
            The keys that are given, in the order of the fields, each with one plain value.
        """
        for chosen in product(*(self.choices(key) for key in self._written)):
            stated = dict(zip(self._written, chosen, strict=True))
            yield {key: stated[key] for key in type(self).model_fields if key in stated}

    def choices(self, key: str) -> Iterator[Any]:
        """The values of a key, a mapping that is a sweep itself taken apart."""
        for value in self.values(key):
            yield from value.combinations() if isinstance(value, Sweep) else [value]

    def values(self, key: str) -> list:
        """The values of a key as they are written; a key that takes no list has one."""
        value = getattr(self, key)
        return value if isinstance(value, list) else [value]


def sweepable(model: type[Model], name: str, **nested: Any) -> type[Sweep]:
    """A model with the same keys, each of which takes one value or a list of them, or is left out.

    Args:
        model: The model with the full settings.
        name: Name of the new model.
        nested: New types for keys whose own keys take lists too.
    """
    types = {
        key: one_or_several(nested.get(key) or field.rebuild_annotation())
        for key, field in model.model_fields.items()
    }
    return optional_keys(model, name, base=Sweep, **types)


def one_or_several(kind: Any) -> Any:
    """The type of a value or a list of values, read as a list of at least one."""
    several = Annotated[list[kind], Field(min_length=1)]
    is_several = holds_lists if is_list(kind) else is_a_list
    return Annotated[
        several,
        WrapValidator(one_is_enough(is_several), json_schema_input_type=kind | several),
    ]


def is_list(kind: Any) -> bool:
    """Whether a single value of this type is a list already, as of `frozen_layers`."""
    return get_origin(get_args(kind)[0] if get_origin(kind) is Annotated else kind) is list


def is_a_list(value: object) -> bool:
    """Tells several values from one that is no list."""
    return isinstance(value, list)


def holds_lists(value: object) -> bool:
    """Tells several lists of numbers from one; layers are lists that may be written as text."""
    if not isinstance(value, list) or not value:
        return False
    return any(isinstance(item, list) for item in value) or all(
        isinstance(item, str) for item in value
    )


def one_is_enough(is_several: Callable[[object], bool]) -> Callable:
    """Reads a single value as a list of it, whose mistakes are those of the value."""

    def validate_each(value: object, validate: Callable[[object], list]) -> list:
        if is_several(value):
            return validate(value)
        try:
            return validate([value])
        except ValidationError as error:
            # The user wrote no list, so its position 0 is no part of the path.
            raise refusal(mistakes_of(error, skip=1)) from None

    return validate_each


def mistakes_of(error: ValidationError, skip: int = 0) -> list[InitErrorDetails]:
    """What pydantic found, to be raised again.

    Args:
        error: What pydantic raised.
        skip: How many parts to leave out of the front of each path.
    """
    return [
        InitErrorDetails(
            type=found["type"],
            loc=found["loc"][skip:],
            input=found["input"],
            ctx=found.get("ctx", {}),
        )
        for found in error.errors(include_url=False)
    ]


def refusal(mistakes: list[InitErrorDetails]) -> ValidationError:
    """What a validator raises for mistakes in several places; paths are relative to its own."""
    return ValidationError.from_exception_data("config", mistakes)
