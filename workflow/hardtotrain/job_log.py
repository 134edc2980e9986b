"""What the scripts of the workflow say, and where."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hardtotrain.results import ResultError

# Ctrl-C, which jobs that are about to start ignore (workflow/terminal.py), ends a job at once. It
# has nothing to tidy up, as Snakemake removes what it began.
signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def logged_to(log: str) -> Iterator[None]:
    """Sends stderr to a job's log, and ends the job in one line where a user can mend the cause.

    Such causes are a damaged result, and files that cannot be read or written. Where the log has no
    room for the line, as on a full disk, it goes to the screen.
    """
    screen = sys.stderr
    try:
        # Open to the end of the job: the traceback of what nobody foresaw belongs there too.
        sys.stderr = Path(log).open("w", encoding="utf-8")  # noqa: SIM115
        yield
    except (ResultError, OSError) as error:
        try:
            print(in_words(error), file=sys.stderr, flush=True)
        except OSError:
            print(in_words(error), file=screen, flush=True)
        sys.stderr = screen
        sys.exit(1)


def in_words(error: Exception) -> str:
    """What went wrong, and with which file if that is known."""
    if isinstance(error, ResultError):
        return str(error)
    if error.filename:
        return f"{error.filename} cannot be used: {error.strerror}"
    return f"The job cannot write: {error.strerror}"
