"""Only what a change touches runs again."""

import shutil
from pathlib import Path

import pandas as pd
import yaml
from workspace import JOINING, TRAINING, Workspace, places, rules

ACROSS = "draw_figures_across_experiments"
JOINED = {"join_tables", ACROSS, "judge", "chart", "render", "all"}
AFTER_TABLES = {"draw_figures_of_depth", "draw_figures_of_start", *(JOINED - {"join_tables"})}
TABULATED = {"tabulate_networks", "tabulate"}
AFTER_TRAINING = {*TABULATED, "draw_figures_of_depth", "draw_figures_of_start", *JOINED}
PREDICTED = {"predict_plateau", "join_predictions"}
OF_DEPTH = {TRAINING, JOINING, *PREDICTED, *TABULATED, "draw_figures_of_depth", *JOINED}
DEPTH = [("depth", "784-12-10"), ("depth", "784-12-8-10")]
START = [("start", "784-30-30-10")]
BLOCKS = {
    *((*network, block) for network in DEPTH for block in ("0-1", "2-3")),
    *((*network, block) for network in START for block in ("0-9", "10-19")),
}


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def copy_in_place(path: Path) -> None:
    """Gives a file a new time, as a fresh checkout or a plain copy of the folder does."""
    copy = shutil.copyfile(path, path.with_name("copy"))
    copy.replace(path)


