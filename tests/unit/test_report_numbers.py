"""The numbers of the report, recomputed by hand from synthetic recordings."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
import yaml
from scipy.stats import gmean
from small_study import (
    EXAMPLES,
    PROVENANCE,
    SHAPES,
    START,
    SmallStudy,
    WrittenStudy,
    book_network,
    one_experiment,
)

from hardtotrain.config.claims import Claim
from hardtotrain.export_schemas import report_schema
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.findings import Findings
from hardtotrain.report.gathering.accuracy import depth_series
from hardtotrain.report.gathering.report import gather
from hardtotrain.report.numbers import Report, Text
from hardtotrain.report.provenance import provenance
from hardtotrain.report.summary import summary
from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, interval_of_mean

CONFIG = Path(__file__).parents[2] / "config"
CLAIMS = [
    Claim.model_validate(claim)
    for claim in yaml.safe_load((CONFIG / "claims.yaml").read_text(encoding="utf-8"))["claims"]
]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The report of a study of a certain shape with the claims of the config, and the study."""
    known = {}

    def report(shape: str) -> tuple[Report, WrittenStudy]:
        if shape not in known:
            study = replace(SHAPES[shape], claims=CLAIMS)
            written = WrittenStudy(study, tmp_path_factory.mktemp("study"))
            known[shape] = written.report(), written
        return known[shape]

    return report


@pytest.fixture
def schema(pytestconfig):
    path = pytestconfig.rootpath / "workflow" / "schemas" / "report.schema.json"
    return path.read_text(encoding="utf-8")


def test_the_committed_schema_is_that_of_the_models(schema):
    # After a change of the models: make schemas
    assert schema == report_schema()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_study_of_any_shape_gives_a_report_that_is_valid_and_survives_json(
    reported, schema, shape
):
    report, written = reported(shape)
    text = report.model_dump_json(indent=1)
    assert Report.model_validate_json(text) == report
    validator = jsonschema.Draft202012Validator(json.loads(schema))
    # NaN and Infinity are no JSON: whoever reads the file with another program would fail.
    numbers = json.loads(text, parse_constant=pytest.fail)
    assert [error.json_path for error in validator.iter_errors(numbers)] == []
    networks = written.study.networks
    assert {e.name: [n.name for n in e.networks] for e in report.experiments} == {
        name: rows["network"].tolist() for name, rows in networks.groupby("experiment")
    }
    assert [claim.id for claim in report.claims] == [claim.id for claim in CLAIMS]
    # What the page shows a figure of, the workflow draws.
    figures = set(written.figures())
    grids = {e.name for e in report.experiments if e.plateau in ("wall", "map")}
    shown = {("accuracy", a.experiment) for a in report.accuracy if a.experiment not in grids}
    shown |= {("learning_speed", s.experiment) for s in Findings(report).curves}
    if report.initial_speed:
        initial = report.initial_speed.experiment
        shown |= {("neurons", initial), ("initial_speed", initial)}
        shown |= {("mean_field", initial)} if report.mean_field else set()
    assert shown <= figures


@pytest.mark.parametrize("change", ["no dataset", "another key", "text for a number"])
def test_the_schema_refuses_what_is_no_report(reported, schema, change):
    numbers = json.loads(reported("one network")[0].model_dump_json())
    if change == "no dataset":
        del numbers["dataset"]
    elif change == "another key":
        numbers["provenance"]["secret"] = "x"
    else:
        numbers["accuracy"][0]["rows"][0]["validation"]["value"] = "high"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(numbers, json.loads(schema))


def test_accuracies_and_their_differences_from_the_first_network_by_hand(reported):
    report, written = reported("the book's")
    [depth, _] = report.accuracy
    histories = written.recorded("history").query("experiment == 'depth' and epoch == 30")
    by_network = dict(list(histories.groupby("network")["validation_accuracy"]))
    first = by_network["784-30-10"].to_numpy()
    assert [row.network for row in depth.rows] == list(written.study.networks["network"][:4])
    assert depth.rows[0].difference is None
    for row in depth.rows:
        accuracies = by_network[row.network].to_numpy()
        assert row.validation.value == pytest.approx(accuracies.mean(), abs=1e-8)
        assert row.sd == pytest.approx(accuracies.std(ddof=1), rel=1e-6)
        assert row.validation.replicates == 3
        if row.difference:
            differences = accuracies - first
            assert row.difference.value == pytest.approx(differences.mean(), abs=1e-9)
            interval = (row.difference.low, row.difference.high)
            assert interval == pytest.approx(interval_of_mean(differences), abs=1e-9)
            # Pairing takes the replicates' common noise out: the interval is narrow.
            assert row.difference.high - row.difference.low < row.sd
    assert [(row.note, row.book) for row in depth.rows] == [
        (0.9647, 0.9648),
        (0.9680, 0.9690),
        (0.9642, 0.9657),
        (0.9628, 0.9653),
    ]


def test_conclusions_about_differences_are_those_of_the_table(reported):
    report, written = reported("the book's")
    table = written.tables()["differences"].query(
        "experiment == 'depth' and split == 'validation' and statistic == 'last_epoch'"
    )
    assert len(table) == 6  # of four networks each two; the page tells those against the first
    table = table.query("against_first")
    rows = {row.network: row.difference for row in report.accuracy[0].rows}
    for expected in table.itertuples():
        found = rows[expected.network]
        assert found.p_holm == expected.p_holm and 0 < found.p_holm < 1
        assert (found.probability_better, found.margin) == (expected.probability_better, 0.002)
        assert found.equivalent is expected.equivalent is False


