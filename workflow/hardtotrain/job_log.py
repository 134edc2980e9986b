"""What the scripts of the workflow say, and where."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hardtotrain.results import ResultError


@contextmanager
def logged_to(log: str) -> Iterator[None]:
    """Sends stderr to a job's log, and ends the job in one line where a user can mend the cause.

    Such causes are a damaged result, and files that cannot be read or written. The line goes to
    the screen, as a full disk has no room for a log.
    """
    screen = sys.stderr
    try:
        # Open to the end of the job: the traceback of what nobody foresaw belongs there too.
        sys.stderr = Path(log).open("w", encoding="utf-8")  # noqa: SIM115
        yield
    except (ResultError, OSError) as error:
        sys.stderr = screen
        sys.exit(in_words(error))


def in_words(error: Exception) -> str:
    """What went wrong, and with which file if that is known."""
    if isinstance(error, ResultError):
        return str(error)
    if error.filename:
        return f"{error.filename} cannot be used: {error.strerror}"
    return f"The job cannot write: {error.strerror}"
