"""The workflow is read, checked and planned where nothing but Snakemake is installed.

So the catalogue of workflows checks it, and so does whoever leaves the packages to `--sdm conda`.
"""

import re
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from snakemake_alone import environment_of, modules_of, needs_of
from workspace import PROJECT, Run, copy_project, run

EXAMPLE = Path("examples") / "module"
WORKFLOW = PROJECT / "workflow"
OWN = {path.stem for path in [WORKFLOW / "hardtotrain", *WORKFLOW.glob("*.py")]}
IMPORT = re.compile(rf"^from ((?:{'|'.join(OWN)})\b\S*) import", re.MULTILINE)
IMPORTED = re.compile(r"^import time: +\d+ \| +\d+ \| ( *)(\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an environment that has Snakemake and what it needs."""
    return environment_of("snakemake", tmp_path_factory.mktemp("alone") / "environment")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, its examples included, without results."""
    copy = tmp_path / "project"
    copy_project(copy)
    made_by_runs = shutil.ignore_patterns(".snakemake", "results")
    shutil.copytree(PROJECT / EXAMPLE, copy / EXAMPLE, ignore=made_by_runs)
    return copy


@pytest.fixture
def alone(python: Path, project: Path):
    """Runs Snakemake in that environment, in a folder of the project."""

    def snakemake(*arguments: str, folder: str | Path = ".") -> Run:
        return run(arguments, project / folder, snakemake=(python, "-m", "snakemake"))

    return snakemake


def test_the_environment_has_snakemake_and_no_numpy(python: Path):
    wanted = ["snakemake", "numpy", "pandas", "scipy", "matplotlib", "altair", "pytest"]
    code = f"from importlib.util import find_spec; print([m for m in {wanted} if find_spec(m)])"
    found = subprocess.run(
        [python, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=python.parent
    )
    assert found.stdout == "['snakemake']\n"


def test_snakemakes_own_checks_find_nothing(alone):
    linted = alone("--lint")
    assert linted.exit_code == 0, linted.said


def test_the_default_study_is_planned(alone):
    dry = alone("--dry-run")
    assert dry.exit_code == 0, dry.said
    assert "Training 784-30-10" in dry.out


def test_the_jobs_that_conda_would_make_environments_for_are_planned(alone):
    dry = alone("--dry-run", "--sdm", "conda")
    # Where there is no conda, that is all that is missing; the jobs are known by then.
    assert dry.exit_code == 0 or "Is conda installed and accessible?" in dry.said, dry.said


def test_data_that_are_there_are_checked_and_not_downloaded(alone, project, mnist_folder):
    (project / "results" / "data").mkdir(parents=True)
    (project / "results" / "data" / "mnist").symlink_to(mnist_folder)
    dry = alone("--dry-run", "data")
    assert dry.exit_code == 0, dry.said
    assert "Nothing to be done" in dry.said


def test_the_example_of_a_module_is_planned(alone):
    dry = alone("--dry-run", folder=EXAMPLE)
    assert dry.exit_code == 0, dry.said
    assert "rule draw_bottleneck" in dry.out


def importers(times: str) -> dict[str, str]:
    """What our modules import, and which of them did first, from `python -X importtime`.

    A module's line comes after those of what it imports, which stand two spaces further in.
    """
    chain, found = [], {}
    for indent, module in reversed(IMPORTED.findall(times)):
        del chain[len(indent) // 2 :]
        if chain and chain[-1].partition(".")[0] in OWN:
            found[module] = chain[-1]
        chain.append(module)
    return found


def test_what_the_snakefile_imports_needs_nothing_but_what_snakemake_needs():
    modules = [
        module
        for path in [WORKFLOW / "Snakefile", *WORKFLOW.glob("rules/*.smk")]
        for module in IMPORT.findall(path.read_text(encoding="utf-8"))
    ]
    assert "hardtotrain.config.load" in modules
    read = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {', '.join(modules)}"],
        cwd=WORKFLOW,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported_by = importers(read.stderr)
    assert "pydantic" in imported_by
    at_hand = {Path(name).stem for name in modules_of(needs_of("snakemake"))}
    at_hand |= OWN | sys.stdlib_module_names
    missing = {
        f"{module}, which {importer} imports"
        for module, importer in imported_by.items()
        if "." not in module and module not in at_hand
    }
    assert not missing, f"not there where Snakemake alone is installed: {missing}"


def test_from_afar_the_workflow_says_that_it_has_to_be_on_disk(alone, project):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=project)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        snakefile = project / EXAMPLE / "Snakefile"
        text = snakefile.read_text(encoding="utf-8")
        address = f"http://127.0.0.1:{server.server_port}/workflow/Snakefile"
        assert "../../workflow/Snakefile" in text
        snakefile.write_text(text.replace("../../workflow/Snakefile", address), encoding="utf-8")
        dry = alone("--dry-run", folder=EXAMPLE)
        server.shutdown()
    assert dry.exit_code == 1
    assert "works from a folder on disk" in dry.said
    assert "git submodule" in dry.said
    assert "ModuleNotFoundError" not in dry.said