def test_what_was_trained_is_told_of_every_network(reported):
    report, written = reported("the book's")
    told = {
        (experiment.name, network.name): (
            *(network.layers, network.epochs, network.images),
            *(network.probe_images, network.replicates),
        )
        for experiment in report.experiments
        for network in experiment.networks
    }
    assert told == {
        (row.experiment, row.network): (
            *([int(size) for size in row.layers.split("-")], row.epochs, row.images),
            *(row.probe_images, row.replicates),
        )
        for row in written.study.networks.itertuples()
    }
    assert told["depth", "784-30-10"] == ([784, 30, 10], 30, 50_000, 1_000, 3)
    assert told["learning_speed", "784-30-30-10"][1:] == (500, 1_000, 1_000, 3)
    assert told["initial_speed", "784-30-30-10"][1:] == (0, 50_000, 1_000, 5)


def test_a_network_of_its_own_settings_is_told_with_them(tmp_path):
    entry = {"layers": book_network(2), "epochs": 7, "images": 900, "probe_images": 40}
    study = SmallStudy(one_experiment(book_network(1), entry))
    [_, network] = WrittenStudy(study, tmp_path).report().experiments[0].networks
    assert (network.epochs, network.images, network.probe_images) == (7, 900, 40)


def test_the_commonest_class_is_that_of_the_validation_images(reported):
    report, _ = reported("the book's")
    assert report.examples == {"training": 12, "validation": 8, "test": 4}
    assert report.commonest_class == 2 / 8


SAME = book_network(4)


@pytest.mark.parametrize(
    ("networks", "positions"),
    [
        ([book_network(n) for n in (1, 2, 3)], [0, 1, 2]),
        ([book_network(n) for n in (3, 1, 2)], [0, 1, 2]),
        ([book_network(n) for n in (0, 1, 2)], [0, 1, 2]),
        ([book_network(0)], [0]),
        # Only one width is a series of depths, that of the first network that has any.
        ([book_network(1), [784, 100, 100, 10], book_network(2)], [0, 2]),
        ([book_network(1), [784, 30, 20, 10], book_network(2)], [0, 2]),
        ([book_network(0), [784, 100, 10], book_network(1), [784, 100, 100, 10]], [0, 1, 3]),
        ([[784, 30, 20, 10], book_network(1), [784, 30, 20, 10, 10]], []),
        # Nor may any setting differ.
        ([book_network(1), {"layers": SAME, "activation": "tanh"}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "initialiser": "he"}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "cost": "quadratic"}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "epochs": 10}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "images": 1000}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "batch_size": 20}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "regularisation": 0}, book_network(2)], [0, 2]),
        ([book_network(1), {"layers": SAME, "frozen_layers": [1]}, book_network(2)], [0, 2]),
        (
            [book_network(1), {"layers": SAME, "optimiser": {"learning_rate": 0.5}}, SAME],
            [0, 2],
        ),
        ([{"layers": book_network(1), "activation": "tanh"}, book_network(2)], [0]),
        # The width of a network with other settings is not that of the series.
        (
            [
                book_network(0),
                {"layers": [784, 100, 10], "activation": "tanh"},
                book_network(1),
                book_network(2),
            ],
            [0, 2, 3],
        ),
    ],
)
def test_a_series_of_depths_differs_from_its_first_network_in_depth_alone(networks, positions):
    planned = SmallStudy(one_experiment(*networks)).networks
    expected = planned["network"].iloc[positions].to_list()
    assert depth_series(planned) == expected


def test_each_experiment_has_its_own_series_without_what_is_not_trained(reported):
    report, written = reported("the book's")
    names = written.study.networks.groupby("experiment")["network"].apply(list)
    series = {part.experiment: part.depth_series for part in report.accuracy}
    assert series == names[["depth", "learning_speed"]].to_dict()
    assert reported("trained beside untrained")[0].accuracy[0].depth_series == ["784-30-10"]


def test_speeds_before_training_are_medians_beside_the_book_s(reported):
    report, written = reported("the book's")
    start = report.initial_speed
    assert start.experiment == "initial_speed"
    gradients = written.recorded("gradients").query("experiment == 'initial_speed'")
    assert [(row.network.count("-") - 1, row.layer) for row in start.speeds] == [
        (layers, layer) for layers in (2, 3, 4) for layer in range(1, layers + 1)
    ]
    for row in start.speeds:
        of_layer = gradients.query("network == @row.network and layer == @row.layer")
        assert row.speed.value == pytest.approx(of_layer["bias_gradient_norm"].median(), rel=1e-8)
        assert row.speed.replicates == 5
    book = [0.07, 0.31, 0.012, 0.060, 0.283, 0.003, 0.017, 0.070, 0.285]
    assert [row.book for row in start.speeds] == book
    expected = {}
    for network, of_network in gradients.query("kind == 'hidden'").groupby("network"):
        speeds = of_network.pivot(index="replicate", columns="layer", values="bias_gradient_norm")
        expected[network] = sum(row.is_monotonic_increasing for _, row in speeds.iterrows())
    assert start.ordered == expected == dict.fromkeys(expected, 5)


def test_pairs_of_neurons_are_those_of_the_experiment_of_the_start(reported):
    report, written = reported("the book's")
    table = written.tables()["neuron_order"].query("experiment == 'initial_speed'")
    order = report.initial_speed.neuron_order
    assert [(row.network, row.layer, row.share.value, row.share.low) for row in order] == list(
        table[["network", "to_layer", "share", "ci_low"]].itertuples(index=False, name=None)
    )
    assert [row.layer for row in order] == [2, 2, 3, 2, 3, 4]


