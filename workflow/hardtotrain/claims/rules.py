"""Verdicts: what a measured value and its interval say of a claim, by a rule fixed beforehand."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Verdict = Literal["reproduced", "direction_only", "not_reproduced", "untestable"]

# From best to worst: of several rows a claim gets the last of their verdicts.
SEVERITY: list[Verdict] = ["reproduced", "direction_only", "untestable", "not_reproduced"]


@dataclass(frozen=True)
class Rule:
    """What has to hold of a value; config.claims.Rule explains the parts and checks them."""

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None
    covers: Literal["published"] | None = None


@dataclass(frozen=True)
class Measured:
    """One value that a claim is judged by.

    Attributes:
        value: The point estimate; NaN where no replicate gave one.
        low: Lower end of its interval: 95%, or the value itself where it is exact; NaN where one
            replicate gives no interval.
        high: Upper end.
        published: The value that was published, or NaN.
    """

    value: float
    low: float
    high: float
    published: float


def judge(rule: Rule, measured: Measured) -> Verdict:
    """The verdict on one value.

    - reproduced: the whole interval fulfils the rule, so chance among replicates is ruled out.
    - direction_only: the rule names a direction (above, below) and the value has it; but either the
      interval reaches beyond that bound, or the size (within) is another.
    - not_reproduced: neither. That may mean refuted or merely not shown; the interval tells which.
    - untestable: there is no value, or the rule needs an interval and there is none.

    Args:
        rule: `above` and `below` bound strictly, `within` with its ends; `covers` asks whether the
            interval holds the published value.
        measured: What was measured.
    """
    if np.isnan(measured.value):
        return "untestable"
    if fulfils(rule, measured):
        return "reproduced"
    if has_direction(rule, measured.value):
        return "direction_only"
    if np.isnan(measured.low) and rule.above is None and rule.below is None:
        return "untestable"
    return "not_reproduced"


def fulfils(rule: Rule, measured: Measured) -> bool:
    """Whether the whole interval fulfils every part of the rule; without one nothing does."""
    low, high = measured.low, measured.high
    return bool(
        not np.isnan([low, high]).any()
        and (rule.above is None or low > rule.above)
        and (rule.below is None or high < rule.below)
        and (rule.within is None or rule.within[0] <= low <= high <= rule.within[1])
        and (rule.covers is None or low <= measured.published <= high)
    )


def has_direction(rule: Rule, value: float) -> bool:
    """Whether the rule names a direction and the value has it."""
    return (
        (rule.above is not None or rule.below is not None)
        and (rule.above is None or value > rule.above)
        and (rule.below is None or value < rule.below)
    )


def slack(rule: Rule, measured: Measured) -> float:
    """How far the interval keeps from the nearest bound of the rule, negative beyond it.

    In the unit of the value; for `covers` in half-widths of the interval, as rows of one table may
    differ in size. NaN without an interval.
    """
    if rule.covers is not None:
        half = measured.high if measured.published > measured.value else measured.low
        return 1 - abs((measured.published - measured.value) / (half - measured.value))
    least, most = rule.within or (-np.inf, np.inf)
    return float(
        min(
            measured.low - max(bound for bound in (rule.above, least) if bound is not None),
            min(bound for bound in (rule.below, most) if bound is not None) - measured.high,
        )
    )


def in_words(rule: Rule) -> str:
    """The rule as a phrase: "above 1 and from 50 to 200"."""
    parts = [
        rule.above is not None and f"above {rule.above:g}",
        rule.below is not None and f"below {rule.below:g}",
        rule.within is not None and f"from {rule.within[0]:g} to {rule.within[1]:g}",
        rule.covers is not None and "an interval that holds the published value",
    ]
    return " and ".join(part for part in parts if part)
