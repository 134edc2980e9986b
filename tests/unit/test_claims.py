"""Claims: every rule of the config can be fulfilled and broken, and the verdict follows."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hardtotrain.claims.catalogue import STATISTICS
from hardtotrain.claims.judging import claims_table
from hardtotrain.claims.rules import SEVERITY, Measured, Rule, Width, in_words, judge, slack
from hardtotrain.config.claims import Claim

CLAIMS = [
    Claim.model_validate(claim)
    for claim in yaml.safe_load(
        (Path(__file__).parents[2] / "config" / "claims.yaml").read_text(encoding="utf-8")
    )["claims"]
]
TESTABLE = [claim for claim in CLAIMS if claim.statistic]


def as_list(value):
    return value if isinstance(value, list) else [value]


def rows_of(claim):
    """A row for every combination of the values that the claim names."""
    statistic = STATISTICS[claim.statistic]
    rows = [{}]
    for column, wanted in {**statistic.unless_said, **claim.where}.items():
        rows = [row | {column: value} for row in rows for value in as_list(wanted)]
    return rows


def interval_that_fulfils(rule):
    """An interval in the middle of what the rule allows."""
    if rule.within is not None:
        low, high = rule.within
        return low + (high - low) / 4, high - (high - low) / 4
    return (rule.above + 0.01, rule.above + 0.02) if rule.above is not None else (-2.0, -1.0)


def interval_that_breaks(rule):
    """An interval on the wrong side of every bound of the rule."""
    if rule.above is not None:
        return rule.above - 0.02, rule.above - 0.01
    if rule.below is not None:
        return rule.below + 0.01, rule.below + 0.02
    return rule.within[0] - 0.2, rule.within[0] - 0.1


def table_of(claim, *intervals):
    """The claim's table, with an interval for each of its rows in turn; the last serves the rest.

    A published value lies in the middle of its interval, or far above it where it is broken.
    """
    statistic = STATISTICS[claim.statistic]
    rows = []
    for number, row in enumerate(rows_of(claim)):
        low, high = intervals[min(number, len(intervals) - 1)]
        measured = {statistic.low: low, statistic.high: high, statistic.value: (low + high) / 2}
        rows.append(dict.fromkeys(statistic.by, 1) | row | measured | {"replicates": 8})
    return pd.DataFrame(rows)


def verdict_of(claim, table, run=None):
    """The claim's row; the study has run the experiments of the table, or those of `run`."""
    if run is None:
        run = table["experiment"].unique() if "experiment" in table else []
    tables = {
        STATISTICS[claim.statistic].table: table,
        "networks": pd.DataFrame({"experiment": run}),
    }
    return claims_table([claim.model_dump()], tables).iloc[0]


def fulfilled_and_broken(claim):
    """The claim's table as it should be, and with one row that breaks the rule."""
    statistic = STATISTICS[claim.statistic]
    if claim.rule.covers:
        good = table_of(claim, (0.997, 1.003)).assign(**{statistic.published: 1.002})
        bad = good.copy()
        bad.loc[bad.index[-1], statistic.published] = 1.2
        return good, bad
    right, wrong = interval_that_fulfils(claim.rule), interval_that_breaks(claim.rule)
    if statistic.low == statistic.value:  # an exact value is its own interval
        right, wrong = right[:1] * 2, wrong[:1] * 2
    good = table_of(claim, right)
    bad = good.copy()
    columns = (statistic.low, statistic.high, statistic.value)
    for column, value in zip(columns, (*wrong, np.mean(wrong)), strict=True):
        bad.loc[bad.index[-1], column] = value
    return good, bad


@pytest.mark.parametrize(
    ("rule", "low", "high", "verdict"),
    [
        ({"above": 1}, 20, np.nan, "reproduced"),
        ({"above": 1}, 0.5, np.nan, "not_shown"),
        ({"below": 100}, np.nan, 90, "reproduced"),
        ({"within": [1, 100]}, 20, np.nan, "not_shown"),
        ({"above": 1}, np.nan, np.nan, "not_shown"),
    ],
)
def test_an_end_that_no_table_can_hold_has_no_bound(rule, low, high, verdict):
    claim = Claim.model_validate(
        {
            "id": "ratio",
            "section": "Ratios",
            "english": "The last layer is faster.",
            "statistic": "learning_speed_ratio",
            "where": {"experiment": "depth"},
            "rule": rule,
        }
    )
    statistic = STATISTICS[claim.statistic]
    ends = {statistic.low: low, statistic.high: high, statistic.value: 50}
    table = table_of(claim, (20, 80)).assign(**ends)
    assert verdict_of(claim, table)["verdict"] == verdict


