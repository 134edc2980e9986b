"""Every claim with its verdict, what was measured and the rule that judged it."""

import pandas as pd
import pytest
from rendered_page import Page
from rendered_scene import told
from small_study import CLAIMS, PROVENANCE, TEMPLATES

from hardtotrain.claims.catalogue import STATISTICS
from hardtotrain.config.claims import Claim
from hardtotrain.report.page import render
from hardtotrain.report.study import Study

pytestmark = pytest.mark.xdist_group("small studies")

BOOK = "the book's"

VERDICTS = {
    "reproduced": "✓ reproduced",
    "compatible": "∈ compatible",
    "direction_only": "≈ in direction only",
    "not_shown": "? not shown",
    "refuted": "✗ refuted",
    "untestable": "– not tested",
}


@pytest.fixture
def study(written) -> Study:
    """A study of the book's shape, to be changed."""
    return written(BOOK).study()


@pytest.mark.parametrize("shape", [BOOK, "one replicate", "epochs 0 only"])
def test_every_claim_stands_with_its_verdict_and_what_was_measured(written, shape):
    page = Page(written(shape).page())
    rows = written(shape).tables()["claims"].set_index("claim")
    assert list(rows.index) == [claim.id for claim in CLAIMS]
    for claim in CLAIMS:
        row, told = rows.loc[claim.id], page.text(f"claim-{claim.id}")
        assert told.startswith(" ".join(claim.english.split())) and VERDICTS[row.verdict] in told
        shown = {n.column for n in page.numbers(f"claim-{claim.id}")}
        held = {column for column in ("measured", "published") if pd.notna(row[column])}
        assert held <= shown
        assert ("Why not" in told) == (row.verdict == "untestable")
        assert ("Rule" in told) == bool(claim.rule)
        assert pd.isna(row.judged_by) or row.judged_by in told
    counted = {n.counted: n.value for n in page.numbers("claims") if n.counted}
    for origin in ("note", "study"):
        assert counted[f"origin {origin}"] == str(sum(c.origin == origin for c in CLAIMS))


def claim_page(study: Study, unit: str = "number", rule: dict | None = None, **row) -> str:
    """What the page says of one claim, with a row of the table of claims made up."""
    statistic = next(name for name, of in STATISTICS.items() if of.unit == unit)
    whole = {"above": None, "below": None, "within": None, "covers": None} | (rule or {})
    claim = CLAIMS[0].model_dump() | {"statistic": statistic, "rule": whole}
    study.claims = [claim]
    study.tables["claims"] = pd.DataFrame([study.tables["claims"].iloc[0].to_dict() | row])
    return Page(render(study, PROVENANCE, {}, TEMPLATES)).text(f"claim-{claim['id']}")


def openings(study: Study, *verdicts: str, language: str = "en") -> str:
    """What the page says of claims with these verdicts, before it names them one by one."""
    claim, row = CLAIMS[0].model_dump(), study.tables["claims"].iloc[0].to_dict()
    names = [f"claim-{number}" for number in range(len(verdicts))]
    study.claims = [claim | {"id": name} for name in names]
    study.tables["claims"] = pd.DataFrame(
        [row | {"claim": n, "verdict": v} for n, v in zip(names, verdicts, strict=True)]
    )
    return told("claims", study, language)


@pytest.mark.parametrize(
    ("reproduced", "refuted", "en", "zh"),
    [
        (
            5,
            1,
            "Mostly: of the note’s 6 claims, 5 are reproduced and 1 refuted.",
            "大体上对：笔记的 6 条论断中，5 条得到重现，1 条被否定。",
        ),
        (4, 2, "In part: of the note’s 6 claims, 4 are", "部分正确：笔记的 6 条论断中"),
        (
            2,
            4,
            "Of the note’s 6 claims, 2 are reproduced and 4 refuted.",
            "笔记的 6 条论断中，2 条得到重现，4 条被否定。",
        ),
        (6, 0, "6 are reproduced.", "6 条得到重现。"),
        (0, 0, "Of the note’s 6 claims, 0 are reproduced.", "0 条得到重现。"),
    ],
)
def test_the_answer_is_how_many_claims_are_reproduced(study, reproduced, refuted, en, zh):
    others = ["not_shown"] * (6 - reproduced - refuted)
    verdicts = ["reproduced"] * reproduced + ["refuted"] * refuted + others
    assert en in openings(study, *verdicts)
    assert zh in openings(study, *verdicts, language="zh")


def test_what_the_study_claims_itself_is_counted_apart(study):
    openings(study, "reproduced", "refuted", "refuted", "reproduced")
    study.tables["claims"]["origin"] = ["note", "study", "study", "study"]
    said = told("claims", study)
    assert "Mostly: of the note’s 1 claim, 1 is reproduced." in said
    assert "Of 3 of our own, 1 is reproduced and 2 refuted." in said


