"""A workflow that takes this one as a module adds to it and changes nothing."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from workspace import DRY, PROJECT, Workspace, copy_project, jobs_of, rules, run

pytestmark = pytest.mark.long

EXAMPLE = PROJECT / "examples" / "module"
OWN = "784-12-3-12-10"


@pytest.fixture
def outer(tmp_path: Path, config: dict) -> Path:
    """The example beside a copy of the project: its own experiment, in the small study."""
    project = tmp_path / "project"
    copy_project(project)
    folder = shutil.copytree(EXAMPLE, project / "examples" / "module")
    path = folder / "config.yaml"
    own = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(own["hard_to_train"]["experiments"]) == ["bottleneck"]
    del config["claims"], config["experiments"]["start"]
    config["experiments"]["bottleneck"] = {"replicates": 2, "networks": [[784, 12, 3, 12, 10]]}
    own |= {"compared": [OWN], "hard_to_train": config}
    path.write_text(yaml.safe_dump(own, sort_keys=False), encoding="utf-8")
    return folder


def test_a_module_adds_a_network_and_a_figure_and_changes_no_byte(
    outer: Path, finished: Workspace, monkeypatch
):
    # Figures need nothing of what the user set for matplotlib, as a notebook does.
    monkeypatch.setenv("MPLBACKEND", "module://a_notebook_that_is_not_here")
    (outer / "matplotlibrc").write_text("text.usetex: True\n", encoding="utf-8")
    done = run(["--cores", "2"], outer)
    assert done.exit_code == 0, done.said
    results = outer / "results"
    figure = (results / "bottleneck.svg").read_text(encoding="utf-8")
    assert OWN in figure
    assert OWN in (results / "report.html").read_text(encoding="utf-8")

    shared = sorted(finished.results.glob("runs/depth/**/*.csv"))
    assert len(shared) == 2 * 3 * 7  # networks, each joined and in two blocks, files
    for path in shared:
        same = results / path.relative_to(finished.results)
        assert same.read_bytes() == path.read_bytes(), path.name
    for name in ("accuracy", "differences", "learning_speeds", "slope_factors"):
        small, large = (
            (folder / "tables" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
            for folder in (finished.results, results)
        )
        of_depth = [line for line in small if line.startswith("depth,")]
        assert of_depth == [line for line in large if line.startswith("depth,")], name
        assert of_depth, name
    # Whoever has no claims of their own is judged by the project's.
    claims = yaml.safe_load((PROJECT / "config" / "claims.yaml").read_text(encoding="utf-8"))
    judged = pd.read_csv(results / "tables" / "claims.csv")["claim"]
    assert list(judged) == [claim["id"] for claim in claims["claims"]]


def test_the_rules_of_a_module_may_be_renamed(outer: Path):
    snakefile = outer / "Snakefile"
    text = snakefile.read_text(encoding="utf-8")
    renamed = text.replace(
        "use rule * from hard_to_train", "use rule * from hard_to_train as deep_*"
    )
    assert renamed != text
    snakefile.write_text(renamed, encoding="utf-8")
    wanted = rules(jobs_of(run([*DRY, "--cores", "1"], outer)))
    assert {"deep_train_replicates", "deep_render", "draw_bottleneck", "everything"} <= wanted
    assert not {"train_replicates", "render"} & wanted