@pytest.mark.parametrize("claim", TESTABLE, ids=lambda claim: claim.id)
def test_the_verdict_on_a_claim_flips_where_one_of_its_rows_is_made_false(claim):
    good, bad = fulfilled_and_broken(claim)
    held, broken = verdict_of(claim, good), verdict_of(claim, bad)
    assert held["verdict"] == ("compatible" if claim.rule.covers else "reproduced")
    assert held["rows"] == len(rows_of(claim))
    assert broken["verdict"] == "refuted"
    assert broken["measured"] == bad[STATISTICS[claim.statistic].value].iloc[-1]


@pytest.mark.parametrize("claim", TESTABLE, ids=lambda claim: claim.id)
def test_a_claim_whose_experiment_was_not_run_says_so(claim):
    if claim.statistic == "theory":
        return  # holds in every study
    good, _ = fulfilled_and_broken(claim)
    row = verdict_of(claim, good.assign(experiment="another"))
    assert row["verdict"] == "untestable"
    assert row["reason"] == f"the experiment {claim.where['experiment']} was not run"
    assert row["missing"] == f"experiment {claim.where['experiment']}"
    assert np.isnan(row["measured"])
    # Run, but with nothing to be judged by: published values stand beside their own settings only.
    row = verdict_of(claim, good.iloc[:0], run=[claim.where["experiment"]])
    table = STATISTICS[claim.statistic].table
    assert row["reason"] == f"{table}.csv has no experiment {claim.where['experiment']} here"


@pytest.mark.parametrize(
    ("rule", "measured", "verdict"),
    [
        ({"above": 1}, (1.5, 1.2, 1.9), "reproduced"),
        ({"above": 1}, (1.5, 0.9, 1.9), "not_shown"),
        ({"above": 1}, (1.5, 1.0, 1.9), "not_shown"),
        ({"above": 1}, (0.9, 0.5, 1.9), "not_shown"),
        ({"above": 1}, (0.9, 0.5, 1.0), "refuted"),
        ({"above": 1}, (1.0, 1.0, 1.0), "refuted"),
        ({"above": 1}, (1.5, np.nan, np.nan), "not_shown"),
        ({"above": 1}, (0.5, np.nan, np.nan), "not_shown"),
        ({"above": 1}, (np.nan, np.nan, np.nan), "untestable"),
        ({"above": 1}, (np.inf, 2.0, np.inf), "reproduced"),
        ({"below": 1}, (0.5, 0.2, 0.9), "reproduced"),
        ({"below": 1}, (0.5, 0.2, 1.1), "not_shown"),
        ({"below": 1}, (1.5, 0.9, 1.9), "not_shown"),
        ({"below": 1}, (1.5, 1.0, 1.9), "refuted"),
        ({"above": 1, "within": [50, 200]}, (100, 90, 110), "reproduced"),
        ({"above": 1, "within": [50, 200]}, (100, 40, 110), "direction_only"),
        ({"above": 1, "within": [50, 200]}, (10, 9, 11), "direction_only"),
        ({"above": 1, "within": [50, 200]}, (300, 250, 400), "direction_only"),
        ({"above": 1, "within": [50, 200]}, (0.9, 0.5, 90), "not_shown"),
        ({"above": 1, "within": [50, 200]}, (0.9, 0.5, 1.9), "not_shown"),
        ({"above": 1, "within": [50, 200]}, (0.5, 0.4, 0.6), "refuted"),
        # The interval speaks, should the value lie outside it.
        ({"above": 1}, (1.1, 0.5, 0.9), "refuted"),
        ({"within": [-1, 1]}, (0, -1, 1), "reproduced"),
        ({"within": [-1, 1]}, (0, -1.1, 1), "not_shown"),
        ({"within": [-1, 1]}, (2, 1, 3), "not_shown"),
        ({"within": [-1, 1]}, (2, 1.1, 3), "refuted"),
        ({"within": [-1, 1]}, (-2, -3, -1.1), "refuted"),
        ({"within": [-1, 1]}, (0, np.nan, np.nan), "untestable"),
        ({"within": [1, 1]}, (1, 1, 1), "reproduced"),
        ({"within": [1, 1]}, (0.9, 0.9, 0.9), "refuted"),
        ({"covers": Width(widest=1)}, (2.4, 2, 3), "compatible"),
        ({"covers": Width(widest=0.9)}, (2.4, 2, 3), "not_shown"),
        ({"covers": Width(widest=9)}, (3.5, 3, 4), "refuted"),
        ({"covers": Width(widest=0.1)}, (3.5, 3, 4), "refuted"),
        ({"covers": Width(widest=1)}, (2.5, np.nan, np.nan), "untestable"),
        ({"covers": Width(widest_factor=1.5)}, (2.4, 2, 3), "compatible"),
        ({"covers": Width(widest_factor=1.4)}, (2.4, 2, 3), "not_shown"),
        ({"covers": Width(widest_factor=4)}, (3.5, 3, 4), "refuted"),
        ({"covers": Width(widest_factor=4)}, (1.0, 0.0, np.inf), "not_shown"),
        ({"covers": Width(widest_factor=4)}, (2.5, np.nan, np.nan), "untestable"),
    ],
)
def test_a_verdict_follows_from_the_rule_and_the_interval(rule, measured, verdict):
    assert judge(Rule(**rule), Measured(*measured, published=2.5)) == verdict