def test_networks_in_which_a_layer_starts_slower_than_the_one_before_are_not_counted(tmp_path):
    study = SmallStudy(one_experiment(book_network(2)), replicates=9, slowdown=1.0)
    written = WrittenStudy(study, tmp_path)
    hidden = written.recorded("gradients").query("epoch == 0 and kind == 'hidden'")
    speeds = hidden.pivot(index="replicate", columns="layer", values="bias_gradient_norm")
    expected = int((speeds[2] > speeds[1]).sum())
    assert 0 < expected < 9
    assert written.report().initial_speed.ordered == {"784-30-30-10": expected}


def test_ratios_are_of_the_last_hidden_layer_to_the_first_by_every_measure(reported):
    report, written = reported("the book's")
    gradients = written.recorded("gradients").query("experiment == 'initial_speed'")
    assert len(report.initial_speed.ratios) == 3 * len(SPEEDS)
    for row in report.initial_speed.ratios:
        of_network = gradients[gradients["network"] == row.network]
        layers = of_network.pivot(index="replicate", columns="layer", values=row.measure)
        ratio = (layers[row.hidden_layers] / layers[1]).median()
        assert row.ratio.value == pytest.approx(ratio, rel=1e-6)
        assert (row.book is not None) == (row.measure == "bias_gradient_norm")
    curves = report.learning_speed[1]
    # The start, about a tenth of what is recorded, and the end.
    assert sorted({row.epoch for row in curves.ratios}) == [0, 500]


def test_every_network_is_told_of_at_the_end_of_its_own_training(tmp_path):
    short = {"layers": book_network(3), "epochs": 12}
    none = {"layers": book_network(4), "epochs": 0}
    study = SmallStudy(one_experiment(book_network(2), short, none))
    [curves] = WrittenStudy(study, tmp_path).report().learning_speed
    epochs = {row.hidden_layers: [] for row in curves.ratios}
    for row in curves.ratios:
        if row.measure == "bias_gradient_norm":
            epochs[row.hidden_layers].append(row.epoch)
    assert epochs == {2: [0, 30], 3: [0, 12], 4: [0]}


def test_an_experiment_tells_the_settings_in_which_its_networks_differ(reported, tmp_path):
    alike = {"layers": book_network(2), "epochs": 7}
    other = alike | {"activation": "tanh", "optimiser": {"learning_rate": 0.5}}
    experiments = one_experiment(book_network(1), other) | one_experiment(
        book_network(1), alike, name="of_depth"
    )
    told = WrittenStudy(SmallStudy(experiments), tmp_path).report().experiments
    assert [e.differs for e in told] == [["activation", "learning_rate"], []]


def test_the_deepest_network_of_the_start_is_told_wherever_it_is_trained(reported):
    report, written = reported("the book's")
    told = report.same_network
    assert [(row.experiment, row.epoch, row.images, row.decay) for row in told] == [
        ("depth", 30, 50_000, 5 / 50_000),
        ("learning_speed", 500, 1_000, 5 / 1_000),
    ]
    gradients = written.recorded("gradients").query("network == '784-30-30-30-30-10'")
    histories = written.recorded("history").query("network == '784-30-30-30-30-10'")
    for row in told:
        assert (row.network, row.hidden_layers) == ("784-30-30-30-30-10", 4)
        ours = "experiment == @row.experiment and epoch == @row.epoch"
        layers = gradients.query(ours).set_index(["layer", "replicate"])[
            [*SPEEDS, "decay_gradient_norm"]
        ]
        first = layers.loc[1]
        ratios = (layers.loc[4] / first)[SPEEDS].median().to_dict()
        found = {measure: ratio.value for measure, ratio in row.ratios.items()}
        assert found == pytest.approx(ratios, rel=1e-6)
        share = (first["decay_gradient_norm"] / first["weight_gradient_norm"]).median()
        assert row.decay_share.value == pytest.approx(share, rel=1e-6)
        accuracy = histories.query(ours)["validation_accuracy"].mean()
        assert row.accuracy.value == pytest.approx(accuracy, abs=1e-8)


def test_the_share_of_the_decay_is_that_of_the_first_layer_after_training(reported):
    _, written = reported("the book's")
    tables = written.tables()
    decay = tables["weight_decay"]
    elsewhere = (decay["layer"] > 1) | (decay["epoch"] == 0)
    for rows, changes in ((elsewhere, False), (~elsewhere, True)):
        tables["weight_decay"] = decay.assign(ratio=decay["ratio"].mask(rows, 99.0))
        found = gather(tables, written.study.words, [], EXAMPLES, PROVENANCE)
        assert [row.decay_share.value == 99 for row in found.same_network] == [changes] * 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, True),
        ({"epochs": 3}, True),
        ({"batch_size": 20}, True),
        ({"optimiser": {"learning_rate": 0.5}}, True),
        ({"epochs": 0}, False),
        ({"activation": "tanh"}, False),
        ({"initialiser": "large_gaussian"}, False),
        ({"cost": "quadratic"}, False),
        ({"frozen_layers": [1]}, False),
    ],
)
def test_a_network_is_the_same_if_it_starts_alike_and_all_of_it_learns(change, told, tmp_path):
    network = {"layers": book_network(2), "name": "same", **change}
    start = {**START, "replicates": 4, "networks": [book_network(2)]}
    study = SmallStudy(one_experiment(network, regularisation=0) | {"start": start})
    found = WrittenStudy(study, tmp_path).report().same_network
    assert [row.network for row in found] == ["same"] * told
    # Without regularisation there is no share of it.
    assert all((row.decay, row.decay_share) == (0, None) for row in found)


def test_what_diverged_everywhere_or_does_not_classify_has_what_it_can_be_told_of(reported):
    assert reported("everything diverged")[0].same_network == []
    told = reported("only autoencoders")[0].same_network
    assert [(row.network, row.accuracy) for row in told] == [
        ("784-8-8-8-784", None),
        ("784-8-8-8-784_momentum", None),
    ]