def test_where_no_claim_is_the_note_s_nothing_is_said_of_the_note(study):
    openings(study, "reproduced", "refuted", "refuted", "reproduced")
    study.tables["claims"]["origin"] = "study"
    said, chinese = told("claims", study), told("claims", study, "zh")
    assert said.startswith("Do the claims hold? Of 4 claims, 2 are reproduced and 2 refuted.")
    assert chinese.startswith("这些论断成立吗？ 4 条论断中，2 条得到重现，2 条被否定。")
    assert "the note" not in said.lower() and "笔记" not in chinese
    # Nor of rules that are not those of this study.
    assert "config/claims.yaml" not in said and "before the data were seen" not in said


def test_a_claim_is_the_study_s_own_unless_it_says_otherwise():
    assert (
        Claim.model_validate({"id": "a", "section": "S", "english": "E", "untestable": "U"}).origin
        == "study"
    )


CHINESE = {
    "reproduced": "✓ 得到重现",
    "compatible": "∈ 相容",
    "direction_only": "≈ 仅方向相符",
    "not_shown": "? 证据不足",
    "refuted": "✗ 被否定",
    "untestable": "– 未检验",
}


def test_every_verdict_has_its_words(study):
    for language, words in (("en", VERDICTS), ("zh", CHINESE)):
        said = openings(study, *words, language=language)
        for sign, text in (word.split(" ", 1) for word in words.values()):
            # In the legend with their number, and beside the claim without.
            assert f"{sign} 1 {text}" in said
            assert f"{sign} {text}" in said


def test_a_study_without_claims_has_no_such_scene(study):
    study.claims = []
    assert not told("claims", study)


HOLDS = "wide that holds the published value"


@pytest.mark.parametrize(
    ("unit", "rule", "said"),
    [
        ("share", {"above": 0.5}, "above 50.00%"),
        ("number", {"below": 1e-10}, "below 1.0×10⁻¹⁰"),
        ("difference", {"within": [-0.002, 0.002]}, "from −0.20 points to +0.20 points"),
        ("share", {"within": [1.0, 1.0]}, "exactly 100.00%"),
        ("number", {"within": [-0.249999, 0.25]}, "from −0.249999 to 0.25"),
        ("ratio", {"above": 1.0, "within": [50.0, 200.0]}, "above 1.00 and from 50.0 to 200"),
        ("number", {"above": -1.0, "below": 0.0}, "above −1 and below 0"),
        ("share", {"covers": {"widest": 0.01}}, f"an interval at most 1 point {HOLDS}"),
        ("share", {"covers": {"widest": 0.005}}, f"an interval at most 0.5 points {HOLDS}"),
        ("difference", {"covers": {"widest": 0.02}}, f"an interval at most 2 points {HOLDS}"),
        (
            "number",
            {"covers": {"widest": None, "widest_factor": 2.5}},
            "an interval that spans at most a factor of 2.5 and holds the published value",
        ),
    ],
)
def test_a_rule_is_told_in_the_unit_of_its_statistic(study, unit, rule, said):
    assert f"Rule {said} Judged by" in claim_page(study, unit, rule)


@pytest.mark.parametrize(
    ("unit", "row", "said"),
    [
        ("share", (0.9647, 0.9601, 0.97123), "96.47% (96.01% to 97.12%), n = 8"),
        ("difference", (-0.0012, -0.0031, 0.0007), "−0.12 points (−0.31 points to +0.07 points)"),
        ("relative", (0.0257, -0.01, 0.15), "+2.57% (−1.00% to +15.00%)"),
        ("ratio", (119.6, 95.82, 1234.0), "120 (95.8 to 1,234)"),
        # What is exact, or has one replicate, is shown without an interval.
        ("number", (6e-15, 6e-15, 6e-15), "6.0×10⁻¹⁵, n = 8"),
        ("number", (0.5, None, None), "0.5, n = 8"),
    ],
)
def test_what_was_measured_is_shown_in_the_unit_of_its_statistic(study, unit, row, said):
    measured = dict(zip(("measured", "ci_low", "ci_high"), row, strict=True))
    assert f"Measured {said}" in claim_page(study, unit, replicates=8, **measured)


def test_in_chinese_brackets_are_full_width(study):
    row = {"verdict": "reproduced", "measured": 0.96, "ci_low": 0.95, "ci_high": 0.97}
    claim_page(study, "share", replicates=8, **row)
    assert "96.00%（95.00% 至 97.00%），n = 8" in told("claims", study, "zh")


def test_a_claim_about_several_rows_says_so_and_one_that_was_not_tested_says_why(study):
    told = claim_page(study, rows=27, judged_by="depth, layer 4")
    assert "Judged by the least fitting of 27: depth, layer 4" in told
    missing = "the experiment far"
    told = claim_page(study, verdict="untestable", missing=missing, measured=None, judged_by=None)
    assert f"Why not this study has no such measurement: {missing}" in told
    assert "Measured" not in told