NUMBERS = st.floats(0.01, 100)
PAIRS = st.lists(NUMBERS, min_size=2, max_size=2).map(sorted)
RULES = st.one_of(
    st.builds(Rule, above=NUMBERS),
    st.builds(Rule, below=NUMBERS),
    st.builds(Rule, within=PAIRS),
    st.builds(Rule, above=NUMBERS, within=PAIRS),
    st.builds(Rule, covers=st.builds(Width, widest=NUMBERS)),
    st.builds(Rule, covers=st.builds(Width, widest_factor=st.floats(1.01, 100))),
)


@given(RULES, st.lists(NUMBERS, min_size=5, max_size=5).map(sorted), NUMBERS)
def test_a_wider_interval_never_tells_more(rule, numbers, published):
    far_low, low, value, high, far_high = numbers
    narrow = judge(rule, Measured(value, low, high, published))
    wide = judge(rule, Measured(value, far_low, far_high, published))
    assert {narrow, wide} <= set(SEVERITY) - {"untestable"}
    if wide in ("reproduced", "refuted"):
        assert narrow == wide
    if narrow == "not_shown":
        assert wide == "not_shown"


def test_a_claim_about_several_rows_shows_the_one_that_fits_least():
    claim = Claim.model_validate(
        {
            "id": "order",
            "section": "1",
            "english": "Later layers are faster.",
            "statistic": "learning_speed_ratio",
            "where": {"experiment": "depth", "epoch": [0, 1, 2]},
            "rule": {"above": 1},
        }
    )
    table = pd.DataFrame(
        {
            "experiment": "depth",
            "network": ["a", "a", "a", "b"],
            "epoch": [0, 1, 2, 2],
            "measure": "bias_gradient_norm",
            "from_layer": 1,
            "to_layer": 2,
            "median": [5.0, 3.0, 2.0, 1.5],
            "ci_low": [4.0, 2.0, 1.5, 1.2],
            "ci_high": [6.0, 4.0, 3.0, 2.0],
            "replicates": [8, 8, 8, 7],
        }
    )
    row = verdict_of(claim, table)
    assert (row["verdict"], row["measured"], row["rows"]) == ("reproduced", 1.5, 4)
    assert row["judged_by"] == (
        "depth, b, epoch 2, measure bias_gradient_norm, from layer 1, to layer 2"
    )
    assert row["judged_row"] == 3
    assert row["replicates"] == 7
    assert row["evidence"] == "results/tables/learning_speed_ratios.csv"
    # One row that breaks the rule outweighs all others, and rows of another measure do not count.
    table.loc[1, ["median", "ci_low", "ci_high"]] = 0.5, 0.4, 0.6
    assert verdict_of(claim, table)[["verdict", "measured"]].to_list() == ["refuted", 0.5]
    table.loc[1, "measure"] = "relative_update"
    missing = verdict_of(claim, table)
    assert missing["verdict"] == "untestable"
    assert missing["reason"] == "learning_speed_ratios.csv has no epoch 1 here"
    assert missing["missing"] == "epoch 1"
    assert missing[["missing_column", "missing_value"]].to_list() == ["epoch", "1"]


