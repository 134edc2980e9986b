import errno
import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from misbehaving_server import WHY_EACH_FAILS, MisbehavingServer
from small_files import CHECKSUMS, FILES, FIRST, contents, write_files

from hardtotrain.download.from_sources import DownloadError, download

pytestmark = pytest.mark.usefixtures("small_files_alone")


@pytest.fixture(scope="module")
def server():
    with MisbehavingServer(FILES) as server:
        yield server


@pytest.fixture
def good_folder(tmp_path):
    return write_files(tmp_path / "good")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr("hardtotrain.download.sources.https.PAUSES_SECONDS", (0.02, 0.05))


def test_all_failing_gives_one_message(server, tmp_path):
    quick = [name for name in WHY_EACH_FAILS if not name.startswith(("slow", "silent"))]
    sources = [
        *({"https": server.address(behaviour)} for behaviour in quick),
        {"https": "https://no-such-host.invalid/"},
        {"folder": str(tmp_path / "nowhere")},
        {"floppy": "A:"},
    ]
    with pytest.raises(DownloadError) as error:
        download(sources, CHECKSUMS, tmp_path / "data")
    message = str(error.value)
    for number, behaviour in enumerate(quick, start=1):
        tried = re.escape(f"{number}. https: {server.address(behaviour)}")
        assert re.search(rf"{tried}\n +{WHY_EACH_FAILS[behaviour]}", message)
    assert "https://no-such-host.invalid/\n      name look-up failed" in message
    assert "nowhere\n      no such folder" in message
    assert "A:\n      no such kind of source, expected one of https, npm, folder" in message
    assert all(name in message.partition("What to do")[2] for name in FILES)
    assert "data:\n    sources:\n      - folder: path/to/the/folder" in message
    assert contents(tmp_path / "data") == {}


def test_failure_leaves_files_as_they_were(server, good_folder, tmp_path):
    (good_folder / FIRST).write_bytes(b"another")
    with pytest.raises(DownloadError):
        download([{"https": server.address("wrong")}], CHECKSUMS, good_folder)
    assert contents(good_folder) == FILES | {FIRST: b"another"}


def test_files_that_are_there_already_need_no_source(good_folder):
    lines = []
    download([{"folder": "nowhere"}], CHECKSUMS, good_folder, lines.append)
    assert lines == [f"4 files with the right SHA-256 are in {good_folder} already"]
    assert contents(good_folder) == FILES


def test_one_wrong_file_of_four_moves_none(good_folder, tmp_path):
    (good_folder / "t10k-labels-idx1-ubyte").write_bytes(b"something else")
    with pytest.raises(DownloadError, match="t10k-labels-idx1-ubyte: SHA-256 is"):
        download([{"folder": str(good_folder)}], CHECKSUMS, tmp_path / "data")
    assert contents(tmp_path / "data") == {}


def test_a_system_that_opens_no_folders_and_flushes_only_what_may_be_written(
    good_folder, tmp_path, monkeypatch
):
    """Windows, as far as its absence can be played."""
    folder, opened, flushed = tmp_path / "data", os.open, []

    def open_files_only(path, flags, *more, **options):
        if path == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *more, **options)

    def flush_writable(descriptor):
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        flushed.append(descriptor)

    monkeypatch.delattr(os, "O_DIRECTORY")
    monkeypatch.setattr(os, "open", open_files_only)
    monkeypatch.setattr(os, "fsync", flush_writable)
    download([{"folder": str(good_folder)}], CHECKSUMS, folder)
    assert contents(folder) == FILES
    assert len(flushed) == len(FILES)


def test_interrupt_leaves_nothing(server, tmp_path):
    """A real process, a real interrupt from the keyboard in the middle of a transfer."""
    program = (
        "import pathlib, sys; from hardtotrain.download.from_sources import download;"
        "download([{'https': sys.argv[1]}], {sys.argv[2]: ''}, pathlib.Path(sys.argv[3]))"
    )
    arguments = [sys.executable, "-c", program, server.address("slow"), FIRST, tmp_path / "data"]
    process = subprocess.Popen(
        arguments,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        # What a shell starts in the background ignores interrupts, and so would its children.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(f"data/.download-*/{FIRST}")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(tmp_path.glob(f"data/.download-*/{FIRST}"))
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in messages
    assert contents(tmp_path / "data") == {}


def test_requests_is_imported_for_web_servers_only():
    program = (
        "import sys, hardtotrain.download.from_sources, hardtotrain.download.sources.npm,"
        " hardtotrain.download.sources.folder; sys.exit('requests' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