def test_what_follows_from_the_equations_is_told_by_name(reported):
    theory = reported("nothing to compare or train")[0].theory
    assert theory["sigma_prime_maximum"] == 0.25
    assert theory["normal_weights_in_0_1"] == pytest.approx(0.3413, abs=1e-4)
    assert theory == reported("the book's")[0].theory


def test_predictions_are_those_of_the_experiment_of_the_start(reported):
    report, written = reported("the book's")
    table = written.tables()["mean_field"].query("experiment == 'initial_speed'")
    assert [(row.network, row.layer, row.kind) for row in report.mean_field] == list(
        table[["network", "layer", "kind"]].itertuples(index=False, name=None)
    )
    for row in report.mean_field:
        assert row.predicted / row.measured - 1 == pytest.approx(row.relative_error, abs=1e-8)
        assert (row.chi is None) == (row.kind == "output")


def test_the_largest_error_of_a_prediction_is_told_of_every_experiment(reported):
    report, written = reported("the book's")
    table = written.tables()["mean_field"].groupby("experiment")["relative_error_rms"]
    assert report.prediction_errors == table.agg(lambda errors: errors.abs().max()).to_dict()
    assert set(report.prediction_errors) == {"depth", "learning_speed", "initial_speed"}
    of_start = [abs(row.relative_error) for row in report.mean_field]
    assert report.prediction_errors["initial_speed"] == max(of_start) > 0


def test_the_layer_whose_mean_activation_moves_furthest_is_told(tmp_path):
    written = WrittenStudy(
        SmallStudy(
            one_experiment(book_network(1), book_network(2))
            | {"start": {**START, "networks": [book_network(2)]}}
        ),
        tmp_path,
    )
    # Nothing moves in these recordings.
    assert written.report().activation_courses == []
    path = tmp_path / "tables" / "activation_levels.csv"
    levels = pd.read_csv(path)
    of_layer = levels.query("experiment == 'depth' and network == '784-30-30-10' and layer == 2")
    before, after = of_layer.index
    between = levels.loc[[after]].assign(epoch=15, mean=0.02)
    levels.loc[[before, after], "mean"] = 0.5, 0.4
    levels.loc[after - 1, "mean"] += 0.3
    pd.concat([levels[:after], between, levels[after:]]).to_csv(path, index=False)
    assert [course.model_dump() for course in written.report().activation_courses] == [
        {
            **{"experiment": "depth", "network": "784-30-30-10", "layer": 2, "start": 0.5},
            **{"furthest": 0.02, "furthest_epoch": 15, "end": 0.4},
        }
    ]


def test_slope_factors_are_those_of_hidden_layers(reported):
    report, written = reported("some diverged")
    table = written.tables()["slope_factors"].query("kind == 'hidden'")
    assert len(report.slope_factors) == len(table) == 3 * (1 + 2 + 3)
    for row, expected in zip(report.slope_factors, table.itertuples(), strict=True):
        layer = (expected.experiment, expected.network, expected.layer)
        assert (row.experiment, row.network, row.layer) == layer
        below = row.below_quarter
        assert (below.value, below.low, below.high) == (
            *(expected.below_quarter, expected.ci_low, expected.ci_high),
        )
        assert (row.at_least_one, row.largest) == (expected.at_least_one, expected.largest)
    replicates = {r.network: r.below_quarter.replicates for r in report.slope_factors[:3]}
    assert replicates == {"784-30-30-10": 2, "784-30-30-30-10": 3}


def test_backward_factors_are_those_of_the_start_before_training(reported):
    report, _ = reported("the book's")
    assert [(row.network.count("-") - 1, row.layer) for row in report.backward_factors] == [
        (layers, layer) for layers in (2, 3, 4) for layer in range(1, layers + 1)
    ]
    slopes = [0.5 + 0.001 * replicate for replicate in range(5)]
    for row in report.backward_factors:
        assert row.weights.value == row.weights.low == row.weights.high == 0.5
        assert row.slopes.value == pytest.approx(gmean(slopes), rel=1e-8)
        interval = (row.slopes.low, row.slopes.high)
        assert interval == pytest.approx(interval_of_geometric_mean(slopes), rel=1e-8)
        assert row.slopes.replicates == 5
    # The experiment of the start may train as well: what holds after it is not told.
    trained, _ = reported("one network")
    assert [row.layer for row in trained.backward_factors] == [1, 2]


def test_the_decay_of_errors_is_told_of_untrained_networks(reported):
    report, written = reported("the book's")
    rows = written.tables()["jacobians"].query("experiment == 'initial_speed'")
    assert len(report.decay) == len(rows) == 3
    for row, expected in zip(report.decay, rows.itertuples(), strict=True):
        assert (row.experiment, row.network) == ("initial_speed", expected.network)
        assert 10**row.per_layer.value == pytest.approx(expected.factor_per_layer, rel=1e-7)
        assert (row.per_layer.low, row.per_layer.high) == (expected.ci_low, expected.ci_high)
        assert row.layer_singular_value == expected.layer_singular_value_mean
        assert row.layer_bound == expected.layer_singular_value_largest > row.layer_singular_value
        assert row.product_singular_value == expected.product_singular_value_largest
        assert row.largest_error == expected.largest_error < 1e-6
    # Two points lie on a line.
    assert [row.r_squared is None for row in report.decay] == [True, False, False]


