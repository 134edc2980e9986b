"""An entry of an experiment's list of networks: one network, or one for each combination."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from hardtotrain.config.allowed_names import check_folder_name
from hardtotrain.config.choices import INITIALISERS
from hardtotrain.config.settings import (
    Initialiser,
    Optimiser,
    Record,
    Settings,
    name_is_enough,
    whole,
)
from hardtotrain.config.sweeps import holds_lists, mistakes_of, one_or_several, refusal, sweepable
from hardtotrain.layer_sizes import EXPECTED, MOST_LAYERS, NOTATION, read_layers

# Of one entry and of one experiment: a sweep grows with the product of its lists.
MOST_NETWORKS = 10_000


def text_is_enough(value: object) -> object:
    """Reads `784-30-10` as `[784, 30, 10]`."""
    if isinstance(value, str):
        return read_layers(value)
    if not isinstance(value, list):
        raise ValueError(EXPECTED)
    return value


Text = Annotated[str, Field(pattern=NOTATION)]
Sizes = Annotated[list[whole(ge=1)], Field(min_length=2, max_length=MOST_LAYERS)]
Layers = Annotated[
    Sizes,
    BeforeValidator(text_is_enough, json_schema_input_type=Text | Sizes),
]

SweepableInitialiser = sweepable(Initialiser, "SweepableInitialiser")
SweepableSettings = sweepable(
    Settings,
    "SweepableSettings",
    initialiser=Annotated[
        SweepableInitialiser,
        BeforeValidator(
            name_is_enough, json_schema_input_type=Literal[*INITIALISERS] | SweepableInitialiser
        ),
    ],
    optimiser=sweepable(Optimiser, "SweepableOptimiser"),
    record=sweepable(Record, "SweepableRecord"),
)


class NetworkEntry(SweepableSettings):
    """A network: its layer sizes, and what differs from its experiment. Lists make several."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["layers"]}, {"required": ["hidden_layers", "width"]}],
            "dependentRequired": {"hidden_layers": ["width"], "width": ["hidden_layers"]},
        }
    )

    layers: one_or_several(Layers) = Field(
        None,
        description="Layer sizes, from data.pixels to data.classes, or to data.pixels again.",
    )
    hidden_layers: one_or_several(whole(ge=0, le=MOST_LAYERS - 2)) = Field(
        None, description="Number of hidden layers; with width, in place of layers."
    )
    width: one_or_several(whole(ge=1)) = Field(
        None, description="Neurons in each hidden layer; with hidden_layers, in place of layers."
    )
    name: Annotated[str, AfterValidator(check_folder_name)] | None = Field(
        None, description="Unset: made of the layer sizes and of what differs."
    )

    @model_validator(mode="wrap")
    @classmethod
    def check_keys(cls, value: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """Checks which keys stand together, and how many networks they make."""
        mistakes = mistakes_of_architecture(value)
        try:
            entry = validate(value)
        except ValidationError as error:
            raise refusal([*mistakes, *mistakes_of(error)]) from None
        mistakes += mistakes_of_number(entry.count(), value)
        if mistakes:
            raise refusal(mistakes)
        return entry


def mistakes_of_architecture(entry: Mapping) -> list[InitErrorDetails]:
    """A network has layers, or hidden_layers and width."""
    uniform = [key for key in ("hidden_layers", "width") if key in entry]
    if not uniform:
        return missing({"layers"} - entry.keys())
    if "layers" in entry:
        message = f"expected either layers or hidden_layers and width, and {uniform[0]} is there"
        return [mistake(("layers",), entry["layers"], message)]
    return missing({"hidden_layers", "width"} - entry.keys())


def mistakes_of_number(count: int, entry: Mapping) -> list[InitErrorDetails]:
    """An entry makes so many networks at most, and only one that has a name of its own."""
    if count > MOST_NETWORKS:
        message = f"expected at most {MOST_NETWORKS:,} combinations, and there are {count:,}"
        return [mistake((), entry, message)]
    if count > 1 and entry.get("name") is not None:
        message = (
            f"expected no name: where lists make {count:,} networks; each gets its own, made of "
            "what differs"
        )
        return [mistake(("name",), entry["name"], message)]
    return []


def missing(keys: Collection[str]) -> list[InitErrorDetails]:
    """A mistake for each key that has to be given."""
    return [InitErrorDetails(type="missing", loc=(key,), input=None) for key in sorted(keys)]


def mistake(path: tuple[str, ...], value: object, message: str) -> InitErrorDetails:
    """A mistake in words of our own."""
    return InitErrorDetails(
        type="value_error", loc=path, input=value, ctx={"error": ValueError(message)}
    )


def layers_are_enough(value: object) -> object:
    """Reads `[784, 30, 10]` or `784-30-10` as a mapping with `layers:`."""
    if isinstance(value, str | list) and not holds_lists(value):
        return {"layers": value}
    if not isinstance(value, dict):
        raise ValueError(f"{EXPECTED}, or a mapping with layers:")
    return value


def check_number(entries: list[NetworkEntry]) -> list[NetworkEntry]:
    """The networks of an experiment are counted before they are made."""
    count = sum(entry.count() for entry in entries)
    if count > MOST_NETWORKS:
        raise ValueError(
            f"expected at most {MOST_NETWORKS:,} networks in an experiment, and there are {count:,}"
        )
    return entries


Entries = Annotated[
    list[
        Annotated[
            NetworkEntry,
            BeforeValidator(layers_are_enough, json_schema_input_type=Text | Sizes | NetworkEntry),
        ]
    ],
    Field(min_length=1),
    AfterValidator(check_number),
]


def layers_of(combination: Mapping, pixels: int, classes: int) -> list[int]:
    """The layer sizes of one combination of an entry, input first."""
    if "layers" in combination:
        return combination["layers"]
    return [pixels, *[combination["width"]] * combination["hidden_layers"], classes]
