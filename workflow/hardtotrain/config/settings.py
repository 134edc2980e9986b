"""Every setting of a network's training, with the book's values as defaults."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from hardtotrain.config.choices import (
    ACTIVATIONS,
    COSTS,
    INITIALISERS,
    MOMENTUM_SCHEDULES,
    NORMALISATIONS,
    OPTIMISERS,
)

# Every program that reads a config or a result takes it for a whole number: JSON, float64, CSV.
LARGEST = 10**15

# Longer than any training that was ever waited for.
MOST_EPOCHS = 1_000_000


def reject_truth_values(value: object) -> object:
    """YAML reads yes, no, on and off as true and false, which Python would take for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("expected a number")
    return value


def number(**bounds: float) -> Any:
    """The type of a finite number within bounds."""
    # The bounds come first: behind a validator pydantic leaves them out of the JSON Schema.
    return Annotated[
        float, Field(allow_inf_nan=False, **bounds), BeforeValidator(reject_truth_values)
    ]


def whole(ge: int, le: int = LARGEST) -> Any:
    """The type of a whole number from `ge` to `le`."""
    return Annotated[int, Field(strict=True, ge=ge, le=le)]


class Model(BaseModel):
    """A mapping of the config: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Initialiser(Model):
    """Random weights and biases before training. The name of a scheme alone is enough."""

    scheme: Literal[*INITIALISERS] = Field(
        "scaled_gaussian", description="How the weights are drawn."
    )
    weight_scale: number(gt=0) = Field(
        1.0, description="Factor on the weights that the scheme draws."
    )
    bias_sd: number(ge=0) | None = Field(
        None,
        description="Standard deviation of the biases, which are drawn around 0; unset: 1 for the "
        "two Gaussian schemes of the book, 0 for the others.",
    )


class Optimiser(Model):
    """How a gradient changes the weights. Overrides replace only the keys they name."""

    method: Literal[*OPTIMISERS] = Field("sgd", description="How a gradient becomes a step.")
    learning_rate: number(gt=0) = Field(
        0.1, description="η. Adam's authors recommend 0.001 for `adam`."
    )
    momentum: number(ge=0, lt=1) = Field(
        0.9, description="μ, or its largest value under a schedule; `sgd` and `adam` do not use it."
    )
    momentum_schedule: Literal[*MOMENTUM_SCHEDULES] = Field(
        "constant", description="How μ changes during training; `sgd` and `adam` do not use it."
    )


Interval = whole(ge=1)


class Record(Model):
    """Every how many epochs each CSV gets rows."""

    history: Interval = Field(
        1,
        description="Costs and accuracies on all three splits. The last five epochs always have "
        "rows.",
    )
    gradients: Interval = Field(1, description="Learning speed of every layer.")
    neurons: Interval = Field(1, description="Learning speed of every neuron.")
    activations: Interval = Field(1, description="Distribution of the hidden activations.")
    propagation: Interval = Field(1, description="What the backward pass does to the errors.")
    histograms: Interval = Field(
        MOST_EPOCHS,
        description="Histograms of activations and gradients. The default is longer than any "
        "training: only the first and last epoch.",
    )
    updates: whole(ge=0, le=100) = Field(
        0,
        description="How many times in each factor of ten `updates.csv` gets a row: the cost of "
        "the probe images after updates evenly spaced in their logarithm. 0 is never.",
    )


def name_is_enough(value: object) -> object:
    """Reads `initialiser: he` as `initialiser: {scheme: he}`."""
    return {"scheme": value} if isinstance(value, str) else value


class HiddenLayers(Model):
    """What hidden layers are made of. A network that does not say has the book's.

    By default it has no layers of any other kind.
    """

    activation: Literal[*ACTIVATIONS] = Field(
        "sigmoid", description="Activation function of the hidden layers."
    )
    normalisation: Literal[*NORMALISATIONS] = Field(
        "none",
        description="Of the weighted inputs of the hidden layers, before the activation function. "
        "Each neuron then has a scale γ and a shift β, which start at 1 and 0; β takes the place "
        "of the bias, so that ∂C/∂β is the learning speed, and `bias_sd` is left to the output "
        "layer. Under `batch` training and gradients use the mini-batch's own mean and variance "
        "(the probe images are one mini-batch), costs and accuracies running ones that remember "
        "about a hundred mini-batches; no mini-batch may be a single image.",
    )
    skip_connections: bool = Field(
        False,
        strict=True,
        description="Whether a hidden layer as wide as the one before adds what it takes in to "
        "what it gives: a^l = a^(l−1) + φ(z^l).",
    )


class Settings(HiddenLayers):
    """What a network is trained with. Experiments and networks may override any of these."""

    initialiser: Annotated[
        Initialiser,
        BeforeValidator(
            name_is_enough, json_schema_input_type=Literal[*INITIALISERS] | Initialiser
        ),
    ] = Field(
        Initialiser(),
        description="Random weights and biases before training: the name of a scheme, or a "
        "mapping.",
    )
    cost: Literal[*COSTS] = Field(
        "cross_entropy",
        description="Cost function, with the output layer that belongs to it.",
    )
    optimiser: Optimiser = Field(Optimiser(), description="How a gradient changes the weights.")
    regularisation: number(ge=0) = Field(
        5.0, description="λ of the L2 regularisation. Weights decay by ηλ/n a step."
    )
    batch_size: whole(ge=1) = Field(10, description="m, training images in a mini-batch.")
    epochs: whole(ge=0, le=MOST_EPOCHS) = Field(
        30,
        description="Passes over the training images; 0 studies the initialisation alone. At most "
        "1,000,000. With 0 the validation and test images are left aside.",
    )
    ends: Literal["last_epoch", "plateau_left"] = Field(
        "last_epoch",
        description="When training ends: after the last epoch or, `plateau_left`, once the plateau "
        "is left. Then the last epoch of a replicate is that in which its cost on the probe images "
        "falls below nine tenths of what one answer for every image costs. Needs `record.updates`. "
        "Such a network has no place in the tables of accuracies.",
    )
    images: whole(ge=1) = Field(
        50_000,
        description="n, the number of training images: the first n of those that there are. There "
        "have to be so many.",
    )
    probe_images: whole(ge=1) = Field(
        1_000,
        description="The first so many training images, on which gradients and activations are "
        "measured. `images` need not train on all of them.",
    )
    frozen_layers: list[whole(ge=1)] = Field(
        [], description="Layers (1 = first hidden) that keep their initial weights and biases."
    )
    record: Record = Field(
        Record(),
        description="Every how many epochs the CSV of each name gets rows. It always gets those of "
        "the first and the last.",
    )