def test_a_network_that_starts_alike_in_two_experiments_decays_once(tmp_path):
    alike, other = book_network(2), {"layers": book_network(2), "activation": "tanh"}
    study = SmallStudy(
        {
            "first": {**START, "networks": [alike]},
            "second": {**START, "networks": [alike, other]},
        }
    )
    told = WrittenStudy(study, tmp_path).report().decay
    assert [(row.experiment, row.also_in, row.network) for row in told] == [
        ("first", ["second"], "784-30-30-10"),
        ("second", [], "784-30-30-10_tanh"),
    ]


@pytest.mark.parametrize(
    ("shape", "experiment"), [("some diverged", "depth"), ("only autoencoders", "momentum")]
)
def test_training_costs_and_their_ratios_to_the_first_by_hand(reported, shape, experiment):
    report, written = reported(shape)
    histories = written.recorded("history").query("experiment == @experiment and epoch == 30")
    costs = histories.set_index(["network", "replicate"])["training_cost"]
    told = [row for row in report.training_costs if row.experiment == experiment]
    first = costs[told[0].network]
    assert told[0].ratio is None
    for row in told:
        ours = costs[row.network]
        assert row.cost.value == pytest.approx(gmean(ours), rel=1e-7)
        assert row.cost.replicates == len(ours)
        if row is not told[0]:
            ratios = (ours / first).dropna()
            assert row.ratio.value == pytest.approx(gmean(ratios), rel=1e-7)
            interval = (row.ratio.low, row.ratio.high)
            assert interval == pytest.approx(interval_of_geometric_mean(ratios), rel=1e-7)


PAPER = {"cost": "log_likelihood", "initialiser": "standard_uniform"}


def test_errors_stand_beside_those_of_the_paper_with_both_widths(tmp_path):
    networks = [
        [784, *[width] * hidden_layers, 10] for width, hidden_layers in ((8, 5), (9, 5), (8, 4))
    ]
    study = SmallStudy(one_experiment(*networks, **PAPER), diverged={"784-9-9-9-9-9-10": range(3)})
    written = WrittenStudy(study, tmp_path)
    [row] = written.report().published_errors
    assert (row.network, row.activation) == ("784-8-8-8-8-8-10", "sigmoid")
    assert (row.initialiser, row.width, row.published_width) == ("standard_uniform", 8, 1000)
    assert row.published == pytest.approx(0.0221)
    history = written.recorded("history").query("network == @row.network and epoch == 30")
    errors = 1 - history["test_accuracy"]
    assert row.error.value == pytest.approx(errors.mean(), abs=1e-8)
    assert (row.error.low, row.error.high) == pytest.approx(interval_of_mean(errors), abs=1e-8)


def claim_of(where=None, statistic="accuracy", **changes) -> Claim:
    """A claim about the accuracy of the first network, if nothing else is said."""
    stated = {
        "id": "said",
        "section": {"en": "Depth", "zh": "深度"},
        "english": "It reads most.",
        "statistic": statistic,
        "where": {"experiment": "depth", "network": "784-30-10"} | (where or {}),
    }
    return Claim.model_validate(stated | changes)


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ({"above": 0.9}, "reproduced"),
        ({"above": 0.99}, "refuted"),
        ({"above": 0.9, "within": [0.9, 0.91]}, "direction_only"),
        ({"below": 0.99}, "reproduced"),
        ({"below": 0.9}, "refuted"),
        ({"within": [0.94, 0.97]}, "reproduced"),
        ({"within": [0.97, 0.98]}, "refuted"),
    ],
)
def test_a_claim_is_told_with_its_rule_and_what_was_measured(tmp_path, rule, verdict):
    published = {"value": 0.96, "source": {"en": "the note", "zh": "笔记"}}
    claim = claim_of(rule=rule, published=published, remark="One run.", figure="accuracy")
    study = SmallStudy(one_experiment(book_network(1)), claims=[claim])
    written = WrittenStudy(study, tmp_path)
    [told] = (report := written.report()).claims
    accuracy = report.accuracy[0].rows[0].validation
    assert told.model_dump() == {
        **{"id": "said", "english": "It reads most.", "chinese": ""},
        "section": {"en": "Depth", "zh": "深度"},
        **dict.fromkeys(("above", "below", "within", "covers")),
        **rule,
        "remark": {"en": "One run.", "zh": "One run."},
        **{"verdict": verdict, "untestable": None, "missing": None},
        **{"measured": accuracy.value, "low": accuracy.low, "high": accuracy.high},
        **{"published": 0.96, "source": {"en": "the note", "zh": "笔记"}},
        **{"replicates": 3, "rows": 1, "statistic": "accuracy"},
        **{"experiment": "depth", "figure": "accuracy", "table": "accuracy", "unit": "share"},
        "judged_by": {
            **{"experiment": "depth", "network": "784-30-10"},
            **{"split": "validation", "statistic": "last_epoch"},
        },
    }


@pytest.mark.parametrize(
    ("accuracy", "widest", "verdict"),
    [(0.965, 0.5, "compatible"), (0.965, 0.0001, "not_shown"), (0.5, 0.5, "refuted")],
)
def test_a_claim_that_covers_is_told_with_the_value_of_the_table(
    tmp_path, accuracy, widest, verdict
):
    rule = {"covers": {"widest": widest}}
    claim = claim_of({"source": "note"}, "published_accuracy", rule=rule)
    study = SmallStudy(
        one_experiment(book_network(1)), accuracy=lambda depth: accuracy, claims=[claim]
    )
    [told] = WrittenStudy(study, tmp_path).report().claims
    assert (told.verdict, told.published) == (verdict, 0.9647)
    assert told.covers.model_dump() == {"widest": widest, "widest_factor": None}
    assert told.measured == pytest.approx(accuracy, abs=0.005)
    # A published value that the claim does not state has its source in the table.
    assert (told.source, told.table) == (None, "comparisons")


