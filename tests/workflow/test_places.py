"""The workflow runs wherever it lies, and takes its provenance along."""

import pandas as pd
import pytest
import yaml
from rendered_page import Page
from workspace import PROJECT, Workspace, copy_project, run

pytestmark = pytest.mark.long


def test_a_project_whose_path_has_spaces_and_accents_runs_in_its_own_folder(
    tmp_path, config, monkeypatch
):
    """As a user does: in the folder of the project, by its own config, claims and profile.

    The screen is one that has no accents.
    """
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    project = tmp_path / "réseaux très profonds"
    copy_project(project)
    config["experiments"]["depth"] |= {"replicates": 2, "networks": [[784, 8, 8, 10]]}
    del config["experiments"]["start"], config["claims"]
    own = project / "config" / "config.yaml"
    own.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")

    done = run(["--cores", "1"], project)
    assert done.exit_code == 0, done.said
    assert "profiles/default" in done.err
    assert r"r\xe9seaux tr\xe8s profonds/results/report.html" in done.out
    results = project / "results"
    assert list(pd.read_csv(results / "tables" / "networks.csv")["network"]) == ["784-8-8-10"]
    claims = yaml.safe_load((project / "config" / "claims.yaml").read_text(encoding="utf-8"))
    judged = pd.read_csv(results / "tables" / "claims.csv")["claim"]
    assert list(judged) == [claim["id"] for claim in claims["claims"]]
    page = Page((results / "report.html").read_text(encoding="utf-8"))
    assert yaml.safe_load(page.by_id("config-yaml").text) == config
    assert "784-8-8-10" in page.text("evidence-depth")
    again = run(["--cores", "1"], project)
    assert again.exit_code == 0
    assert "Nothing to be done" in again.said
    # A folder's new name is no reason to train anew.
    moved = project.rename(tmp_path / "moved")
    assert "Nothing to be done" in run(["--cores", "1"], moved).said


def test_a_study_in_another_folder_is_judged_by_the_claims_of_the_project(
    copy_of_finished: Workspace, config
):
    del config["claims"]
    done = copy_of_finished.snakemake("tables", config=config)
    assert done.exit_code == 0, done.said
    claims = yaml.safe_load((PROJECT / "config" / "claims.yaml").read_text(encoding="utf-8"))
    judged = pd.read_csv(copy_of_finished.results / "tables" / "claims.csv")["claim"]
    assert list(judged) == [claim["id"] for claim in claims["claims"]]