def edit(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")


def write_claims(study: Workspace, config: dict) -> None:
    """Moves the claims to the project's config/claims.yaml, where users change them."""
    path = study.project / "config" / "claims.yaml"
    path.write_text(yaml.safe_dump({"claims": config.pop("claims")}), encoding="utf-8")


def verdicts(study: Workspace) -> dict[str, str]:
    table = pd.read_csv(study.results / "tables" / "claims.csv")
    return dict(zip(table["claim"], table["verdict"], strict=True))


def test_an_added_network_is_all_that_trains_and_appears_everywhere(copy_of_finished, config):
    study, name = copy_of_finished, "784-8-6-10"
    config["experiments"]["depth"]["networks"].append([784, 8, 6, 10])
    wanted = study.wanted(config=config)
    assert places(wanted, TRAINING) == {("depth", name, "0-1"), ("depth", name, "2-3")}
    assert places(wanted, JOINING) == {("depth", name)}
    assert rules(wanted) == OF_DEPTH
    assert {job.wildcards["experiment"] for job in wanted if job.rule == "tabulate"} == {"depth"}

    before = times(study.results / "runs")
    run = study.snakemake(config=config)
    assert run.exit_code == 0, run.said
    assert before.items() <= times(study.results / "runs").items()
    for table in ("networks", "accuracy", "learning_speeds", "learning_speed_ratios"):
        networks = pd.read_csv(study.results / "tables" / f"{table}.csv")["network"]
        assert name in set(networks), table
    for figure in ("accuracy", "learning_speed"):
        svg = study.results / "figures" / "depth" / f"{figure}.svg"
        # Pictures call networks in words: this one by the widths of its layers.
        assert "8 and 6" in svg.read_text(encoding="utf-8"), figure
    page = (study.results / "report.html").read_text(encoding="utf-8")
    assert f'<th scope="row">{name}</th>' in page


def test_a_changed_setting_retrains_its_experiment_alone(finished, config):
    config["experiments"]["depth"]["regularisation"] = 1.0
    wanted = finished.wanted(config=config)
    assert places(wanted, TRAINING) == {place for place in BLOCKS if place[0] == "depth"}
    assert places(wanted, JOINING) == set(DEPTH)
    assert rules(wanted) == OF_DEPTH


def test_another_seed_retrains_everything_but_gets_no_data(finished, config):
    config["seed"] = 1
    wanted = finished.wanted(config=config)
    assert places(wanted, TRAINING) == BLOCKS
    assert rules(wanted) == {TRAINING, JOINING, *PREDICTED, *AFTER_TRAINING}


def test_more_replicates_train_in_new_blocks_beside_the_old_ones(finished, config):
    config["replicates"] = 8
    wanted = finished.wanted(config=config)
    assert places(wanted, TRAINING) == {
        (*network, block) for network in DEPTH for block in ("4-5", "6-7")
    }
    assert places(wanted, JOINING) == set(DEPTH)


def test_fewer_replicates_than_a_block_are_trained_by_one_job_each(finished, config):
    config["replicates"] = 1
    wanted = finished.wanted(config=config)
    assert places(wanted, "train_network") == set(DEPTH)
    assert not {TRAINING, JOINING} & rules(wanted)


def test_another_source_of_the_same_data_reruns_nothing(finished, config):
    config["data"]["sources"] = [{"npm": "somewhere-else@1.0.0"}, {"folder": "or/here"}]
    assert finished.wanted(config=config) == []


def test_another_title_only_changes_the_report(finished, config):
    config["experiments"]["start"]["title"] = "Before training"
    assert rules(finished.wanted(config=config)) == {"render", "all"}


def test_questions_to_a_class_only_change_the_report_and_stand_in_it(copy_of_finished, config):
    study = copy_of_finished
    answer = {"en": "The first & last.", "zh": "第一层。"}
    config["experiments"]["start"]["questions"] = [{"question": "Which is it?", "answer": answer}]
    assert rules(study.wanted(config=config)) == {"render", "all"}
    run = study.snakemake(config=config)
    assert run.exit_code == 0, run.said
    page = (study.results / "report.html").read_text(encoding="utf-8")
    assert page.index("Which is it?") < page.index("The first &amp; last.") < page.index("第一层。")
    assert page.count("第一层。") == 2  # the other is in the config that the page states


def test_an_added_claim_is_judged_and_nothing_else_runs(copy_of_finished, config):
    study = copy_of_finished
    added = {
        "id": "shallow",
        "section": "Depth",
        "english": "A second hidden layer does not make it more accurate.",
        "statistic": "accuracy_difference",
        "where": {"experiment": "depth", "network": "784-12-8-10"},
        "rule": {"below": 0},
        "figure": "accuracy",
    }
    config["claims"].append(added)
    write_claims(study, config)
    assert rules(study.wanted(config=config)) == {"judge", "render", "all"}

    before = times(study.results / "runs") | times(study.results / "figures")
    run = study.snakemake(config=config)
    assert run.exit_code == 0, run.said
    assert before == times(study.results / "runs") | times(study.results / "figures")
    assert list(verdicts(study)) == ["order", "elsewhere", "shallow"]
    judged = pd.read_csv(study.results / "tables" / "claims.csv").set_index("claim").loc["shallow"]
    differences = pd.read_csv(study.results / "tables" / "differences.csv")
    [difference] = differences.query(
        "network == '784-12-8-10' and split == 'validation' and statistic == 'last_epoch'"
    )["difference"]
    assert judged["measured"] == difference < 0
    assert judged["verdict"] == ("reproduced" if judged["ci_high"] < 0 else "direction_only")
    assert added["english"] in (study.results / "report.html").read_text(encoding="utf-8")
    assert study.wanted(config=config) == []


def test_a_changed_rule_changes_the_verdict_and_trains_nothing(copy_of_finished, config):
    study = copy_of_finished
    assert verdicts(study) == {"order": "reproduced", "elsewhere": "untestable"}
    config["claims"][0]["rule"] = {"below": 1}
    write_claims(study, config)
    assert rules(study.wanted(config=config)) == {"judge", "render", "all"}
    run = study.snakemake(config=config)
    assert run.exit_code == 0, run.said
    assert verdicts(study) == {"order": "refuted", "elsewhere": "untestable"}


def test_edited_code_reruns_what_uses_it_and_touched_code_nothing(
    copy_of_finished: Workspace, config
):
    study = copy_of_finished
    library = study.project / "workflow" / "hardtotrain"
    template = study.project / "workflow" / "report" / "scenes" / "claims.html.jinja"

    for file in [*study.results.rglob("*"), *study.project.rglob("*")]:
        # Of a script Snakemake compares the time itself, so a new one does run its rule again.
        if file.is_file() and file.parent.name != "scripts":
            copy_in_place(file)
    for data in (study.results / "data").rglob("*-ubyte"):
        copy_in_place(data)  # once more, so that what was made from them is older
    assert study.wanted(config=config) == []

    edit(library / "exports" / "config_docs.py", "# a remark")
    assert study.wanted(config=config) == []

    edit(template, "<!-- a remark -->")
    assert rules(study.wanted(config=config)) == {"render", "all"}

    edit(library / "figures" / "accuracy.py", "# a remark")
    assert rules(study.wanted(config=config)) == {"draw_figures_of_depth", "render", "all"}

    edit(library / "interactive_charts" / "learning_speed.py", "# a remark")
    assert rules(study.wanted(config=config)) == {"draw_figures_of_depth", "chart", "render", "all"}

    edit(library / "figures" / "style.py", "# a remark")
    assert rules(study.wanted(config=config)) == {
        *("draw_figures_of_depth", "draw_figures_of_start", ACROSS, "chart", "render", "all")
    }

    edit(library / "claims" / "rules.py", "# a remark")
    assert rules(study.wanted(config=config)) == AFTER_TABLES

    edit(library / "statistics" / "bootstrap.py", "# a remark")
    assert rules(study.wanted(config=config)) == AFTER_TRAINING

    edit(library / "theory" / "two_moments.py", "# a remark")
    assert rules(study.wanted(config=config)) == {*PREDICTED, *AFTER_TRAINING}

    edit(library / "engine" / "costs.py", "# a remark")
    wanted = study.wanted(config=config)
    assert places(wanted, TRAINING) == BLOCKS
    assert rules(wanted) == {TRAINING, JOINING, *PREDICTED, *AFTER_TRAINING}