def test_a_claim_about_several_rows_is_told_with_the_one_that_fits_least(tmp_path):
    networks = ["784-30-10", "784-30-30-10"]
    study = SmallStudy(
        one_experiment(book_network(1), book_network(2)),
        accuracy={1: 0.95, 2: 0.90}.get,
        claims=[claim_of({"network": networks}, rule={"above": 0.92})],
    )
    [told] = WrittenStudy(study, tmp_path).report().claims
    assert (told.verdict, told.rows) == ("refuted", 2)
    assert told.judged_by["network"] == "784-30-30-10"
    assert told.measured == pytest.approx(0.90, abs=0.005)


@pytest.mark.parametrize(
    ("stated", "untestable", "missing", "unit"),
    [
        (
            {"untestable": "Nobody has trained it.", "statistic": None, "where": {}},
            Text(en="Nobody has trained it.", zh="Nobody has trained it."),
            None,
            None,
        ),
        (
            {"rule": {"above": 0.5}, "where": {"experiment": "other"}},
            None,
            {"experiment": "other"},
            "share",
        ),
        (
            {"rule": {"above": 0.5}, "where": {"experiment": "depth", "network": "007"}},
            None,
            {"network": "007"},
            "share",
        ),
    ],
)
def test_a_claim_without_anything_to_be_judged_by_is_told_with_the_reason(
    tmp_path, stated, untestable, missing, unit
):
    words = {"id": "said", "section": "Depth", "english": "Yes.", "statistic": "accuracy"}
    claim = Claim.model_validate(words | stated)
    study = SmallStudy(one_experiment(book_network(1)), claims=[claim])
    [told] = WrittenStudy(study, tmp_path).report().claims
    assert (told.verdict, told.unit) == ("untestable", unit)
    assert (told.untestable, told.missing) == (untestable, missing)
    assert (told.measured, told.low, told.high, told.judged_by) == (None,) * 4
    assert (told.statistic is None) == (told.table is None) == (unit is None)


def all_null(values: list) -> bool:
    """Whether there are no values, or none but nulls."""
    return all(value is None for value in values)


@pytest.mark.parametrize("cell", [float("nan"), float("inf")])
@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("accuracy", "mean", lambda r: [row.test for a in r.accuracy for row in a.rows]),
        ("accuracy", "sd", lambda r: [row.sd for a in r.accuracy for row in a.rows]),
        ("image_accuracy", "mean", lambda r: [row.over_images for row in r.accuracy[0].rows]),
        ("differences", "p_holm", lambda r: [d.difference.p_holm for d in r.accuracy[0].rows[1:]]),
        ("learning_speeds", "published", lambda r: [s.book for s in r.initial_speed.speeds]),
        ("learning_speed_ratios", "median", lambda r: r.same_network),
        ("weight_decay", "ratio", lambda r: [row.decay_share for row in r.same_network]),
        ("mean_field", "chi", lambda r: [p.chi for p in r.mean_field]),
        ("mean_field", "relative_error_rms", lambda r: r.mean_field),
        ("mean_field", "relative_error_rms", lambda r: list(r.prediction_errors)),
        ("neuron_order", "share", lambda r: r.initial_speed.neuron_order),
        ("slope_factors", "ci_low", lambda r: [f.below_quarter.high for f in r.slope_factors]),
        ("backward_factors", "slope_factor", lambda r: r.backward_factors),
        ("backward_factors", "weight_high", lambda r: [f.weights.low for f in r.backward_factors]),
        ("jacobians", "ci_high", lambda r: [row.per_layer.low for row in r.decay]),
        ("jacobians", "r_squared", lambda r: [row.r_squared for row in r.decay]),
        ("jacobians", "largest_error", lambda r: [row.largest_error for row in r.decay]),
        ("training_costs", "training_cost", lambda r: [c.cost for c in r.training_costs]),
        (
            "training_costs",
            "ratio_high",
            lambda r: [c.ratio.low for c in r.training_costs if c.ratio],
        ),
        ("comparisons", "high", lambda r: [c.high for c in r.comparisons]),
        ("claims", "measured", lambda r: [c.measured for c in r.claims]),
        ("claims", "ci_high", lambda r: [c.high for c in r.claims]),
        ("claims", "replicates", lambda r: [c.replicates for c in r.claims]),
    ],
)
def test_a_cell_that_is_not_finite_is_null_or_left_out(reported, table, column, told, cell):
    report, written = reported("the book's")
    assert not all_null(told(report))
    tables = written.tables()
    tables[table][column] = cell
    stated = [claim.model_dump() for claim in CLAIMS]
    without = gather(tables, written.study.words, stated, EXAMPLES, PROVENANCE)
    assert all_null(told(without))
    text = without.model_dump_json()
    json.loads(text, parse_constant=pytest.fail)
    assert Report.model_validate_json(text) == without


@pytest.mark.parametrize(
    ("shape", "start", "curves", "accuracy"),
    [
        ("only shallow", False, 0, 1),
        ("epochs 0 only", True, 0, 0),
        ("nothing to compare or train", False, 0, 0),
        ("one network", True, 1, 1),
    ],
)
def test_parts_that_a_study_cannot_fill_are_left_out(reported, shape, start, curves, accuracy):
    report, _ = reported(shape)
    assert (report.initial_speed is not None) == start
    assert (len(report.learning_speed), len(report.accuracy)) == (curves, accuracy)


