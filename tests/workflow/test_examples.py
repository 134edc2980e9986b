"""The example notebook reads what a run makes, and reads it right."""

import runpy

import pandas as pd
import pytest
from workspace import PROJECT, Workspace

NOTEBOOK = PROJECT / "examples" / "reading_results.py"


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
