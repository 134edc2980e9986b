"""What a report may say of the plateau: true of numbers made for it, and false of others."""

import pytest
from small_study import SHAPES, TEMPLATES, WrittenStudy, plateau_study

from hardtotrain.report.figure_titles import FigureTitles
from hardtotrain.report.findings import Findings
from hardtotrain.report.language import Strings
from hardtotrain.report.numbers import Report

STRINGS = Strings(TEMPLATES / "strings")


def estimate(value, low=None, high=None):
    return {"value": value, "low": low, "high": high, "replicates": 4}


def length(network: str, depth: int, updates=None, **changes) -> dict:
    """A network that every replicate leaves after some updates, or none where there are none."""
    return {
        "experiment": "e",
        "network": network,
        "hidden_layers": depth,
        "weight_decay": 0.0,
        "weight_scale": 1.0,
        "growth": 1e-4,
        "cost": 3.25,
        "training": 10_000,
        "replicates": 4,
        "left": 4 if updates else 0,
        "length": updates and estimate(updates, 0.9 * updates, 1.1 * updates),
        "formula": None,
        "from_start": None,
    } | changes


def said(updates=None, ratio=None, wrong=()) -> dict:
    """What a theory says of a network."""
    ratio = ratio and estimate(ratio, 0.9 * ratio, 1.1 * ratio)
    return {"updates": updates, "ratio": ratio, "spread": 1.1, "wrong": list(wrong)}


@pytest.fixture(scope="module")
def shape(tmp_path_factory):
    """The numbers of a study that has every part."""
    written = WrittenStudy(SHAPES["the plateau's"], tmp_path_factory.mktemp("study"))
    return written.report().model_dump()


@pytest.fixture
def findings(shape):
    """The findings of plateau lengths, all of one experiment of a kind."""

    def found(*rows: dict, kind="courses", differs=(), critical=None, factors=()) -> Findings:
        experiment = shape["experiments"][0]
        networks = [experiment["networks"][0] | {"name": row["network"]} for row in rows]
        known = {"name": "e", "networks": networks, "plateau": kind, "differs": list(differs)}
        changes = {
            "experiments": [experiment | known],
            "plateau": rows,
            "critical_scales": {"e": critical} if critical else {},
            "trained_factors": factors,
            "accuracy": [],
        }
        return Findings(Report.model_validate(shape | changes))

    return found


def title(findings: Findings, figure: str) -> str | None:
    told = FigureTitles(findings, STRINGS)(figure, "e")
    return told and told.en


def test_depth_lengthens_by_the_factor_of_a_layer_from_two_layers_on(findings):
    found = findings(length("a", 1, 77), length("b", 2, 100), length("c", 4, 1600))
    plateau = found.plateau
    change = plateau.lengthening(plateau.series)
    assert (change.shallow.network, change.deep.network) == ("b", "c")
    assert change.factor == pytest.approx(4) and plateau.lengthens(change)
    assert title(found, "plateau") == (
        "With 2 hidden layers the plateau lasts 100 updates, with 4 hidden layers 1,600"
    )


@pytest.mark.parametrize(
    "rows",
    [
        (length("a", 1, 77), length("b", 2, 100)),
        (length("a", 2, 100), length("b", 2, 200)),
        (length("a", 2, 100), length("b", 3)),
        (length("a", 2),),
    ],
)
def test_without_two_depths_that_every_replicate_leaves_nothing_is_said_of_depth(findings, rows):
    plateau = findings(*rows).plateau
    assert plateau.lengthening(plateau.series) is None


def test_depth_is_not_said_to_lengthen_where_intervals_overlap_or_one_replicate_gives_none(
    findings,
):
    single = {"value": 900.0, "low": None, "high": None, "replicates": 1}
    for other in (length("b", 3, 105), length("b", 3, 50), length("b", 3, 900, length=single)):
        plateau = findings(length("a", 2, 100), other).plateau
        assert not plateau.lengthens(plateau.lengthening("e"))
        assert title(findings(length("a", 2, 100), other), "plateau") is None


