"""The checksum of a package."""

import pytest

from hardtotrain.source_code import checksum


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "engine"
    (folder / "parts").mkdir(parents=True)
    (folder / "network.py").write_text("weights = []\n", encoding="utf-8")
    (folder / "parts" / "layer.py").write_text("", encoding="utf-8")
    return folder


def test_copies_have_one_checksum_wherever_and_whenever_they_are(package, tmp_path):
    before = checksum(package)
    (package / "network.py").touch()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "network.pyc").write_bytes(b"compiled")
    assert checksum(package) == before
    assert checksum(package.rename(tmp_path / "moved")) == before


def edit(package):
    (package / "network.py").write_text("weights = [1]\n", encoding="utf-8")


def edit_below(package):
    (package / "parts" / "layer.py").write_text("# a remark", encoding="utf-8")


def add(package):
    (package / "costs.py").write_text("", encoding="utf-8")


def remove(package):
    (package / "parts" / "layer.py").unlink()


def rename(package):
    (package / "network.py").rename(package / "net.py")


def move_a_line_to_the_next_file(package):
    (package / "network.py").write_text("", encoding="utf-8")
    (package / "parts" / "layer.py").write_text("weights = []\n", encoding="utf-8")


@pytest.mark.parametrize(
    "change", [edit, edit_below, add, remove, rename, move_a_line_to_the_next_file]
)
def test_every_change_of_the_code_changes_it(package, change):
    before = checksum(package)
    change(package)
    assert checksum(package) != before
