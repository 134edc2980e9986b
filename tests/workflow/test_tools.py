"""Hooks and continuous integration do elsewhere what `make` does here."""

import os
import re

import pytest
import yaml
from workspace import PROJECT

LOCK = (PROJECT / "envs" / "requirements.txt").read_text(encoding="utf-8")


def read_yaml(name: str) -> dict:
    return yaml.safe_load((PROJECT / name).read_text(encoding="utf-8"))


@pytest.mark.xdist_group("together")
def test_workers_keep_the_tests_of_a_group_together(request):
    """The scheduler knows by the end of its name where a test belongs."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
        of_units = [item for item in request.session.items if item.path.parent.name == "unit"]
        assert all(item.nodeid.endswith(f"@{item.path.stem}") for item in of_units)


def test_hooks_have_the_versions_of_the_lock():
    hooks = read_yaml(".pre-commit-config.yaml")["repos"]
    pinned = {
        re.sub("-pre-commit$", "", hook["repo"].rpartition("/")[2]): hook["rev"] for hook in hooks
    }
    assert set(pinned) == {"ruff", "snakefmt"}
    for tool, version in pinned.items():
        assert f"\n{tool}=={version.removeprefix('v')} " in LOCK, tool


def test_continuous_integration_runs_what_the_readme_names():
    jobs = read_yaml(".github/workflows/ci.yml")["jobs"]
    runs = {name: [step.get("run") for step in job["steps"]] for name, job in jobs.items()}
    assert ".ci/run" in runs["linux"]
    assert {"make report", "make test"} < set(runs["macos"])


def test_the_catalog_finds_what_it_asks_for():
    usage = read_yaml(".snakemake-workflow-catalog.yml")["usage"]
    assert usage == {"software-stack-deployment": {"conda": True}, "report": True}
    for needed in ("workflow/Snakefile", "config/README.md"):
        assert (PROJECT / needed).is_file()
    assert list(PROJECT.glob("envs/*.yaml"))
