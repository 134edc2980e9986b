"""What `snakemake TARGET` makes, and no more."""

from collections import Counter

import pytest
from workspace import JOINING, TRAINING, Workspace, places

DOWNLOAD = {"download": 1}
TRAINED = DOWNLOAD | {TRAINING: 6, JOINING: 3}
TABULATED = TRAINED | {"predict_plateau": 1, "tabulate_networks": 2, "tabulate": 2}
JUDGED = TABULATED | {"join_tables": 1, "judge": 1}
TABLES = JUDGED | {"join_predictions": 1}
FIGURES = TABULATED | {
    "draw_figures_of_depth": 1,
    "draw_figures_of_start": 1,
    "join_tables": 1,
    "draw_figures_across_experiments": 1,
}
DEPTH = DOWNLOAD | {
    TRAINING: 4,
    JOINING: 2,
    "predict_plateau": 1,
    "join_predictions": 1,
    "tabulate_networks": 1,
    "tabulate": 1,
    "draw_figures_of_depth": 1,
}
START = DOWNLOAD | {
    TRAINING: 2,
    JOINING: 1,
    "tabulate_networks": 1,
    "tabulate": 1,
    "draw_figures_of_start": 1,
}
REPORT = JUDGED | FIGURES | {"bundle_vega": 1, "chart": 1, "render": 1}
ALL = REPORT | TABLES


@pytest.fixture(scope="module")
def unstarted(tmp_path_factory) -> Workspace:
    return Workspace.new(tmp_path_factory.mktemp("targets") / "unstarted")


@pytest.mark.xdist_group("targets")
@pytest.mark.parametrize(
    ("target", "jobs"),
    [
        ("data", DOWNLOAD),
        ("train", TRAINED),
        ("tables", TABLES),
        ("figures", FIGURES),
        ("report", REPORT),
        ("all", ALL),
        ("depth", DEPTH),
        ("start", START),
    ],
)
def test_a_target_makes_what_it_says_and_no_more(unstarted, config, target, jobs):
    wanted = unstarted.wanted(target, config=config)
    assert Counter(job.rule for job in wanted) == jobs | {target: 1}
    if target in config["experiments"]:
        assert {experiment for experiment, *_ in places(wanted, TRAINING)} == {target}


@pytest.mark.xdist_group("targets")
def test_without_a_target_the_report_is_made(unstarted, config):
    wanted = unstarted.wanted(config=config)
    assert Counter(job.rule for job in wanted) == ALL | {"all": 1}


@pytest.mark.xdist_group("targets")
def test_a_dry_run_names_the_networks_of_a_sweep(unstarted, config):
    entry = {"hidden_layers": [1, 8], "width": 30, "initialiser": {"weight_scale": [1, 2]}}
    config["experiments"] = {"map": {"epochs": 0, "replicates": 1, "networks": [entry]}}
    wanted = unstarted.wanted("train", config=config)
    assert places(wanted, "train_network") == {
        ("map", network)
        for network in (
            *("784-30-10", "784-30-10_weight_scale-2"),
            *("784-8x30-10", "784-8x30-10_weight_scale-2"),
        )
    }
