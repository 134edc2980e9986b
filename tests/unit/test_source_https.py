import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
def server_of_one_test():
    with MisbehavingServer(FILES) as server:
        yield server


@pytest.fixture
def good_folder(tmp_path):
    return write_files(tmp_path / "good")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr("hardtotrain.download.sources.https.PAUSES_SECONDS", (0.02, 0.05))


@pytest.mark.parametrize(
    "behaviour", ["good", "moved", "labelled", "unannounced", "broken_once", "cut_once"]
)
def test_files_come_through(server_of_one_test, tmp_path, behaviour):
    lines = []
    source = {"https": server_of_one_test.address(behaviour)}
    download([source], CHECKSUMS, tmp_path / "data", lines.append)
    assert contents(tmp_path / "data") == FILES
    assert any(re.search(rf"{FIRST}\.gz: 0\.3( of 0\.3)? MB, complete", line) for line in lines)
    assert server_of_one_test.agents == {"hard-to-train"}


@pytest.mark.parametrize("behaviour", WHY_EACH_FAILS)
def test_a_misbehaving_server_is_left_for_the_next_source(server, good_folder, tmp_path, behaviour):
    lines = []
    time_limit = 1 if WHY_EACH_FAILS[behaviour] == "took longer than 1 s" else 60
    sources = [{"https": server.address(behaviour)}, {"folder": str(good_folder)}]
    start = time.monotonic()
    download(sources, CHECKSUMS, tmp_path / "data", lines.append, time_limit)
    assert time.monotonic() - start < 6
    assert contents(tmp_path / "data") == FILES
    [failure] = [line for line in lines if line.startswith("failed: ")]
    assert re.fullmatch(f"failed: {WHY_EACH_FAILS[behaviour]}.*", failure)


@pytest.mark.parametrize(
    ("behaviour", "tries"),
    [("broken", 3), ("cut", 3), ("reset", 3), ("missing", 1), ("not_gzip", 1), ("bomb", 1)],
)
def test_only_what_may_pass_is_tried_again(server_of_one_test, tmp_path, behaviour, tries):
    with pytest.raises(DownloadError):
        download([{"https": server_of_one_test.address(behaviour)}], CHECKSUMS, tmp_path)
    assert server_of_one_test.requests[behaviour] == tries


def test_a_name_that_cannot_be_looked_up_is_not_tried_again(tmp_path):
    with pytest.raises(DownloadError, match="name look-up failed\n"):
        download([{"https": "https://no-such-host.invalid/"}], CHECKSUMS, tmp_path)


def test_progress_is_reported_on_the_way(server, tmp_path, monkeypatch):
    monkeypatch.setattr("hardtotrain.download.sources.https.REPORT_SECONDS", 0.2)
    lines = []
    with pytest.raises(DownloadError):
        download([{"https": server.address("slow")}], CHECKSUMS, tmp_path, lines.append, 1)
    assert lines.count(f"{FIRST}.gz: 0.0 of 1.0 MB") >= 2


def test_nobody_listens(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(DownloadError, match=r"Connection refused \(3 tries\)"):
        download([{"https": f"http://127.0.0.1:{port}/"}], CHECKSUMS, tmp_path)


def test_certificates_that_are_not_there_leave_it_for_the_next_source(
    server, good_folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nowhere.pem"))
    lines = []
    address = server.address("good").replace("http:", "https:")
    sources = [{"https": address}, {"folder": str(good_folder)}]
    download(sources, CHECKSUMS, tmp_path / "data", lines.append)
    assert contents(tmp_path / "data") == FILES
    [failure] = [line for line in lines if line.startswith("failed: ")]
    assert str(tmp_path / "nowhere.pem") in failure


class Refusing(BaseHTTPRequestHandler):
    """A proxy that wants a password."""

    def do_CONNECT(self):
        self.send_error(407)

    def log_message(self, format, *values):
        pass


@pytest.fixture
def refusing_proxy():
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{proxy.server_port}"
        proxy.shutdown()


def why_through_proxy(proxy, folder, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("https_proxy", f"http://user:secret@{proxy}")
    with pytest.raises(DownloadError) as error:
        download([{"https": "https://mirror.example/"}], CHECKSUMS, folder)
    assert "secret" not in str(error.value)
    return str(error.value).splitlines()[2].strip()


def test_a_proxy_that_refuses_is_named(refusing_proxy, tmp_path, monkeypatch):
    assert why_through_proxy(refusing_proxy, tmp_path, monkeypatch) == (
        f"{FIRST}.gz: Tunnel connection failed: 407 Proxy Authentication Required, "
        f"through the proxy http://{refusing_proxy}"
    )


def test_a_proxy_that_is_not_there_is_named(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert why_through_proxy(f"127.0.0.1:{port}", tmp_path, monkeypatch) == (
        f"{FIRST}.gz: Connection refused (3 tries), through the proxy http://127.0.0.1:{port}"
    )


def test_tls_is_not_spoken(server, tmp_path):
    address = server.address("good").replace("http:", "https:")
    with pytest.raises(DownloadError, match="no trusted TLS connection"):
        download([{"https": address}], CHECKSUMS, tmp_path)


@pytest.mark.parametrize(
    "address",
    ["http://mirror.example/", "http://127.0.0.1@mirror.example/", "ftp://127.0.0.1/", "/etc/"],
)
def test_addresses_without_tls_are_refused(tmp_path, address):
    with pytest.raises(DownloadError, match="is refused, expected https://"):
        download([{"https": address}], CHECKSUMS, tmp_path)


@pytest.mark.parametrize("address", ["https://[half/", "https://", "https://a b/", "https://..../"])
def test_addresses_that_are_none(tmp_path, address):
    with pytest.raises(DownloadError):
        download([{"https": address}], CHECKSUMS, tmp_path)
