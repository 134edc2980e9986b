"""The numbers of the report, recomputed by hand from synthetic recordings."""

import json
import subprocess

import jsonschema
import pandas as pd
import pytest
from small_study import (
    PROVENANCE,
    SHAPES,
    SmallStudy,
    WrittenStudy,
    book_network,
    one_experiment,
)

from hardtotrain.export_schemas import report_schema
from hardtotrain.report.gathering import depth_series
from hardtotrain.report.numbers import Report
from hardtotrain.report.provenance import provenance
from hardtotrain.report.summary import summary
from hardtotrain.tables.bootstrap import interval_of_mean

MEASURES = ["bias_gradient_norm", "bias_gradient_rms", "weight_gradient_norm", "relative_update"]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The report of a study of a certain shape, and the study."""
    known = {}

    def report(shape: str) -> tuple[Report, WrittenStudy]:
        if shape not in known:
            written = WrittenStudy(SHAPES[shape], tmp_path_factory.mktemp("study"))
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
    # What the page shows a figure of, the workflow draws.
    figures = set(written.figures())
    shown = {("accuracy", a.experiment) for a in report.accuracy}
    shown |= {("learning_speed", s.experiment) for s in report.learning_speed}
    if report.initial_speed:
        shown |= {
            (name, report.initial_speed.experiment)
            for name in ("neurons", "initial_speed", "mean_field")
        }
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
    assert len(table) == 3
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
    assert len(report.initial_speed.ratios) == 3 * len(MEASURES)
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
    assert len(found) == len(MEASURES)
    assert {(row.ratio.low, row.ratio.high) for row in found} == {(None, None)}


def test_an_experiment_without_a_title_is_called_by_its_name(tmp_path):
    study = SmallStudy(one_experiment(book_network(1), name="does_depth_help", title=""))
    assert WrittenStudy(study, tmp_path).report().experiments[0].title == "Does depth help"


@pytest.fixture
def originating():
    """The provenance of a study without data whose workflow lies in a folder."""

    def originate(workflow, data=(), benchmarks=None, config=PROVENANCE.config):
        return provenance(list(data), benchmarks or {}, workflow, config)

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
    (folder / "workflow" / "Snakefile").write_text("rule all:\n")

    def git(*arguments):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", folder, *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

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
    (folder / path).write_text("changed")
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


def test_cpu_seconds_are_summed_over_the_jobs_of_each_experiment(originating, tmp_path):
    jobs = {
        "depth/784-30-10/0-7": ["10.5"],
        "depth/784-30-10/8-15": ["4"],
        "depth/784-30-30-10/0-7": ["0.25", "0.25"],
        "depth/784-99-10/0-7": ["1000"],  # left by an earlier config
        "speed/784-30-30-10/0-7": ["-"],  # too short to be measured
    }
    files = {job: tmp_path / f"{job}.tsv" for job in [*jobs, "lost/784-30-10/0-7"]}
    for job, seconds in jobs.items():
        files[job].parent.mkdir(parents=True, exist_ok=True)
        lines = ["s\tcpu_time", *(f"99\t{value}" for value in seconds)]
        files[job].write_text("\n".join(lines) + "\n")
    planned = {
        experiment: [path for job, path in files.items() if job.startswith(experiment)]
        for experiment in ("speed", "depth", "lost", "none")
    }
    planned["depth"].remove(files["depth/784-99-10/0-7"])
    origin = originating(tmp_path, benchmarks=planned)
    assert origin.cpu_seconds == {"speed": 0.0, "depth": 15.0, "lost": 0.0, "none": 0.0}
    assert originating(tmp_path).cpu_seconds == {}


def test_data_are_known_by_their_checksums_and_the_config_as_it_was_read(originating, tmp_path):
    (tmp_path / "images").write_bytes(b"abc")
    origin = originating(tmp_path, data=[tmp_path / "images"], config={"seed": 3})
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert origin.data == {"images": sha256}
    assert origin.config == {"seed": 3}
    assert origin.versions.keys() >= {"python", "numpy", "scipy", "pandas"}


def summarised(report: Report, folder) -> list[str]:
    """The lines of the summary of a report."""
    path = folder / "report.json"
    path.write_text(report.model_dump_json(), encoding="utf-8")
    where, found = summary(path).splitlines()
    assert where == f"Report: {folder / 'report.html'}"
    assert found.startswith("Found: ") and found.endswith(".")
    return found.removeprefix("Found: ").removesuffix(".").split("; ")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_study_of_any_shape_is_summarised_in_two_lines(reported, shape, tmp_path):
    report, _ = reported(shape)
    expected = []
    if report.accuracy:
        rows = report.accuracy[0].rows
        for row in rows[:1] if len(rows) == 1 else [rows[0], rows[-1]]:
            if row.validation:
                percent = f"{100 * row.validation.value:.2f}%"
                expected.append(f"{row.network} reads {percent} of the validation images")
    if report.initial_speed:
        norms = [r for r in report.initial_speed.ratios if r.measure == MEASURES[0]]
        deepest = max(norms, key=lambda ratio: ratio.hidden_layers)
        expected.append(
            f"before training the last hidden layer of {deepest.network} learns"
            f" {deepest.ratio.value:.3g} times as fast as the first"
        )
    assert summarised(report, tmp_path) == (expected or ["nothing"])


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
    assert len(found) == parts and found != ["nothing"]
    bare = reported("nothing to compare or train")[0]
    assert summarised(bare, tmp_path) == ["nothing"]
