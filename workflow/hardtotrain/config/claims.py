"""The claims of the config as typed models: what is said, and what would show it."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from hardtotrain.claims.catalogue import STATISTICS
from hardtotrain.config.problems import nearest, one_of
from hardtotrain.config.settings import Model, number
from hardtotrain.config.text import Text, Words
from hardtotrain.figures.catalogue import FIGURES

Value = str | int | float


def check_wanted(wanted: object) -> object:
    """Says once what each type of a value and of a list of them would say for itself."""
    values = wanted if isinstance(wanted, list) else [wanted]
    if not values or any(type(value) not in (str, int, float) for value in values):
        raise ValueError("expected text, a number, or a list of them")
    return wanted


def check_claim_id(name: str) -> str:
    """A claim is found by its id in the table, and by a link in the report."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", name):
        raise ValueError(
            "expected at most 60 lower-case letters, digits and -, beginning with a letter"
        )
    return name


def check_range(ends: list[float]) -> list[float]:
    """A range goes upwards."""
    if ends[0] > ends[1]:
        raise ValueError("expected the smaller number first")
    return ends


def check_covers(covers: object) -> object:
    """Says what is asked for, as a rule without a width would be fulfilled by any wide interval."""
    if not isinstance(covers, Mapping):
        raise ValueError(
            "expected how wide the interval may be that holds the published value, as "
            "{widest: 0.01} (high − low) or {widest_factor: 4} (high / low)"
        )
    return covers


class Width(Model):
    """How wide an interval may be that holds the published value."""

    widest: number(gt=0) | None = Field(
        None, description="The largest high − low, of values that are compared as they are."
    )
    widest_factor: number(gt=1) | None = Field(
        None, description="The largest high / low, of values that are compared as logarithms."
    )

    @model_validator(mode="after")
    def one_width_is_asked(self) -> Self:
        """Checks that one scale is chosen."""
        if (self.widest is None) == (self.widest_factor is None):
            raise ValueError("expected either widest or widest_factor")
        return self


class Rule(Model):
    """What has to hold of the whole interval: reproduced, or compatible where it covers."""

    above: number() | None = Field(None, description="A direction: the value is larger.")
    below: number() | None = Field(None, description="A direction: the value is smaller.")
    within: (
        Annotated[list[number()], Field(min_length=2, max_length=2), AfterValidator(check_range)]
        | None
    ) = Field(None, description="A size: the value lies in this range, [smallest, largest].")
    covers: Annotated[Width, BeforeValidator(check_covers)] | None = Field(
        None,
        description="In place of the others: the interval holds the published value, and is no "
        "wider than this.",
    )

    @model_validator(mode="after")
    def something_is_asked(self) -> Self:
        """Checks that the rule can fail, and has one kind of verdict."""
        asked = self.model_dump(exclude_none=True)
        if not asked:
            raise ValueError("expected at least one of above, below, within, or covers")
        if self.covers and len(asked) > 1:
            raise ValueError("expected covers alone, without above, below, within")
        return self


class Published(Model):
    """A number that the claim rests on."""

    value: number() = Field(description="In the unit of the statistic; accuracies as fractions.")
    source: Text = Field(description="Where it was published.")


class Claim(Model):
    """One claim: its words, the statistic that it is about, and the rule that judges it."""

    id: Annotated[str, AfterValidator(check_claim_id)] = Field(
        description="Names the claim in claims.csv and in the report."
    )
    section: Text = Field(description="The part of the argument that it belongs to.")
    origin: Literal["note", "study"] = Field(
        "study", description="Who claims it: the note that is checked, or this study itself."
    )
    english: Words = Field(description="The claim in English.")
    chinese: str = Field("", description="The claim in Chinese.")
    statistic: Literal[*STATISTICS] | None = Field(None, description="What is measured.")
    where: dict[
        str,
        Annotated[
            Value | Annotated[list[Value], Field(min_length=1)], BeforeValidator(check_wanted)
        ],
    ] = Field(
        {}, description="The rows of the statistic's table: a value, or a list of them, by column."
    )
    rule: Rule | None = Field(None, description="What the measured value has to fulfil.")
    published: Published | None = Field(None, description="The published value, if there is one.")
    figure: Literal[*FIGURES] | None = Field(
        None, description="The figure of the same experiment that shows it."
    )
    untestable: Text | None = Field(
        None, description="Why no experiment here can tell, in place of a statistic."
    )
    remark: Text | None = Field(None, description="What a reader should know besides.")

    @model_validator(mode="after")
    def can_be_judged(self) -> Self:
        """Checks that there is a statistic with its rule, or the reason why there is none."""
        if self.untestable is not None:
            if self.statistic or self.rule or self.where or self.figure:
                raise ValueError(
                    "expected untestable alone, without statistic, where, rule, figure"
                )
            return self
        if self.statistic is None or self.rule is None:
            raise ValueError("expected a statistic and a rule, or the reason why it is untestable")
        columns = STATISTICS[self.statistic].by
        for column in self.where:
            if column not in columns:
                raise ValueError(
                    f"where: {column} is no column of {self.statistic}; expected "
                    f"{one_of(columns)}{nearest(column, columns)}"
                )
        if self.rule.covers and not STATISTICS[self.statistic].published:
            predicted = [name for name, statistic in STATISTICS.items() if statistic.published]
            raise ValueError(
                f"rule.covers: {self.statistic} has no interval for one more run; expected the "
                f"statistic to be {one_of(predicted)}"
            )
        if self.figure and not isinstance(self.where.get("experiment"), str):
            raise ValueError("expected the experiment of the figure, as where: {experiment: …}")
        return self
