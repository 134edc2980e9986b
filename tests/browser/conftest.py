"""The programs that the tests in a browser need."""

import subprocess
import tarfile
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from tests.needs import program

WIDE = {"width": 1280, "height": 900}
AXE = "axe-core@4.10.3"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


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


@pytest.fixture
def opened(chromium, addresses):
    """Opens one of a module's `addresses` without any network.

    Leaves in `page.noticed` all that should not happen, and in `page.requested` what was asked for.
    """

    @contextmanager
    def open_page(shape="the book's", viewport=WIDE, scheme="light", query="", **options):
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, **options)
        context.set_offline(True)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.requested, page.noticed = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.noticed.append(message.text))
        page.on("pageerror", lambda error: page.noticed.append(str(error)))
        page.goto(addresses[shape] + query)
        try:
            yield page
        finally:
            context.close()

    return open_page


@pytest.fixture(scope="session")
def axe(tmp_path_factory) -> str:
    """The source of axe-core, as npm has it."""
    folder = tmp_path_factory.mktemp("axe")
    command = [program("npm"), "pack", AXE, "--ignore-scripts", "--cache", folder / "cache"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        return files.extractfile("package/axe.min.js").read().decode("utf-8")
