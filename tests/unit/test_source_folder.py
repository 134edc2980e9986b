import gzip
import os
from pathlib import Path

import pytest
from small_files import CHECKSUMS, FILES, FIRST, contents, write_files

from hardtotrain.download.from_sources import DownloadError, download
from hardtotrain.download.sources import saving


@pytest.fixture
def good_folder(tmp_path):
    return write_files(tmp_path / "good")


def test_folder_of_raw_and_compressed_files(good_folder, tmp_path, monkeypatch):
    (good_folder / FIRST).unlink()
    (good_folder / f"{FIRST}.gz").write_bytes(gzip.compress(FILES[FIRST]))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for number, address in enumerate([str(good_folder), "good", "~/good"]):
        download([{"folder": address}], CHECKSUMS, tmp_path / str(number))
        assert contents(tmp_path / str(number)) == FILES


def test_names_that_other_programs_give_when_they_unpack(good_folder, tmp_path):
    """7-Zip makes a dot of the hyphen; a copy on the web may be compressed again."""
    for name in FILES:
        (good_folder / name).rename(good_folder / name.replace("-idx", ".idx"))
    dotted = good_folder / FIRST.replace("-idx", ".idx")
    dotted.with_name(f"{dotted.name}.gz").write_bytes(gzip.compress(FILES[FIRST]))
    dotted.unlink()
    download([{"folder": str(good_folder)}], CHECKSUMS, tmp_path / "data")
    assert contents(tmp_path / "data") == FILES


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to read")
def test_a_disk_that_fails_is_left_for_the_next_source(good_folder, tmp_path):
    failing = write_files(tmp_path / "failing")
    (failing / FIRST).unlink()
    (failing / FIRST).symlink_to("/proc/self/mem")
    lines = []
    sources = [{"folder": str(failing)}, {"folder": "x" * 5000}, {"folder": str(good_folder)}]
    download(sources, CHECKSUMS, tmp_path / "data", lines.append)
    assert contents(tmp_path / "data") == FILES
    assert f"failed: {FIRST}: Input/output error" in lines
    assert "failed: File name too long" in lines


def test_folder_that_is_the_target(good_folder):
    download([{"folder": str(good_folder)}], CHECKSUMS, good_folder)
    assert contents(good_folder) == FILES


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: raw.unlink(), f"neither {FIRST} nor {FIRST}.gz is there"),
        (lambda raw: raw.rename(f"{raw}.gz"), f"{FIRST}: is not sound gzip"),
        (lambda raw: os.truncate(raw, saving.MOST_BYTES + 1), f"{FIRST}: is larger than 0.002 GB"),
    ],
)
@pytest.mark.usefixtures("small_files_alone")
def test_folder_with_a_bad_file(good_folder, tmp_path, damage, message):
    damage(good_folder / FIRST)
    with pytest.raises(DownloadError, match=message):
        download([{"folder": str(good_folder)}], CHECKSUMS, tmp_path / "data")


def test_the_largest_files_that_users_try_are_taken(good_folder, tmp_path):
    """The 697,932 training images of EMNIST by class, of zeros."""
    with (good_folder / FIRST).open("wb") as file:
        file.truncate(16 + 697_932 * 784)
    with pytest.raises(DownloadError, match=f"{FIRST}: SHA-256 is "):
        download([{"folder": str(good_folder)}], CHECKSUMS, tmp_path / "data")


def test_folder_of_nobody(tmp_path):
    with pytest.raises(DownloadError, match="home"):
        download([{"folder": "~nobody-of-this-name/mnist"}], CHECKSUMS, tmp_path)
