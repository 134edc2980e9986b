"""Networks that overflow, underflow or never learn, beside sound ones, from training to report.

Every study takes a network that is in trouble for what it is: its numbers are missing, those of the
others are there, and nothing written is infinite.
"""

import json
import re
from functools import partial
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from rendered_page import Page, untrue
from small_study import PROVENANCE, PUBLISHED, TEMPLATES

from hardtotrain.claims.judging import claims_table
from hardtotrain.config.parts import Parts
from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.study import Networks, Shape
from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.engine.storage import load_finished, save_network
from hardtotrain.figures.drawings import draw
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.selection import figures_of
from hardtotrain.figures.style import use_style
from hardtotrain.inspections.catalogue import tables_of_networks
from hardtotrain.interactive_charts.document import charts_document
from hardtotrain.interactive_charts.selection import charts_of
from hardtotrain.measures.recorded_training import record_training
from hardtotrain.report.page import render
from hardtotrain.report.study import Study
from hardtotrain.roles.start_by_depth import start_of
from hardtotrain.tables.catalogue import tables_of_experiment, tables_of_recordings
from hardtotrain.tables.runs import read_runs, read_table
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.schemas.recordings import RECORDINGS
from hardtotrain.tables.theory_checks import theory_check_table
from hardtotrain.tables.writing import write_recording, write_table
from hardtotrain.theory.plateau_predictions import prediction_table

RELU = {"activation": "relu", "cost": "log_likelihood"}
NETWORKS = [
    {"name": "sound", "layers": "784-30-30-10"},
    {"name": "errors-underflow", "layers": "784-100x10-10"},
    {
        "name": "answers-overflow",
        "layers": "784-16x30-10",
        "initialiser": {"scheme": "he", "weight_scale": 1000},
        **RELU,
    },
    {
        "name": "large",
        "layers": [784, 100, 100, 100, 100, 10],
        "initialiser": "large_gaussian",
        **RELU,
    },
    {
        "name": "weights-overflow",
        "layers": "784-6x30-10",
        "activation": "softsign",
        "initialiser": {"weight_scale": 1e200, "bias_sd": 1e200},
    },
    {
        "name": "weights-underflow",
        "layers": "784-6x30-10",
        "activation": "tanh",
        "initialiser": {"weight_scale": 1e-300, "bias_sd": 0},
        "cost": "quadratic",
    },
    {
        "name": "saturated",
        "layers": "784-6x30-10",
        "initialiser": {"weight_scale": 1e30, "bias_sd": 0},
    },
]
TRAINED = [
    *NETWORKS,
    {"name": "learns-too-fast", "layers": "784-30-30-10", "optimiser": {"learning_rate": 1e300}},
    {"name": "never-learns", "layers": "784-30-30-10", "optimiser": {"learning_rate": 1e-320}},
]
COMMON = {"images": 60, "probe_images": 40}
STUDY = {
    "replicates": 2,
    "experiments": {
        "start": {**COMMON, "epochs": 0, "networks": NETWORKS},
        "trained": {**COMMON, "epochs": 1, "record": {"updates": 5}, "networks": TRAINED},
    },
}


def examples(seed, count):
    random = np.random.default_rng(seed)
    images = random.integers(256, size=(count, 784), dtype=np.uint8)
    return Dataset(images, np.arange(count, dtype=np.uint8) % 10)


DATA = Splits(examples(0, 60), examples(1, 30), examples(2, 20), image_size=(28, 28))


@pytest.fixture(scope="module")
def plan():
    return Plan(list(plan_networks(Networks.model_validate(STUDY), Shape())))


