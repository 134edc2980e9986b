"""The programs that the tests in a browser need."""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

AXE = "axe-core@4.10.3"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def program(name: str) -> str:
    """The path of a program; without it the test fails under CI, and is skipped elsewhere."""
    found = shutil.which(name)
    if found is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{name} is not installed")
    return found


@pytest.fixture(scope="session")
def pdftotext() -> str:
    return program("pdftotext")


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, one for all tests."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory) -> str:
    """The source of axe-core, as npm has it."""
    folder = tmp_path_factory.mktemp("axe")
    command = [program("npm"), "pack", AXE, "--ignore-scripts", "--cache", folder / "cache"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        return files.extractfile("package/axe.min.js").read().decode("utf-8")


def pytest_collection_modifyitems(items):
    # One browser serves all: with several workers the tests that use it go to the same one.
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