def test_one_replicate_gives_values_without_intervals(reported):
    report, _ = reported("one replicate")
    for row in report.accuracy[0].rows:
        estimates = [row.validation, row.test, row.validation_last_five, row.difference]
        assert all((e.low, e.high) == (None, None) for e in estimates if e)
        assert row.validation.value and row.sd is None
    of_one = [c for c in report.comparisons if c.experiment == "depth"]
    assert {(c.low, c.high, c.agrees) for c in of_one} == {(None, None, False)}


def test_diverged_networks_keep_their_rows_without_numbers(reported):
    rows = reported("the first network diverged")[0].accuracy[0].rows
    assert (rows[0].validation, rows[0].test, rows[0].sd) == (None, None, None)
    assert [row.diverged for row in rows] == [3, 0, 0, 0]
    # What is not there cannot be differed from.
    assert [row.difference for row in rows] == [None] * 4
    assert reported("some diverged")[0].accuracy[0].rows[1].validation.replicates == 2


def test_a_speed_that_is_not_finite_is_left_out_of_the_report(tmp_path):
    written = WrittenStudy(SHAPES["epochs 0 only"], tmp_path)
    tables = tmp_path / "tables"
    speeds = pd.read_csv(tables / "learning_speeds.csv")
    speeds.loc[speeds["layer"] == 1, "median"] = float("inf")
    speeds.to_csv(tables / "learning_speeds.csv", index=False)
    assert [row.layer for row in written.report().initial_speed.speeds] == [2]


@pytest.mark.parametrize("end", ["ci_low", "ci_high"])
def test_an_interval_that_is_endless_is_none(tmp_path, end):
    # A dead layer sends nothing back: the ratio of one replicate is infinite, and counts.
    written = WrittenStudy(SHAPES["epochs 0 only"], tmp_path)
    path = tmp_path / "tables" / "learning_speed_ratios.csv"
    ratios = pd.read_csv(path)
    ratios[end] = float("inf")
    ratios.to_csv(path, index=False)
    found = written.report().initial_speed.ratios
    assert len(found) == len(SPEEDS)
    assert {(row.ratio.low, row.ratio.high) for row in found} == {(None, None)}


def test_an_experiment_without_a_title_is_called_by_its_name(tmp_path):
    study = SmallStudy(one_experiment(book_network(1), name="does_depth_help", title=None))
    title = WrittenStudy(study, tmp_path).report().experiments[0].title
    assert title == Text(en="Does depth help", zh="Does depth help")


@pytest.mark.parametrize(
    ("title", "en", "zh"),
    [
        ("How fast?", "How fast?", "How fast?"),
        ({"en": "How fast?", "zh": "有多快？"}, "How fast?", "有多快？"),
    ],
)
def test_a_title_is_told_in_both_languages(tmp_path, title, en, zh):
    study = SmallStudy(one_experiment(book_network(1), title=title))
    [experiment] = WrittenStudy(study, tmp_path).report().experiments
    assert experiment.title == Text(en=en, zh=zh)


def test_the_questions_to_a_class_are_told_in_both_languages(tmp_path):
    questions = [{"question": "Why?", "answer": {"en": "So.", "zh": "如此。"}}]
    study = SmallStudy(one_experiment(book_network(1), questions=questions))
    [experiment] = WrittenStudy(study, tmp_path).report().experiments
    [asked] = experiment.questions
    assert (asked.question, asked.answer) == (
        Text(en="Why?", zh="Why?"),
        Text(en="So.", zh="如此。"),
    )


