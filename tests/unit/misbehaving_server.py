"""A real web server on the own machine that goes wrong in every way the tests need.

The first part of the path says how: `/cut/train-images-idx3-ubyte.gz` cuts the transfer.
"""

import gzip
import os
import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from small_files import CHECKSUMS, FIRST

from hardtotrain.download.sources import saving

EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"  # deflate: a stored block of no bytes

# What the user is told of each behaviour that gives no files, as regular expressions.
WHY_EACH_FAILS = {
    "cut": rf"{FIRST}\.gz: transfer cut short \(3 tries\)",
    "cut_unannounced": rf"{FIRST}: the compressed data is cut short \(3 tries\)",
    "wrong": rf"{FIRST}: SHA-256 is [0-9a-f]{{12}}…, expected {CHECKSUMS[FIRST][:12]}…",
    "slow": "took longer than 1 s",
    "slow_chunked": "took longer than 1 s",
    "slow_header": "took longer than 1 s",
    "silent": "took longer than 1 s",
    "large": rf"{FIRST}\.gz: is larger than 0.002 GB",
    "large_unannounced": rf"{FIRST}\.gz: is larger than 0.002 GB",
    "bomb": rf"{FIRST}: is larger than 0.002 GB",
    "not_gzip": rf"{FIRST}: is not sound gzip \(.*incorrect header check\)",
    "reset": rf"{FIRST}\.gz: Connection reset by peer \(3 tries\)",
    "missing": rf"{FIRST}\.gz: HTTP 404",
    "broken": rf"{FIRST}\.gz: HTTP 500 \(3 tries\)",
    "circle": rf"{FIRST}\.gz: more than 5 redirects",
    "to_plain_http": rf"http://mirror\.example/{FIRST}\.gz is refused, expected https://",
    "to_file": "file:///etc/hostname is refused, expected https://",
}


class MisbehavingServer(ThreadingHTTPServer):
    """Serves files, as `.gz`, in its own ways; a context manager."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, files: Mapping[str, bytes]):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {f"{name}.gz": gzip.compress(content) for name, content in files.items()}
        self.requests: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.stopping = threading.Event()

    def address(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{behaviour}/"

    def __enter__(self) -> "MisbehavingServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave in the middle are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: MisbehavingServer

    def do_GET(self) -> None:
        _, behaviour, self.file_name = self.path.split("/")
        self.server.requests[behaviour] += 1
        self.server.agents.add(self.headers["User-Agent"])
        self.content = self.server.files[self.file_name]
        getattr(self, behaviour)()

    def log_message(self, format: str, *values: object) -> None:
        pass

    def start(self, status: int = 200, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def send(self, content: bytes) -> None:
        self.start(Content_Length=len(content))
        self.wfile.write(content)

    def drip(self, content: bytes) -> None:
        for byte in content:
            if self.server.stopping.wait(0.1):
                break
            self.wfile.write(bytes([byte]))

    def good(self) -> None:
        self.send(self.content)

    def labelled(self) -> None:
        """Some servers call what is in a `.gz` file the encoding of the transfer."""
        self.start(Content_Length=len(self.content), Content_Encoding="gzip")
        self.wfile.write(self.content)

    def unannounced(self) -> None:
        self.start()
        self.wfile.write(self.content)

    def wrong(self) -> None:
        self.send(gzip.compress(b"something else"))

    def cut(self) -> None:
        self.start(Content_Length=len(self.content))
        self.wfile.write(self.content[:-20])

    def cut_unannounced(self) -> None:
        self.start()
        self.wfile.write(self.content[:-20])

    def cut_once(self) -> None:
        self.cut() if self.server.requests["cut_once"] == 1 else self.good()

    def slow(self) -> None:
        self.start(Content_Length=1_000_000)
        self.drip(gzip.compress(os.urandom(1_000_000)))

    def slow_chunked(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.start(Transfer_Encoding="chunked")
        self.wfile.write(b"f4240\r\n")
        self.drip(gzip.compress(os.urandom(1_000_000)))

    def slow_header(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 1000)

    def silent(self) -> None:
        self.server.stopping.wait()

    def large(self) -> None:
        self.start(Content_Length=saving.MOST_BYTES + 1)

    def large_unannounced(self) -> None:
        """Without end, and unpacks to nothing."""
        self.start()
        self.wfile.write(gzip.compress(b"")[:10])  # the header alone
        while True:
            self.wfile.write(EMPTY_BLOCK * 20_000)

    def bomb(self) -> None:
        self.send(gzip.compress(bytes(saving.MOST_BYTES + 1), compresslevel=1))

    def not_gzip(self) -> None:
        self.send(b"<html>Please log in</html>")

    def reset(self) -> None:
        linger_for_no_time = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_no_time)
        self.connection.close()

    def missing(self) -> None:
        self.send_error(404)

    def broken(self) -> None:
        self.send_error(500)

    def broken_once(self) -> None:
        self.send_error(500) if self.server.requests["broken_once"] == 1 else self.good()

    def moved(self) -> None:
        self.start(302, Location=f"/good/{self.file_name}")

    def circle(self) -> None:
        self.start(302, Location=self.path)

    def to_plain_http(self) -> None:
        self.start(302, Location=f"http://mirror.example/{self.file_name}")

    def to_file(self) -> None:
        self.start(302, Location="file:///etc/hostname")
