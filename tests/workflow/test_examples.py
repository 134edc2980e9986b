"""The example notebook reads what a run makes, and reads it right."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from workspace import PROJECT, Workspace

pytestmark = pytest.mark.long

NOTEBOOK = PROJECT / "examples" / "reading_results.ipynb"
RUN_NOTEBOOK = Path(__file__).with_name("run_notebook.py")

# Of what the cells found, what the results tell too.
FOUND = """import json
print(json.dumps({
    "run": str(run.resolve()),
    "networks": len(accuracy),
    "test_accuracy": test_accuracy,
    "images": int(pd.crosstab(labels, answers).to_numpy().sum()),
    "speed": speed.loc[1, 2],
}))"""


def run_beside(results: Path, folder: Path, *more_cells: str, backend: str = "agg"):
    """Runs a copy of the notebook in a project whose results are those of another folder.

    Notebooks set MPLBACKEND, and run in the folder in which they lie.
    """
    (folder / "examples").mkdir()
    (folder / "results").symlink_to(results)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in more_cells]
    copy = folder / "examples" / NOTEBOOK.name
    nbformat.write(notebook, copy)
    return subprocess.run(
        [sys.executable, RUN_NOTEBOOK, copy],
        cwd=copy.parent,
        env=os.environ | {"MPLBACKEND": backend, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )


def test_the_notebook_is_valid_and_begins_with_what_to_run_and_holds_no_output():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert "First run" in notebook.cells[0].source and "`make report`" in notebook.cells[0].source
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


def test_without_results_the_notebook_says_in_one_sentence_what_to_run_first(tmp_path):
    ran = run_beside(tmp_path / "none", tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    (said,) = ran.stderr.splitlines()
    assert said.startswith(f"There is no {tmp_path / 'none' / 'tables'}: first run `make report`")


def test_of_another_study_the_notebook_says_what_it_lacks(finished, tmp_path):
    results = tmp_path / "study"
    shutil.copytree(finished.results / "tables", results / "tables")
    (tmp_path / "without-runs").mkdir()
    ran = run_beside(results, tmp_path / "without-runs")
    assert ran.returncode == 1
    (said,) = ran.stderr.splitlines()
    assert "784-12-8-10/gradients.csv: first run `make report`" in said

    path = results / "tables" / "networks.csv"
    networks = pd.read_csv(path)
    networks[networks["hidden_layers"] < 2].to_csv(path, index=False)
    (tmp_path / "shallow").mkdir()
    ran = run_beside(results, tmp_path / "shallow")
    assert ran.returncode == 1
    (said,) = ran.stderr.splitlines()
    assert said.startswith("No sigmoid network with two hidden layers")


@pytest.mark.parametrize("backend", ["agg", "module://matplotlib.backends.backend_svg"])
def test_the_notebook_finds_in_the_results_what_the_workflow_measured(
    finished: Workspace, tmp_path, backend
):
    ran = run_beside(finished.results, tmp_path, FOUND, backend=backend)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    run = finished.results / "runs" / "depth" / "784-12-8-10"
    assert run.samefile(found["run"])
    assert found["networks"] == 2  # those that were trained

    history = pd.read_csv(run / "history.csv")
    measured = history.query("replicate == 0 and epoch == 2")["test_accuracy"].item()
    assert found["test_accuracy"] == pytest.approx(measured, abs=2 / 10_000)  # but for a tie or two
    assert found["images"] == 10_000
    gradients = pd.read_csv(run / "gradients.csv").query("epoch == 1 and layer == 2")
    assert found["speed"] == gradients["bias_gradient_norm"].median()
    assert f"784-12-8-10 reads {found['test_accuracy']:.2%} of the test images" in ran.stdout
