"""Verdicts: what a measured value and its interval say of a claim, by a rule fixed beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

Verdict = Literal[
    "reproduced", "compatible", "direction_only", "untestable", "not_shown", "refuted"
]

# From best to worst: of several rows a claim gets the last of their verdicts.
SEVERITY: list[Verdict] = [
    "reproduced",
    "compatible",
    "direction_only",
    "untestable",
    "not_shown",
    "refuted",
]


@dataclass(frozen=True)
class Width:
    """How wide an interval may be that holds a published value: one of the two is given.

    Attributes:
        widest: The largest high − low, for values that are compared as they are.
        widest_factor: The largest high / low, for values that are compared as logarithms.
    """

    widest: float | None = None
    widest_factor: float | None = None


@dataclass(frozen=True)
class Rule:
    """What has to hold of a value; config.claims.Rule explains the parts and checks them."""

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None
    covers: Width | None = None

    @classmethod
    def stated(cls, rule: Mapping) -> Self:
        """The rule of a claim of the config, as plain values."""
        return cls(**{**rule, "covers": rule["covers"] and Width(**rule["covers"])})


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
    - compatible: `covers` alone. The published value lies in the prediction interval, which is no
      wider than allowed. That is all that one published run can show.
    - direction_only: the rule names a direction (above, below) and a size (within), and the whole
      interval has the direction, but not the size.
    - refuted: the whole interval lies on the wrong side of a direction, or, where the rule names
      none, outside the size; or it misses the published value.
    - not_shown: none of these; the interval, or its lack, leaves the rule open. So does one that
      holds the published value but is so wide that it would hold nearly any.
    - untestable: there is no value, or the rule needs an interval and there is none.

    Args:
        rule: `above` and `below` bound strictly, `within` with its ends. `covers` stands alone.
        measured: What was measured.
    """
    if np.isnan(measured.value):
        return "untestable"
    if rule.covers is not None:
        return judge_coverage(rule.covers, measured)
    if fulfils(rule, measured):
        return "reproduced"
    if contradicts_direction(rule, measured):
        return "refuted"
    if names_direction(rule):
        return "direction_only" if has_direction(rule, measured) else "not_shown"
    if np.isnan(measured.low):
        return "untestable"
    return "refuted" if misses_size(rule, measured) else "not_shown"


def judge_coverage(allowed: Width, measured: Measured) -> Verdict:
    """The verdict on a published value beside a prediction interval."""
    if np.isnan(measured.low):
        return "untestable"
    if not measured.low <= measured.published <= measured.high:
        return "refuted"
    return "compatible" if share_of_width(allowed, measured) <= 1 else "not_shown"


def share_of_width(allowed: Width, measured: Measured) -> float:
    """How wide the interval is, as a share of what is allowed; infinite for a factor from 0 on."""
    low, high = np.float64(measured.low), np.float64(measured.high)
    if allowed.widest is not None:
        return (high - low) / allowed.widest
    with np.errstate(divide="ignore"):
        return high / low / allowed.widest_factor


def fulfils(rule: Rule, measured: Measured) -> bool:
    """Whether the whole interval fulfils every part of the rule."""
    return has_direction(rule, measured) and (
        rule.within is None or rule.within[0] <= measured.low <= measured.high <= rule.within[1]
    )


def names_direction(rule: Rule) -> bool:
    """Whether the rule says on which side of a number the value lies."""
    return rule.above is not None or rule.below is not None


def has_direction(rule: Rule, measured: Measured) -> bool:
    """Whether there is an interval, and all of it lies on each side that the rule names."""
    return bool(
        not np.isnan([measured.low, measured.high]).any()
        and (rule.above is None or measured.low > rule.above)
        and (rule.below is None or measured.high < rule.below)
    )


def contradicts_direction(rule: Rule, measured: Measured) -> bool:
    """Whether the whole interval lies on the other side of a direction that the rule names."""
    return (rule.above is not None and measured.high <= rule.above) or (
        rule.below is not None and measured.low >= rule.below
    )


def misses_size(rule: Rule, measured: Measured) -> bool:
    """Whether the whole interval lies outside the range that the rule names."""
    return measured.high < rule.within[0] or measured.low > rule.within[1]


def slack(rule: Rule, measured: Measured) -> float:
    """How far the interval keeps from the nearest bound of the rule, negative beyond it.

    In the unit of the value, or where all bounds are above 0 as the logarithm of a factor: 5 is
    further from "50 to 200" than 240. For `covers` as `slack_of_coverage` has it. NaN without an
    interval.
    """
    if rule.covers is not None:
        return slack_of_coverage(rule.covers, measured)
    least, most = rule.within or (None, None)
    lower = [bound for bound in (rule.above, least) if bound is not None]
    upper = [bound for bound in (rule.below, most) if bound is not None]
    low, high = np.float64(measured.low), np.float64(measured.high)
    if min(*lower, *upper, low) > 0:
        lower, upper, low, high = np.log(lower), np.log(upper), np.log(low), np.log(high)
    rooms = [low - max(lower)] if len(lower) else []
    rooms += [min(upper) - high] if len(upper) else []
    return float(np.min(rooms))


def slack_of_coverage(allowed: Width, measured: Measured) -> float:
    """How far inside its interval a published value lies, in half-widths, negative outside it.

    In half-widths, as rows of one table may differ in size. Where the interval is too wide to tell,
    how much too wide it is, as a share of what is allowed, negative.
    """
    value, published = np.float64(measured.value), measured.published
    end = measured.high if published > value else measured.low
    with np.errstate(divide="ignore", invalid="ignore"):
        room = 1 - abs((published - value) / (end - value))
    width = share_of_width(allowed, measured)
    return float(1 - width if room >= 0 and width > 1 else room)


def in_words(rule: Rule) -> str:
    """The rule as a phrase: "above 1 and from 50 to 200"."""
    parts = [
        rule.covers is not None and coverage_in_words(rule.covers),
        rule.above is not None and f"above {rule.above:g}",
        rule.below is not None and f"below {rule.below:g}",
        rule.within is not None and f"from {rule.within[0]:g} to {rule.within[1]:g}",
    ]
    return " and ".join(part for part in parts if part)


def coverage_in_words(allowed: Width) -> str:
    """What `covers` asks, as a phrase."""
    if allowed.widest is not None:
        return f"an interval at most {allowed.widest:g} wide that holds the published value"
    return (
        f"an interval that spans at most a factor of {allowed.widest_factor:g} and holds the "
        "published value"
    )
