"""The files that a run makes are those that other programs rely on, and they are true."""

import csv
import time
from itertools import product
from xml.etree.ElementTree import Element

import frictionless
import numpy as np
import pandas as pd
import pytest
import yaml
from rendered_page import Page, answer, untrue
from workspace import JOINING, TRAINING, Workspace

from hardtotrain.claims.catalogue import STATISTICS
from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import load_network
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.schemas.recordings import RECORDINGS

# Experiment, layers, replicates and epochs of every network of the small study.
NETWORKS = [
    ("depth", [784, 12, 10], 4, 2),
    ("depth", [784, 12, 8, 10], 4, 2),
    ("start", [784, 30, 30, 10], 20, 0),
]
IN_THREE_SIZES = pytest.mark.parametrize(
    ("experiment", "layers", "replicates", "epochs"),
    NETWORKS,
    ids=[f"{experiment} {'-'.join(map(str, layers))}" for experiment, layers, *_ in NETWORKS],
)


def name(layers: list[int]) -> str:
    return "-".join(map(str, layers))


def read_run(study: Workspace, experiment: str, layers: list[int], table: str) -> pd.DataFrame:
    return pd.read_csv(study.results / "runs" / experiment / name(layers) / f"{table}.csv")


def read_table(study: Workspace, table: str) -> pd.DataFrame:
    return pd.read_csv(study.results / "tables" / f"{table}.csv")