def test_networks_that_differ_in_more_than_depth_are_no_series(findings):
    rows = length("a", 2, 100), length("b", 4, 1600)
    assert findings(*rows, differs=["regularisation"]).plateau.series is None
    assert title(findings(*rows, differs=["regularisation"]), "plateau") is None


STUCK = length("stuck", 6, weight_decay=1e-3)


@pytest.mark.parametrize(
    ("other", "freed"),
    [
        (length("other", 6, 500), True),
        (length("other", 6, 500, weight_decay=1e-3, weight_scale=4.0), True),
        # Two changes at once say of neither what it does.
        (length("other", 6, 500, weight_scale=4.0), False),
        (length("other", 6, 500, weight_decay=1e-2), False),
        (length("other", 5, 500), False),
        (length("other", 6), False),
        (length("other", 6, left=2), False),
    ],
)
def test_who_stays_is_told_where_one_change_lets_its_like_leave(findings, other, freed):
    found = findings(STUCK, other, differs=["regularisation"])
    told = found.plateau.stuck
    assert (told and told.network) == ("stuck" if freed else None)
    if freed:
        assert [row.network for row in found.plateau.freed(told)] == ["other"]
    # A wall and a map tell of many networks, and have figures of their own for that.
    assert findings(STUCK, other, kind="wall").plateau.stuck is None
    if other["length"]:
        assert title(found, "plateau") == (
            "stuck does not leave its plateau within its training; other in every replicate"
        )


def test_theory_keeps_a_network_for_ever_only_where_its_decay_is_at_least_the_growth(findings):
    plateau = findings(length("a", 6)).plateau
    for decay, growth, walled in ((1e-4, 1e-4, True), (9e-5, 1e-4, False), (1.0, None, False)):
        row = length("a", 6, weight_decay=decay, growth=growth)
        assert plateau.walled(findings(row).plateau.rows[0]) == walled


def test_where_nobody_leaves_it_says_so(findings):
    assert title(findings(length("a", 6), length("b", 7)), "plateau") == (
        "No network leaves its plateau within its training"
    )


@pytest.mark.parametrize(
    ("formula", "start", "expected"),
    [
        (
            [1.1, 1.8],
            [0.9, 1.2],
            "Plateaus last 1.10 to 1.80 times as long as the formula says, 0.900 to 1.20 times as "
            "long as theory says from their own start",
        ),
        ([2, 2], [None, None], "Plateaus last 2.00 times as long as the formula says"),
        (
            [None, None],
            [3, 0.5],
            "Plateaus last 0.500 to 3.00 times as long as theory says from their own start",
        ),
        ([None, None], [None, None], None),
    ],
)
def test_lengths_are_told_beside_the_theories_that_have_any(findings, formula, start, expected):
    rows = [
        length(
            f"n{i}",
            2,
            100,
            formula=said(50, f) if f else None,
            from_start=said(50, s) if s else None,
        )
        for i, (f, s) in enumerate(zip(formula, start, strict=True))
    ]
    assert title(findings(*rows), "plateau_length") == expected


def test_fates_count_replicates_and_name_exceptions(findings):
    rows = [
        length("a", 2, 100, formula=said(50), from_start=said(60)),
        length("b", 2, formula=said(None, wrong=[1, 3]), from_start=said(None)),
        length("momentum", 2, 100),
    ]
    found = findings(*rows, kind="wall")
    fates = found.plateau.fates(found.plateau.rows, "formula")
    assert (fates.right, fates.all) == (6, 8)
    assert [(row.network, theory.wrong) for row, theory in fates.exceptions] == [("b", [1, 3])]
    assert found.plateau.fates(found.plateau.rows[2:], "formula") is None
    assert title(found, "wall") == (
        "Who leaves the plateau: the formula is right about 6 of 8 replicates, theory from their "
        "own start about 8 of 8"
    )