@pytest.fixture(scope="module")
def results(plan, tmp_path_factory):
    """The study as the workflow leaves it, but for figures and report."""
    folder = tmp_path_factory.mktemp("results")
    for network in plan.networks:
        run = folder / "runs" / network.experiment / network.name
        run.mkdir(parents=True)
        trained, recorded = record_training(
            network.settings, range(network.replicates), DATA, lambda line: None
        )
        save_network(trained, run / "network.npz")
        for name, table in recorded.items():
            write_recording(table, run / f"{name}.csv", RECORDINGS[name])
    networks = pd.DataFrame(plan.rows("mnist"))
    recorded = ("history", "gradients", "neurons", "activations", "propagation", "updates")
    read = {name: read_runs(paths(folder, plan, f"{name}.csv")) for name in recorded}
    part = SimpleNamespace(experiment="trained", part="0")
    watched = Parts(plan, ["trained"]).watched(part)
    tables = tables_of_recordings(
        networks,
        read,
        prediction_table("trained", watched, DATA.training),
        DATA.training,
        PUBLISHED,
        start_of(networks.to_dict("records")),
    )
    tables |= tables_of_experiment(
        networks,
        read["history"],
        lambda _: read["gradients"],
        tables["plateau_lengths"],
        PUBLISHED,
        0.002,
    )
    tables |= tables_of_networks(
        networks, lambda key: load_finished(folder.joinpath("runs", *key, "network.npz")), DATA
    )
    tables["theory_checks"] = theory_check_table()
    tables["claims"] = claims_table([], tables)
    (folder / "tables").mkdir()
    for name, table in tables.items():
        write_table(table, folder / "tables" / f"{name}.csv", SCHEMAS[name])
    return folder


def paths(folder, plan, file):
    return [folder / "runs" / n.experiment / n.name / file for n in plan.networks]


def table(results, name):
    return read_table(results / "tables" / f"{name}.csv")


def test_no_table_has_a_number_that_is_not_finite(results):
    written = sorted((results / "tables").glob("*.csv"))
    assert len(written) > 20
    for path in written:
        cells = path.read_text(encoding="utf-8").replace("\n", ",").lower().split(",")
        assert not {"inf", "-inf", "nan", "-nan"} & set(cells), path.name


def test_every_network_has_its_rows_and_the_sound_one_all_its_numbers(results):
    for name in ("mean_field", "learning_speed_ratios", "initial_order", "weight_shares"):
        sound = table(results, name).query("network == 'sound'")
        assert set(sound["experiment"]) == {"start", "trained"}, name
        assert sound.drop(columns="published", errors="ignore").notna().any().all(), name
    assert set(table(results, "networks")["network"]) == {n["name"] for n in TRAINED}


def test_what_theory_cannot_say_is_empty(results):
    predicted = table(results, "mean_field").query("experiment == 'start'").set_index("network")
    assert predicted.loc["sound", "predicted_rms"].notna().all()
    assert predicted.loc["large", "predicted_rms"].notna().all()
    # What underflows in float32 does not in float64: the speed is predicted, and none is measured.
    assert predicted.loc["errors-underflow", "predicted_rms"].notna().all()
    assert predicted.loc["errors-underflow", "relative_error_rms"].isna().any()


@pytest.mark.parametrize("name", ["answers-overflow", "weights-overflow"])
@pytest.mark.parametrize("experiment", ["start", "trained"])
def test_a_network_without_finite_answers_diverged_and_has_no_accuracy(results, experiment, name):
    history = pd.read_csv(results / "runs" / experiment / name / "history.csv")
    assert history["status"].tolist() == ["diverged"] * 2
    assert history["training_accuracy"].isna().all()
    accuracy = table(results, "accuracy").query("network == @name")
    assert accuracy["replicates"].eq(0).all() and accuracy["mean"].isna().all()
    images = table(results, "image_accuracy").query("network == @name")
    assert images["replicates"].eq(0).all() and images["mean"].isna().all()


def test_every_figure_is_drawn(plan, results):
    use_style()
    for figure, experiment in figures_of(plan.rows("mnist")):
        draw(figure, data_of(results, plan, experiment))


def test_the_charts_are_filled(plan, results):
    charts = charts_of(plan.rows("mnist"))
    json.loads(charts_document(charts, partial(data_of, results, plan)))


def data_of(results, plan, experiment):
    recorded = ("history", "gradients", "neurons", "histograms")
    runs = [path for name in recorded for path in paths(results, plan, f"{name}.csv")]
    return ExperimentData(experiment, results / "tables", runs, PUBLISHED)


def test_the_page_is_whole_and_shows_no_number_that_is_not_finite(results):
    tables = {path.stem: read_table(path) for path in (results / "tables").glob("*.csv")}
    untold = {"title": None, "questions": []}
    study = Study(tables, [], {"start": untold, "trained": untold}, DATA)
    page = Page(render(study, PROVENANCE, {}, TEMPLATES))
    assert untrue(page.numbers(), results / "tables") == []
    for text in (page.text(), page.text(language="zh")):
        assert not re.search(r"\b(nan|inf|None)\b", text)