def keys(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def unmeasured(epochs: int) -> list[str]:
    """Columns of a history that are empty: a network without training is not tested."""
    untested = product(["validation", "test"], ["cost", "accuracy"])
    return [] if epochs else [f"{split}_{what}" for split, what in untested]


@IN_THREE_SIZES
def test_every_replicate_epoch_layer_and_neuron_has_its_row(
    finished, experiment, layers, replicates, epochs
):
    tables = {t: read_run(finished, experiment, layers, t) for t in RECORDINGS}
    for table, schema in RECORDINGS.items():
        assert list(tables[table].columns) == schema.names, table
        missing = tables[table].columns[tables[table].isna().any()]
        assert list(missing) == (unmeasured(epochs) if table == "history" else []), table
    moments = list(product(range(replicates), range(epochs + 1)))
    trained_layers = range(1, len(layers))
    hidden_layers = range(1, len(layers) - 1)
    assert keys(tables["history"], "replicate", "epoch") == moments
    assert keys(tables["gradients"], "replicate", "epoch", "layer") == [
        (*moment, layer) for moment in moments for layer in trained_layers
    ]
    is_output = tables["gradients"]["layer"] == len(layers) - 1
    assert ((tables["gradients"]["kind"] == "output") == is_output).all()
    for table in ("activations", "propagation"):
        assert keys(tables[table], "replicate", "epoch", "layer") == [
            (*moment, layer) for moment in moments for layer in hidden_layers
        ]
    updates = [0, 1, 2, 3, 4, 6, 10, 16, 25, 40, 63, 100, 158, 200] if epochs else []
    assert keys(tables["updates"], "replicate", "update") == list(
        product(range(replicates), updates)
    )
    bins = tables["histograms"].drop_duplicates(["replicate", "epoch", "layer", "quantity"])
    assert keys(bins, "replicate", "epoch", "layer", "quantity") == [
        (replicate, epoch, layer, quantity)
        for replicate in range(replicates)
        for epoch in sorted({0, epochs})
        for layer in hidden_layers
        for quantity in ("activation", "delta", "weight_gradient")
    ]
    of_hidden_layers = tables["neurons"].query("layer in @hidden_layers")
    assert keys(of_hidden_layers, "replicate", "epoch", "layer", "neuron") == [
        (*moment, layer, neuron)
        for moment in moments
        for layer in hidden_layers
        for neuron in range(1, layers[layer] + 1)
    ]


@IN_THREE_SIZES
def test_the_recordings_agree_with_each_other(finished, experiment, layers, replicates, epochs):
    history = read_run(finished, experiment, layers, "history")
    accuracies = history.drop(columns=unmeasured(epochs)).filter(like="_accuracy")
    assert accuracies.ge(0).all(axis=None)
    assert accuracies.le(1).all(axis=None)
    assert (history["status"] == "ok").all()
    assert len(history.drop(columns=["replicate", "epoch"]).drop_duplicates()) == len(history)
    # The norm of a layer's mean gradient is that of its neurons.
    neurons = read_run(finished, experiment, layers, "neurons")
    place = ["replicate", "epoch", "layer"]
    norms = neurons.groupby(place)["bias_gradient"].agg(np.linalg.norm)
    gradients = read_run(finished, experiment, layers, "gradients").set_index(place)
    assert len(norms)
    np.testing.assert_allclose(gradients.loc[norms.index, "bias_gradient_norm"], norms, rtol=1e-5)


@IN_THREE_SIZES
def test_the_saved_network_predicts_as_its_history_says(
    finished, mnist_folder, experiment, layers, replicates, epochs
):
    network = load_network(finished.results / "runs" / experiment / name(layers) / "network.npz")
    assert list(network.layers) == layers
    assert network.replicates == replicates
    dataset = open_dataset(mnist_folder)
    split, examples = ("test", dataset.test) if epochs else ("training", dataset.training)
    networks = read_table(finished, "networks").set_index(["experiment", "network"])
    images = networks.loc[(experiment, name(layers)), "images"] if not epochs else len(examples)
    pixels = np.asarray(examples.images[:images], np.float32) / 256
    predicted = network.weighted_output(pixels).argmax(axis=-1)
    measured = (predicted == examples.labels[:images]).mean(axis=1)
    history = read_run(finished, experiment, layers, "history")
    last = history.loc[history["epoch"] == epochs, f"{split}_accuracy"]
    np.testing.assert_allclose(measured, last, atol=2 / images)  # but for a tie or two


def test_the_tables_have_their_columns_and_every_network(finished):
    tables = {path.stem: path for path in finished.results.glob("tables/*.csv")}
    assert set(tables) == set(SCHEMAS)
    for name_of_table, path in tables.items():
        header, *_ = path.read_text(encoding="utf-8").splitlines()
        assert header.split(",") == SCHEMAS[name_of_table].names
    planned = [(experiment, name(layers)) for experiment, layers, *_ in NETWORKS]
    assert keys(read_table(finished, "networks"), "experiment", "network") == planned
    held = {
        **dict.fromkeys(["learning_speeds", "activation_levels", "backward_factors"], planned),
        **dict.fromkeys(
            ["weight_decay", "slope_factors", "slope_points", "weight_shares"], planned
        ),
        # Two hidden layers to compare:
        **dict.fromkeys(["learning_speed_ratios", "speed_order", "initial_order"], planned[1:]),
        **dict.fromkeys(["neuron_order", "jacobians"], planned[1:]),
        # Those that are trained:
        **dict.fromkeys(["accuracy", "image_accuracy", "training_costs"], planned[:2]),
        **dict.fromkeys(["plateau", "plateau_lengths"], planned[:2]),
    }
    for table, networks in held.items():
        found = keys(read_table(finished, table), "experiment", "network")
        assert list(dict.fromkeys(found)) == networks, table
    fields = read_table(finished, "mean_field")
    assert keys(fields, "experiment", "network", "layer") == [
        (experiment, name(layers), layer)
        for experiment, layers, *_ in NETWORKS
        for layer in range(1, len(layers))
    ]


def test_the_tables_are_as_their_data_package_declares_them(finished):
    report = frictionless.validate(finished.results / "tables" / "datapackage.json")
    assert report.flatten(["title", "message"]) == []
    assert [task.name for task in report.tasks] == list(SCHEMAS)
    # No network is like one that errors were published of, or has three hidden layers.
    empty = {task.name for task in report.tasks if not task.stats.get("rows")}
    assert empty == {"published_errors", "remedies"}


def test_truth_values_are_true_and_false_in_every_csv(finished):
    found = set()
    paths = sorted(finished.results.glob("**/*.csv"))
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                columns = [name for name, cell in row.items() if cell.lower() in ("true", "false")]
                assert {row[name] for name in columns} <= {"true", "false"}, path
                found |= {f"{path.stem}.{name}" for name in columns}
    assert len(paths) > 40
    assert found >= {"differences.equivalent", "differences.against_first"}
    assert found >= {"plateau.formula_right", "plateau.from_start_right"}


def test_every_statistic_is_a_column_of_a_table(finished):
    for name, statistic in STATISTICS.items():
        columns = {*statistic.by, *statistic.unless_said, statistic.value}
        columns |= {statistic.low, statistic.high, statistic.published} - {None}
        assert not columns - set(read_table(finished, statistic.table).columns), name


def test_the_claims_are_judged_by_the_tables(finished):
    order, elsewhere = read_table(finished, "claims").to_dict("records")
    [speed_ratio] = (
        read_table(finished, "learning_speed_ratios")
        .query("experiment == 'start' and measure == 'bias_gradient_norm'")
        .to_dict("records")
    )
    assert (order["claim"], order["verdict"]) == ("order", "reproduced")
    assert order["measured"] == speed_ratio["median"]
    assert 1 < order["ci_low"] == speed_ratio["ci_low"]
    assert order["evidence"].split() == [
        "results/tables/learning_speed_ratios.csv",
        "results/figures/start/initial_speed.svg",
    ]
    for file in order["evidence"].split():
        assert (finished.study / file).exists(), file
    assert (elsewhere["claim"], elsewhere["verdict"]) == ("elsewhere", "untestable")
    assert elsewhere["reason"] == "the experiment curves was not run"
    assert np.isnan(elsewhere["measured"])


def test_the_accuracy_table_summarises_the_histories(finished):
    table = read_table(finished, "accuracy").set_index(
        ["experiment", "network", "split", "statistic"]
    )
    assert table.index.is_unique
    for experiment, layers, replicates, epochs in NETWORKS[:2]:
        history = read_run(finished, experiment, layers, "history")
        last = history[history["epoch"] == epochs]
        for split in ("training", "validation", "test"):
            row = table.loc[(experiment, name(layers), split, "last_epoch")]
            assert row["replicates"] == replicates
            assert row["mean"] == pytest.approx(last[f"{split}_accuracy"].mean())
            assert row["sd"] == pytest.approx(last[f"{split}_accuracy"].std())
            assert row["ci_low"] <= row["mean"] <= row["ci_high"]
            assert (experiment, name(layers), split, "last_five") in table.index


def test_the_saved_networks_read_the_images_as_accurately_as_the_histories_say(finished):
    table = read_table(finished, "image_accuracy")
    for row, (experiment, layers, replicates, epochs) in zip(
        table.itertuples(), NETWORKS[:2], strict=True
    ):
        history = read_run(finished, experiment, layers, "history")
        last = history.loc[history["epoch"] == epochs, "validation_accuracy"]
        assert (row.replicates, row.images) == (replicates, 10_000)
        assert row.mean == pytest.approx(last.mean(), abs=2 / 10_000)  # but for a tie or two
        assert row.ci_low < row.mean < row.ci_high
        assert row.binomial_se == pytest.approx(np.sqrt(row.mean * (1 - row.mean) / 10_000))


def test_the_differences_are_those_of_paired_replicates(finished):
    table = read_table(finished, "differences")
    reference, network = (name(layers) for _, layers, *_ in NETWORKS[:2])
    assert keys(table, "experiment", "network", "reference", "split", "statistic") == [
        ("depth", network, reference, split, statistic)
        for split in ("validation", "test")
        for statistic in ("last_epoch", "last_five")
    ]
    first, second = (
        read_run(finished, "depth", layers, "history").query("epoch == 2").set_index("replicate")
        for _, layers, *_ in NETWORKS[:2]
    )
    for row in table.query("statistic == 'last_epoch'").itertuples():
        column = f"{row.split}_accuracy"
        assert row.replicates == 4
        assert row.difference == pytest.approx((second[column] - first[column]).mean(), abs=1e-9)
        assert row.ci_low <= row.difference <= row.ci_high


def test_the_initial_order_counts_the_gradients(finished):
    table = read_table(finished, "initial_order")
    for row, (experiment, layers, replicates, _) in zip(
        table.itertuples(), NETWORKS[1:], strict=True
    ):
        start = read_run(finished, experiment, layers, "gradients").query("epoch == 0")
        speeds = start.pivot(index="replicate", columns="layer", values="bias_gradient_norm")
        ordered = (speeds[2] > speeds[1]).sum()
        assert (row.replicates, row.ordered) == (replicates, ordered)
        assert row.share == pytest.approx(ordered / replicates)
        assert 0 <= row.ci_low <= row.share <= row.ci_high <= 1


def test_the_speeds_that_theory_predicts_stand_beside_those_of_the_gradients(finished):
    experiment, layers, *_ = NETWORKS[2]
    table = read_table(finished, "mean_field").query("experiment == @experiment")
    start = read_run(finished, experiment, layers, "gradients").query("epoch == 0")
    for row in table.itertuples():
        of_layer = start[start["layer"] == row.layer]
        assert row.kind == ("output" if row.layer == len(layers) - 1 else "hidden")
        for speed in ("rms", "norm"):
            measured = np.sqrt((of_layer[f"bias_gradient_{speed}"] ** 2).mean())
            assert getattr(row, f"measured_{speed}") == pytest.approx(measured, rel=1e-6)
            error = getattr(row, f"predicted_{speed}") / measured - 1
            assert getattr(row, f"relative_error_{speed}") == pytest.approx(error, abs=1e-6)


def test_the_speed_tables_summarise_the_gradients(finished):
    experiment, layers, replicates, _ = NETWORKS[2]
    gradients = read_run(finished, experiment, layers, "gradients")
    measures = ("bias_gradient_norm", "bias_gradient_rms")
    speeds = read_table(finished, "learning_speeds").query("experiment == 'start'")
    ratios = read_table(finished, "learning_speed_ratios").query("experiment == 'start'")
    for measure in measures:
        by_layer = gradients.pivot(index="replicate", columns="layer", values=measure)
        for layer in (1, 2):
            [row] = speeds.query("measure == @measure and layer == @layer").itertuples()
            assert row.median == pytest.approx(by_layer[layer].median())
            assert row.ci_low <= row.median <= row.ci_high
        [row] = ratios.query(
            "measure == @measure and from_layer == 1 and to_layer == 2"
        ).itertuples()
        assert row.median == pytest.approx((by_layer[2] / by_layer[1]).median())
        assert row.replicates == replicates
    # This network has the book's settings, so the book's values stand beside it.
    comparisons = read_table(finished, "comparisons")
    assert set(keys(comparisons, "experiment", "network")) == {("start", "784-30-30-10")}
    assert set(comparisons["quantity"]) == {"bias_gradient_norm", "last_to_first_ratio"}
    within = comparisons["published"].between(comparisons["low"], comparisons["high"])
    assert (within == comparisons["agrees"]).all()


def test_the_page_holds_the_study_and_every_number_is_that_of_its_table(finished, config):
    page = Page((finished.results / "report.html").read_text(encoding="utf-8"))
    numbers = page.numbers()
    assert len(numbers) > 100
    assert untrue(numbers, finished.results / "tables") == []
    claims = config.pop("claims")
    assert yaml.safe_load(page.by_id("config-yaml").text) == config
    for claim in claims:
        assert page.text(f"claim-{claim['id']}").startswith(claim["english"])
    assert "✓ reproduced" in page.text("claim-order")
    assert "experiment curves" in page.text("claim-elsewhere")
    methods = page.text("methods")
    assert "50,000 training, 10,000 validation and 10,000 test images" in methods
    for file, checksum in config["data"]["sha256"].items():
        assert f"{file} {checksum}" in methods
    assert "Does depth help here?" in page.text("evidence-depth")
    for experiment, layers, *_ in NETWORKS:
        assert name(layers) in page.text(f"evidence-{experiment}")
    timed = {row[0].findtext("code"): int(row[1].text) for row in rows_of(page, "methods")}
    assert timed == {
        TRAINING: 6,
        JOINING: 3,
        "predict_plateau": 1,
        "tabulate_networks": 2,
        "tabulate": 2,
        "join_tables": 1,
        "bundle_vega": 1,
        "chart": 1,
        "judge": 1,
        "draw": 3,
    }
    figures = sorted(finished.results.glob("figures/*/*.svg"))
    drawn = {figure.get("id").removeprefix("figure-") for figure in page.all("figure")}
    assert drawn >= {f"{figure.stem}-{figure.parent.name}" for figure in figures}
    assert len(figures) > 6


def rows_of(page: Page, identifier: str) -> list[Element]:
    """The rows of the first table in a part of the page."""
    return page.by_id(identifier).findall(".//tbody/tr")


def test_a_run_ends_with_where_the_report_is_and_how_its_story_begins_and_ends(
    finished, finished_run
):
    where, *found = finished_run.out.strip().splitlines()
    assert where == f"Report: {finished.results / 'report.html'}"
    page = Page((finished.results / "report.html").read_text(encoding="utf-8"))
    assert found == [answer(page.scenes[place]) for place in (0, 1, -1)]


def test_every_job_of_training_reports_its_progress(finished):
    logs = sorted(finished.results.glob("logs/train/depth/*/*.log"))
    assert len(logs) == 4
    for log in logs:
        lines = log.read_text(encoding="utf-8").splitlines()
        assert [line.partition(":")[0] for line in lines] == [f"epoch {e} of 2" for e in range(3)]


def test_after_a_full_run_nothing_is_wanted_and_that_is_said_soon(finished, config):
    start = time.monotonic()
    assert finished.wanted(config=config) == []
    assert time.monotonic() - start < 20  # two seconds on an idle laptop