def test_the_regions_of_a_map_lie_between_below_and_above_its_borders(findings):
    rows = [
        length("between", 2, 100, formula=said(9_999)),
        length("late", 2, 100, formula=said(10_001)),
        length("never", 2, formula=said(None)),
        length("above", 7, 100, formula=said(1), weight_scale=11.0),
        length("momentum", 9),
    ]
    regions = findings(*rows, kind="map", critical=10.0).plateau.regions("e", {"between", "above"})
    named = {
        name: ([row.network for row in region.all], [row.network for row in region.learned])
        for name, region in regions.items()
    }
    assert named == {
        "between": (["between"], ["between"]),
        "below": (["late", "never"], []),
        "above": (["above"], ["above"]),
    }
    assert regions["above"].deepest == 7
    # Without critical weights nothing is above them.
    assert not findings(*rows, kind="map").plateau.regions("e", set())["above"].all


def factor(epoch: int, layer: int, weights: float, spread: float = 0.1) -> dict:
    interval = estimate(weights, weights - spread, weights + spread)
    place = {"experiment": "e", "network": "n", "epoch": epoch, "layer": layer}
    return place | {"weights": interval, "slopes": estimate(0.2, 0.1, 0.3)}


def test_training_has_made_the_most_of_the_weights_where_the_least_layer_is_largest(findings):
    factors = [factor(0, 1, 1.0), factor(0, 2, 1.1), factor(0, 3, 9.0)]
    factors += [factor(3, 1, 5.0), factor(3, 2, 7.0), factor(3, 3, 9.0)]
    factors += [factor(30, 1, 4.0), factor(30, 2, 9.0), factor(30, 3, 9.0)]
    parts = findings(length("a", 2), factors=factors).trained_parts()
    assert (parts.epoch, parts.before, parts.weights) == (3, (1.0, 1.1), (5.0, 7.0))
    assert parts.slopes == (0.2, 0.2)
    # The last layer gets its errors from the output; every other has to have grown.
    shrunk = [*factors[:3], factor(3, 1, 1.15), *factors[4:6]]
    assert findings(length("a", 2), factors=shrunk).trained_parts() is None
    assert findings(length("a", 2), factors=factors[:3]).trained_parts() is None
    assert findings(length("a", 2)).trained_parts() is None


@pytest.fixture
def report(tmp_path):
    """The report of a study of the plateau with some changes."""
    return lambda **changes: WrittenStudy(plateau_study(**changes), tmp_path).report()


def test_the_numbers_of_the_plateau_are_those_of_its_tables(report):
    told = report()
    rows = {(row.experiment, row.network): row for row in told.plateau}
    assert [e.plateau for e in told.experiments] == ["courses", "wall", "courses", "map"]
    assert [e.ends_on_leaving for e in told.experiments] == [True, True, False, False]
    two = rows["plateau", "784-30-30-10"]
    assert (two.left, two.replicates, two.training, two.hidden_layers) == (3, 3, 150_000, 2)
    assert two.formula.updates == 50 and two.formula.wrong == []
    assert two.formula.ratio.value == pytest.approx(2, rel=0.3)
    assert two.from_start.ratio.value == pytest.approx(1.1, rel=0.2)
    assert rows["plateau", "784-30-10"].formula is None
    assert rows["plateau", "784-30-10"].from_start is not None
    stuck = rows["limit", "784-30-30-30-10_regularisation-9"]
    assert (stuck.left, stuck.length, stuck.formula.updates) == (0, None, None)
    assert stuck.weight_decay == pytest.approx(9 / 50_000)
    # The formula knows nothing of critical weights.
    assert rows["map", "784-30-30-10_weight_scale-30_bias_sd-0"].formula.wrong == [0, 1, 2]
    assert told.critical_scales["map"] == pytest.approx(10.149, abs=1e-3)


def test_with_one_replicate_or_none_that_leaves_there_are_numbers_all_the_same(report):
    alone = {
        row.network: row for row in report(replicates=1).plateau if row.experiment == "plateau"
    }
    assert alone["784-30-30-10"].length.low is None
    assert alone["784-30-30-10"].formula.spread is None


def test_where_no_replicate_leaves_no_network_has_a_length(report):
    told = report(plateau=lambda network: float("inf"))
    assert {row.left for row in told.plateau} == {0}
    assert {row.length for row in told.plateau} == {None}
    assert Findings(told).plateau.stuck is None