def test_a_difference_is_from_the_first_network_unless_a_claim_asks_for_another_reference():
    table = pd.DataFrame(
        {
            "experiment": "depth",
            "network": ["b", "c", "c"],
            "reference": ["a", "a", "b"],
            "split": "validation",
            "statistic": "last_epoch",
            "against_first": [True, True, False],
            "replicates": 8,
            "difference": [0.01, 0.02, -0.03],
            "ci_low": [0.005, 0.01, -0.05],
            "ci_high": [0.015, 0.03, -0.01],
            "equivalence_low": [0.006, 0.012, -0.04],
            "equivalence_high": [0.014, 0.028, -0.02],
        }
    )

    def judged(statistic, **where):
        claim = {"id": "gain", "section": "1", "english": "Deeper is better."}
        claim |= {"statistic": statistic, "rule": {"above": 0}, "where": where}
        return verdict_of(Claim.model_validate(claim), table)[["measured", "ci_low", "rows"]]

    assert judged("accuracy_difference", experiment="depth").to_list() == [0.01, 0.005, 2]
    assert judged("accuracy_equivalence", network="c").to_list() == [0.02, 0.012, 1]
    between = {"network": "c", "reference": "b"}
    assert judged("accuracy_difference_between", **between).to_list() == [-0.03, -0.05, 1]
    assert judged("accuracy_equivalence_between", **between).to_list() == [-0.03, -0.04, 1]
    assert judged("accuracy_equivalence_between", experiment="depth")["rows"] == 3


def test_rows_of_several_published_values_are_weighed_by_the_width_of_their_intervals():
    claim = next(claim for claim in CLAIMS if claim.id == "curves-start")
    table = table_of(claim, (0.0, 1.0)).iloc[[0, 0]].reset_index(drop=True)
    table[["centre", "family_low", "family_high"]] = [[100, 90, 110], [0.01, 0.005, 0.02]]
    table["published"] = [105, 0.019]
    assert verdict_of(claim, table)["measured"] == 0.01
    table["published"] = [109, 0.01]
    assert verdict_of(claim, table)["measured"] == 100
    # The wider interval says less, as soon as it is wider than the rule allows.
    table["family_low"] = [90, 0.004]
    assert verdict_of(claim, table)[["verdict", "measured"]].to_list() == ["not_shown", 0.01]
    table["published"] = [111, 0.01]
    assert verdict_of(claim, table)[["verdict", "measured"]].to_list() == ["refuted", 100]


def test_of_intervals_that_are_too_wide_the_widest_fits_least():
    rule = Rule(covers=Width(widest=0.01))
    wide, wider = Measured(0.9, 0.89, 0.91, 0.909), Measured(0.9, 0.8, 1.0, 0.9)
    assert slack(rule, wider) < slack(rule, wide) < 0
    # Replicates that are all alike have an interval without a width.
    assert slack(rule, Measured(0.9, 0.9, 0.9, 0.95)) == -np.inf


def test_what_cannot_be_tested_says_why():
    claim = next(claim for claim in CLAIMS if claim.id == "one-layer")
    row = claims_table([claim.model_dump()], {}).iloc[0]
    assert row["verdict"] == "untestable"
    assert row["reason"] == claim.untestable.en


def test_a_study_without_claims_has_an_empty_table_with_all_columns():
    table = claims_table([], {})
    assert table.empty
    assert {"claim", "verdict", "measured", "published", "rule", "evidence"} < set(table.columns)


def test_a_rule_reads_as_a_phrase():
    assert in_words(Rule(above=1, within=[50, 200])) == "above 1 and from 50 to 200"
    assert in_words(Rule(covers=Width(widest=0.01))) == (
        "an interval at most 0.01 wide that holds the published value"
    )
    assert in_words(Rule(covers=Width(widest_factor=4))) == (
        "an interval that spans at most a factor of 4 and holds the published value"
    )


def test_every_claim_of_the_note_is_there_with_its_words_in_both_languages():
    required = {
        *(f"depth-{k}" for k in (1, 2, 3, 4)),
        *[
            "depth-no-gain",
            "bars",
            "order",
            "curves-start",
            "curves",
            "hundred",
            "product",
            "sigma-prime",
            "weights-unit",
        ],
        *[
            "factor-quarter",
            "explode",
            "escape",
            "reverse",
            "jacobian",
            "saturation",
            "momentum",
            "one-layer",
        ],
    }
    assert required <= {claim.id for claim in CLAIMS}
    assert all(claim.chinese and claim.english for claim in CLAIMS)
