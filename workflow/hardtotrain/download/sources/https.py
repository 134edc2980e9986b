"""A web server that holds each file as `.gz`."""

import re
import socket
import time
from collections.abc import Collection, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies, select_proxy

from hardtotrain.download.sources import Report, SourceError, saving
from hardtotrain.download.sources.saving import CHUNK_BYTES, CutShortError, save, too_large

CONNECT_AND_READ_SECONDS = (10, 30)
PAUSES_SECONDS = (0.5, 2.0)  # before the second and the third try of a file
REPORT_SECONDS = 2.0
SECONDS_TO_STOP = 1.0
MOST_REDIRECTS = 5
OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "User-Agent": "hard-to-train",
    # The files are compressed already; a second compression by the server would hide their size.
    "Accept-Encoding": "identity",
}


class _PassingError(SourceError):
    """What may be over at the next try."""


def fetch(
    address: str, names: Collection[str], folder: Path, report: Report, time_limit: float
) -> None:
    """Download `<address><name>.gz` for each name and decompress as it comes; see `Fetch`.

    Args:
        address: starts with `https://`; `http://` is for a mirror on the own machine.
        names: the names of the files, without `.gz`.
        folder: receives the uncompressed files.
        report: called every two seconds and at the end of each file, from another thread.
        time_limit: seconds for all files together.

    Raises:
        SourceError: a file could not be had.
    """
    done: Future[None] = Future()
    given_up = Event()

    def work() -> None:
        try:
            with requests.Session() as session:
                session.headers.update(HEADERS)
                for name in names:
                    _fetch_file(session, address, folder / name, report, given_up)
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    # A thread, as a server that sends a byte now and then keeps a single call of `requests` busy
    # for ever: its time-outs start again with every byte.
    worker = Thread(target=work, daemon=True)
    worker.start()
    try:
        done.result(time_limit)
    except TimeoutError:
        raise SourceError(f"took longer than {time_limit:g} s{_through_proxy(address)}") from None
    except SourceError as error:
        raise SourceError(f"{error}{_through_proxy(address)}") from error
    finally:
        given_up.set()
        worker.join(SECONDS_TO_STOP)


def _fetch_file(
    session: requests.Session, address: str, path: Path, report: Report, given_up: Event
) -> None:
    name = f"{path.name}.gz"
    url = f"{address.rstrip('/')}/{name}"
    for pause in (*PAUSES_SECONDS, None):
        try:
            with _plain_errors(name), _open(session, url, name) as response:
                save(_received(response, name, report, given_up), path, gzipped=True)
            return
        except (_PassingError, CutShortError) as error:
            if pause is None:
                raise SourceError(f"{error} ({len(PAUSES_SECONDS) + 1} tries)") from error
            if given_up.wait(pause):
                raise


def _open(session: requests.Session, url: str, name: str) -> requests.Response:
    for _ in range(1 + MOST_REDIRECTS):
        _refuse_plain_http(url)
        response = _get(session, url)
        if response.status_code == requests.codes.ok:
            return response
        response.close()
        if not response.is_redirect:
            kind = _PassingError if response.status_code >= 500 else SourceError
            raise kind(f"{name}: HTTP {response.status_code}")
        url = urljoin(url, response.headers["Location"])
    raise SourceError(f"{name}: more than {MOST_REDIRECTS} redirects")


def _get(session: requests.Session, url: str) -> requests.Response:
    try:
        return session.get(
            url, stream=True, allow_redirects=False, timeout=CONNECT_AND_READ_SECONDS
        )
    except requests.RequestException:
        raise
    except OSError as error:  # a file of certificates that is not there
        raise SourceError(str(error)) from error


def _refuse_plain_http(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OWN_MACHINE):
        return
    raise SourceError(f"{url} is refused, expected https:// (http:// on the own machine only)")


def _received(
    response: requests.Response, name: str, report: Report, given_up: Event
) -> Iterator[bytes]:
    announced = response.raw.length_remaining
    if announced is not None and announced > saving.MOST_BYTES:
        raise too_large(name)
    total = "" if announced is None else f" of {announced / 1e6:.1f}"
    received = 0
    next_report = time.monotonic() + REPORT_SECONDS
    # `read1`, as `read` and `iter_content` wait until a chunk is full, which may be never.
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=False):
        if given_up.is_set():
            raise SourceError("given up")
        received += len(chunk)
        if received > saving.MOST_BYTES:
            raise too_large(name)
        if time.monotonic() >= next_report:
            report(f"{name}: {received / 1e6:.1f}{total} MB")
            next_report += REPORT_SECONDS
        yield chunk
    report(f"{name}: {received / 1e6:.1f}{total} MB, complete")


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    """Say in plain words what the libraries found, and whether another try may help."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise SourceError(f"no trusted TLS connection ({error})") from error
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _PassingError(f"{name}: no answer in time") from error
    except requests.ConnectionError as error:
        cause = _system_error(error)
        if isinstance(cause, socket.gaierror):
            raise SourceError("name look-up failed") from error
        if isinstance(error, requests.exceptions.ProxyError) and cause.strerror is None:
            raise SourceError(f"{name}: {cause}") from error  # the proxy answered, and refused
        raise _PassingError(f"{name}: {cause.strerror or 'connection closed'}") from error
    except urllib3.exceptions.HTTPError as error:
        raise _PassingError(f"{name}: transfer cut short") from error
    except (requests.RequestException, ValueError) as error:
        raise SourceError(str(error)) from error


def _through_proxy(address: str) -> str:
    """Names the proxy that stands between, without its password: it may be to blame."""
    try:
        proxy = select_proxy(address, get_environ_proxies(address))
    except ValueError:  # the address is none
        return ""
    return f", through the proxy {re.sub('//.*@', '//', proxy)}" if proxy else ""


def _system_error(error: BaseException) -> OSError:
    """The innermost error of a chain that the operating system raised: the libraries wrap it."""
    found = error
    while error := error.__cause__ or error.__context__:
        if isinstance(error, OSError):
            found = error
    return found