@pytest.fixture
def originating(tmp_path):
    """The provenance of a study without data whose workflow lies in a folder."""

    default = tmp_path / "default.yaml"
    default.write_text(yaml.safe_dump(PROVENANCE.config), encoding="utf-8")

    def originate(
        workflow, data=(), training=None, rules=None, config=PROVENANCE.config, default=default
    ):
        return provenance(list(data), training or {}, rules or {}, workflow, config, default)

    return originate


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A git repository with one commit, and a function that runs git in it."""
    # What a user set for git must not reach the tests, nor a repository around the folder.
    for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "checkout"
    (folder / "workflow").mkdir(parents=True)
    (folder / "workflow" / "Snakefile").write_text("rule all:\n", encoding="utf-8")

    def git(*arguments):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", folder, *identity, *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8"
        ).stdout.strip()

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "First")
    return folder, git


def test_a_clean_checkout_is_known_by_its_commit(checkout, originating):
    folder, git = checkout
    origin = originating(folder / "workflow")
    assert origin.commit == git("rev-parse", "HEAD") and len(origin.commit) == 40
    assert origin.uncommitted_changes is False


@pytest.mark.parametrize("path", ["workflow/Snakefile", "workflow/new.py", "config.yaml"])
def test_a_change_anywhere_in_the_checkout_is_told(checkout, originating, path):
    folder, git = checkout
    (folder / path).write_text("changed", encoding="utf-8")
    origin = originating(folder / "workflow")
    assert (origin.commit, origin.uncommitted_changes) == (git("rev-parse", "HEAD"), True)


def test_the_checkout_of_somebody_else_is_not_ours(checkout, originating):
    unpacked = checkout[0] / "downloads" / "workflow"
    unpacked.mkdir(parents=True)
    origin = originating(unpacked)
    assert (origin.commit, origin.uncommitted_changes) == (None, None)


def test_outside_a_checkout_there_is_no_commit(checkout, originating, tmp_path):
    (tmp_path / "unpacked").mkdir()
    origin = originating(tmp_path / "unpacked")
    assert (origin.commit, origin.uncommitted_changes) == (None, None)


def test_without_git_there_is_no_commit(checkout, originating, monkeypatch):
    monkeypatch.setenv("PATH", "")
    origin = originating(checkout[0] / "workflow")
    assert (origin.commit, origin.uncommitted_changes) == (None, None)


def test_core_seconds_are_summed_over_the_jobs_of_each_experiment(originating, tmp_path):
    jobs = {
        "depth/784-30-10/0-7": ["10.5"],
        "depth/784-30-10/8-15": ["4"],
        "depth/784-30-30-10/0-7": ["0.25", "0.25"],
        "depth/784-99-10/0-7": ["1000"],  # left by an earlier config
        "speed/784-30-30-10/0-7": ["0.5"],
    }
    files = {job: tmp_path / f"{job}.tsv" for job in [*jobs, "lost/784-30-10/0-7"]}
    for job, seconds in jobs.items():
        files[job].parent.mkdir(parents=True, exist_ok=True)
        lines = ["s\tcpu_time", *(f"{value}\t-" for value in seconds)]
        files[job].write_text("\n".join(lines) + "\n", encoding="utf-8")
    planned = {
        experiment: [path for job, path in files.items() if job.startswith(experiment)]
        for experiment in ("speed", "depth", "lost", "none")
    }
    planned["depth"].remove(files["depth/784-99-10/0-7"])
    origin = originating(tmp_path, training=planned)
    assert origin.core_seconds == {"speed": 0.5, "depth": 15.0, "lost": 0.0, "none": 0.0}
    assert originating(tmp_path).core_seconds == {}


def test_the_time_of_a_rule_is_that_of_the_jobs_that_left_a_benchmark(originating, tmp_path):
    files = {job: tmp_path / f"{job}.tsv" for job in ("0", "1", "earlier", "lost")}
    for job, seconds in {"0": 10.5, "1": 0.25, "earlier": 1000}.items():
        files[job].write_text(f"s\tcpu_time\n{seconds}\t-\n", encoding="utf-8")
    planned = {
        "train_replicates": [files["1"], files["lost"], files["0"]],
        "join_replicates": [files["lost"]],
        "draw": [],
    }
    times = originating(tmp_path, rules=planned).rule_times
    assert [(time.rule, time.jobs, time.seconds) for time in times] == [
        ("train_replicates", 2, 10.75),
        ("join_replicates", 0, 0.0),
        ("draw", 0, 0.0),
    ]


def test_the_config_is_set_beside_the_default_one_as_it_was_committed(checkout, originating):
    folder, git = checkout
    default = folder / "config" / "config.yaml"
    default.parent.mkdir()
    default.write_text("seed: 0\nexperiments: {}\n", encoding="utf-8")

    def changes():
        config = yaml.safe_load(default.read_text(encoding="utf-8"))
        found = originating(folder / "workflow", config=config, default=default).changes
        return [(change.key, change.value, change.default) for change in found]

    assert changes() == []
    git("add", ".")
    git("commit", "--quiet", "--message", "Second")
    assert changes() == []
    default.write_text("seed: 3\nexperiments: {}\n", encoding="utf-8")
    assert changes() == [("seed", "3", "0")]


def test_outside_a_checkout_the_config_is_set_beside_the_default_file(originating, tmp_path):
    assert originating(tmp_path).changes == []
    [change] = originating(tmp_path, config=PROVENANCE.config | {"seed": 3}).changes
    assert (change.key, change.value, change.default) == ("seed", "3", "7")
    with pytest.raises(FileNotFoundError):
        originating(tmp_path, default=tmp_path / "none.yaml")


def test_data_are_known_by_their_checksums_and_the_config_as_it_was_read(originating, tmp_path):
    (tmp_path / "images").write_bytes(b"abc")
    config = {"seed": 3, "experiments": {}}
    origin = originating(tmp_path, data=[tmp_path / "images"], config=config)
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert origin.data == {"images": sha256}
    assert origin.config == config
    assert origin.versions.keys() >= {"python", "numpy", "scipy", "pandas"}


def summarised(report: Report, folder) -> list[str]:
    """The lines of the summary of a report."""
    path = folder / "report.json"
    path.write_text(report.model_dump_json(), encoding="utf-8")
    where, *found, claims = summary(path).splitlines()
    assert where == f"Report: {folder / 'report.html'}"
    counted = [int(part.split()[0]) for part in re.findall(r"\d+ [a-z ]+", claims)]
    assert sum(counted) == len(report.claims)
    assert claims.startswith("Claims: ") and (counted or claims == "Claims: none")
    assert all(line.startswith("Found: ") for line in found)
    return [line.removeprefix("Found: ") for line in found]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_study_of_any_shape_is_summarised(reported, shape, tmp_path):
    report, _ = reported(shape)
    expected = []
    if report.accuracy:
        rows = report.accuracy[0].rows
        for row in rows[:1] if len(rows) == 1 else [rows[0], rows[-1]]:
            if row.validation:
                percent = f"{100 * row.validation.value:.2f}%"
                expected.append(f"{row.network} reads {percent} of the validation images")
    if report.initial_speed:
        norms = [r for r in report.initial_speed.ratios if r.measure == SPEEDS[0]]
        deepest = max(norms, key=lambda ratio: ratio.hidden_layers)
        expected.append(
            f"before training the last hidden layer of {deepest.network} learns"
            f" {deepest.ratio.value:.3g} times as fast as the first"
        )
    assert summarised(report, tmp_path) == expected


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        ("the book's", 3),
        ("one network", 2),
        ("only shallow", 2),
        ("epochs 0 only", 1),
        ("the first network diverged", 2),
        ("everything diverged", 1),
    ],
)
def test_the_summary_has_a_part_for_each_thing_that_was_found(reported, shape, parts, tmp_path):
    found = summarised(reported(shape)[0], tmp_path)
    assert len(found) == parts
    bare = reported("nothing to compare or train")[0]
    assert not summarised(bare, tmp_path)
