"""Hooks, containers and continuous integration do elsewhere what `make` does here."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from itertools import chain

import pytest
import yaml
from needs import program
from workspace import PROJECT


def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def read_yaml(name: str) -> dict:
    return yaml.safe_load(read(name))


def locked(name: str) -> dict[str, list[str]]:
    """Of each package the version and the hashes, whichever systems need it."""
    pins = re.findall(r"^([a-z0-9._-]+)==(\S+).*\n((?: +--hash=.*\n)+)", read(name), re.MULTILINE)
    return {name: [version, *hashes.split()] for name, version, hashes in pins}


README = read("README.md")
METADATA = tomllib.loads(read("pyproject.toml"))
TO_RUN, TO_TEST = locked("envs/requirements.txt"), locked("envs/requirements-test.txt")


@pytest.mark.xdist_group("together")
def test_workers_keep_the_tests_of_a_group_together(request):
    """The scheduler knows by the end of its name where a test belongs."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
        of_units = [item for item in request.session.items if item.path.parent.name == "unit"]
        own = ("@{}", "@small studies")
        for item in of_units:
            assert item.nodeid.endswith(tuple(group.format(item.path.stem) for group in own))


def test_hooks_have_the_versions_of_the_lock():
    hooks = read_yaml(".pre-commit-config.yaml")["repos"]
    pinned = {
        re.sub("-pre-commit$", "", hook["repo"].rpartition("/")[2]): hook["rev"] for hook in hooks
    }
    assert set(pinned) == {"ruff", "snakefmt"}
    for tool, version in pinned.items():
        assert TO_TEST[tool][0] == version.removeprefix("v")


def test_a_run_installs_its_dependencies_and_nothing_that_tests_it():
    def names(requirements: Iterable[str]) -> set[str]:
        return {re.match(r"[\w.-]+", requirement)[0] for requirement in requirements}

    wanted = names(METADATA["project"]["dependencies"])
    for_tests = names(chain.from_iterable(METADATA["dependency-groups"].values()))
    assert wanted <= set(TO_RUN)
    assert for_tests <= set(TO_TEST)
    # Jsonschema is both a tool of the tests and a part of Snakemake.
    assert for_tests & set(TO_RUN) == {"jsonschema"}
    assert {name: TO_TEST.get(name) for name in TO_RUN} == TO_RUN


@pytest.mark.parametrize(
    ("version", "fits"),
    [((3, 10, 4), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False)],
)
def test_a_python_that_does_not_fit_is_refused_before_anything_is_installed(
    tmp_path, version, fits
):
    shutil.copy2(PROJECT / "Makefile", tmp_path)
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "requirements.txt").touch()
    named = ".".join(map(str, version))
    pretender = tmp_path / "python"
    pretender.write_text(
        f"""#!/bin/sh
[ "$1" = -c ] || exit 9
exec {sys.executable} -c 'import sys
sys.version_info, sys.version = {version}, "{named} (main)"
exec(sys.argv[1])' "$2"
""",
        encoding="utf-8",
    )
    pretender.chmod(0o755)
    command = [program("make"), f"PYTHON={pretender}", ".venv/ready"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    refused = f"Python 3.11, 3.12 or 3.13 is needed; this is {named}. Name another one:"
    assert (refused in made.stderr) == (not fits)
    assert ("Error 9" in made.stderr) == fits, made.stderr  # it went on to make the environment
    assert METADATA["project"]["requires-python"] == ">=3.11,<3.14"


def test_continuous_integration_runs_what_the_readme_names():
    jobs = read_yaml(".github/workflows/ci.yml")["jobs"]
    runs = {name: [step.get("run") for step in job["steps"]] for name, job in jobs.items()}
    assert ".ci/run" in runs["linux"]
    [line] = re.findall("^uvx .*$", README, re.MULTILINE)
    line = re.sub(r"(?<=--python )[\d.]+", "${{ matrix.python }}", line)
    assert any(run and run.startswith(line) for run in runs["elsewhere"])
    assert "make report" in runs["elsewhere"]
    assert jobs["elsewhere"]["strategy"]["matrix"]["system"] == ["macos-latest", "windows-latest"]
    for job in jobs.values():
        assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]


def test_a_container_does_what_the_readme_says():
    dockerfile = read("Dockerfile")
    [folder] = re.findall("^WORKDIR (.*)$", dockerfile, re.MULTILINE)
    [command] = re.findall("^CMD (.*)$", dockerfile, re.MULTILINE)
    assert f"\n{' '.join(json.loads(command))} " in README
    assert f":{folder}/results" in README
    built = json.loads(read(".devcontainer/devcontainer.json"))
    assert (PROJECT / ".devcontainer" / built["build"]["dockerfile"]).samefile(
        PROJECT / "Dockerfile"
    )
    targets = re.findall(r"^([./\w-]+)(?= .*:|:)", read("Makefile"), re.MULTILINE)
    assert built["postCreateCommand"].removeprefix("make ") in targets


def test_a_container_takes_nothing_along_that_git_ignores():
    def lines(name: str) -> set[str]:
        found = (line.removeprefix("**/").strip("/") for line in read(name).splitlines())
        return {line.removesuffix("/*") for line in found if line and not line.startswith("#")}

    assert lines(".gitignore") <= lines(".dockerignore")


def test_the_version_is_the_newest_of_the_changelog_everywhere():
    citation = read_yaml("CITATION.cff")
    [version, day] = re.search(r"^## ([\d.]+) \((.*)\)$", read("CHANGELOG.md"), re.M).groups()
    assert version == METADATA["project"]["version"] == citation["version"]
    assert day == citation["date-released"]


def test_the_catalog_finds_what_it_asks_for():
    usage = read_yaml(".snakemake-workflow-catalog.yml")["usage"]
    assert usage == {"software-stack-deployment": {"conda": True}, "report": True}
    for needed in ("workflow/Snakefile", "config/README.md"):
        assert (PROJECT / needed).is_file()
    assert list(PROJECT.glob("envs/*.yaml"))
