"""The example notebook reads what a run makes, and reads it right."""

import runpy
import shutil

import pandas as pd
import pytest
from workspace import PROJECT, Workspace

NOTEBOOK = PROJECT / "examples" / "reading_results.py"


def test_without_results_the_notebook_says_what_to_run_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        SystemExit, match=r"accuracy\.csv is not in .*: first run `snakemake"
    ) as end:
        runpy.run_path(str(NOTEBOOK))
    assert str(tmp_path) in str(end.value)


def test_of_another_study_the_notebook_says_what_it_lacks(finished, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(finished.results / "tables", tmp_path / "results" / "tables")
    with pytest.raises(SystemExit, match=r"784-12-8-10/gradients\.csv is not in "):
        runpy.run_path(str(NOTEBOOK))

    path = tmp_path / "results" / "tables" / "networks.csv"
    networks = pd.read_csv(path)
    networks[networks["hidden_layers"] < 2].to_csv(path, index=False)
    with pytest.raises(SystemExit, match="No sigmoid network with two hidden layers"):
        runpy.run_path(str(NOTEBOOK))


def test_the_notebook_finds_in_the_results_what_the_workflow_measured(
    finished: Workspace, monkeypatch, capsys
):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(finished.study)
    found = runpy.run_path(str(NOTEBOOK))
    run = finished.results / "runs" / "depth" / "784-12-8-10"
    assert run.samefile(found["run"])

    history = pd.read_csv(run / "history.csv")
    measured = history.query("replicate == 0 and epoch == 2")["test_accuracy"].item()
    assert found["test_accuracy"] == pytest.approx(measured, abs=2 / 10_000)  # but for a tie or two
    assert found["mistakes"].to_numpy().sum() == 10_000
    gradients = pd.read_csv(run / "gradients.csv").query("epoch == 1 and layer == 2")
    assert found["speed"].loc[1, 2] == gradients["bias_gradient_norm"].median()
    said = capsys.readouterr().out
    assert "784-12-8-10" in said
    assert f"{found['test_accuracy']:.2%} of the test images are read correctly" in said
