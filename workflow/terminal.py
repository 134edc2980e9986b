"""What a run says on the screen: a line for each job, how far the whole is, failures in full.

Snakemake tells of a job with the paths of all its files, which may be hundreds here. It still does
so in .snakemake/log, and on the screen with --verbose.
"""

import logging
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import psutil
from snakemake.logging import DefaultFormatter, get_event
from snakemake.settings.enums import Quietness
from snakemake.shell import shell
from snakemake_interface_executor_plugins.settings import ExecMode
from snakemake_interface_logger_plugins.common import LogEvent

from hardtotrain.config.problems import nearest
from hardtotrain.progress import Progress, in_words

LONGEST_LINE = 200
RED, YELLOW, PLAIN = "\033[31m", "\033[33m", "\033[0m"
ERASE = "\r\033[K"

# What Snakemake says of itself, and what is said here in other words.
LEFT_OUT = re.compile(
    r"Building DAG of jobs|Using shell: |Provided (cores|remote nodes|resources): "
    r"|Rules claiming more|Conda environments: ignored|Singularity containers: ignored"
    r"|Group jobs: inactive|Select jobs to execute|Execute \d+ jobs|Elapsed time: "
    r"|Shutting down, this|Will exit after finishing|Exiting because a job execution failed"
    r"|Some jobs were triggered by provenance|Rules with provenance triggered jobs|Reasons:"
)
# A script that failed is told of twice: as a command, and as a job with its log, which says more.
SCRIPT_FAILED = re.compile(r"^Command '.*scripts/.*' (?:returned non-zero|died with)", re.M)
STOPPED_BY = re.compile(r"<Signals\.(SIG\w+)|exit status (\d+)")
STOPPED = "Stopped. What is finished stays; the same command goes on from there."
NO_SUCH_TARGET = re.compile(r"^MissingRuleException:\nNo rule to produce (\S+)")
INTERRUPTED = "SIGINT", "130"
KILLED = "SIGKILL", "137"


class Terminal(logging.Handler):
    """Tells of a run in place of the handler that Snakemake starts with.

    Args:
        stream: Where Snakemake writes.
        live: Whether that is a screen, with colours and a last line that is kept up to date.
        quiet: What is not to be told of. Failures always are.
        dry_run: Whether jobs are only listed, with the reason for each.
        targets: Gives the names of all that can be asked for, once they are known.
    """

    def __init__(
        self,
        stream: TextIO,
        live: bool,
        quiet: set[Quietness],
        dry_run: bool,
        targets: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__()
        self.targets = targets
        self.stream = stream
        self.live = live
        self.quiet = quiet
        self.dry_run = dry_run
        self.progress: Progress | None = None
        self.messages: dict[int, str] = {}
        self.failed = 0
        self.interrupted = False
        self.killed = False
        self.counted = False
        self.shown = ""  # the last line, as it stands there

    def expect(self, work: Mapping[int, float]) -> None:
        """Takes what each training job has to do, by its id, to tell how long training takes."""
        self.progress.work = work

    def emit(self, record: logging.LogRecord) -> None:
        """Writes what there is to say of an event, and below it how far the run is."""
        text = self._told(record)
        if self.live:
            colour = {logging.ERROR: RED, logging.WARNING: YELLOW}.get(record.levelno)
            told = f"{colour}{text}{PLAIN}" if text and colour else text
            status = self._status()
            self._write((ERASE if self.shown else "") + (told and f"{told}\n") + status)
            self.shown = status
        elif text:
            self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        self.stream.write(printable(text, self.stream))
        self.stream.flush()

    def _told(self, record: logging.LogRecord) -> str:
        """The words for an event; none where there is nothing to say."""
        match get_event(record):
            case LogEvent.WORKFLOW_STARTED | LogEvent.PROGRESS | LogEvent.JOB_STARTED:
                return ""
            case LogEvent.GROUP_INFO | LogEvent.SHELLCMD | LogEvent.RULEGRAPH:
                return ""
            case LogEvent.RUN_INFO:
                return self._jobs_of_the_run(record.stats)
            case LogEvent.JOB_INFO:
                return self._job(record)
            case LogEvent.JOB_FINISHED:
                if self.progress:
                    self.progress.finish(record.job_id, time.monotonic())
                return ""
            case LogEvent.JOB_ERROR:
                return self._failure(record)
            case LogEvent.GROUP_ERROR:
                self.failed += 1
                return DefaultFormatter(show_failed_logs=True).format(record)
        return self._other(record.getMessage())

    def _jobs_of_the_run(self, stats: Mapping[str, int]) -> str:
        if self.dry_run and not self.counted:  # told before the list of jobs and after it
            self.counted = True
            return ""
        self.progress = Progress(work={}, total=stats["total"])
        often = sorted(stats.items(), key=lambda item: -item[1])
        counts = ", ".join(f"{count} {rule}" for rule, count in often if rule != "total")
        would_be = "would be run" if self.dry_run else "to run"
        return _shortened(f"{stats['total']} jobs {would_be}: {counts}")

    def _job(self, record: logging.LogRecord) -> str:
        message = record.rule_msg or record.rule_name
        self.messages[record.jobid] = message
        if self.progress and not self.dry_run:
            self.progress.start(record.jobid, time.monotonic())
        # A target makes nothing of its own.
        if not record.output or self.quiet & {Quietness.RULES, Quietness.ALL}:
            return ""
        if self.dry_run:
            reasons = [reason.partition(":")[0] for reason in record.reason.split("; ")]
            return _shortened(f"{message} ({'; '.join(reasons).lower()})")
        if self.live or not self.progress or Quietness.PROGRESS in self.quiet:
            return _shortened(message)
        return _shortened(
            f"[{len(self.progress.finished)}/{self.progress.total}] {message}{self._left()}"
        )

    def _left(self) -> str:
        seconds = self.progress.seconds_left(time.monotonic())
        return f", {in_words(seconds)} of training left" if seconds is not None else ""

    def _status(self) -> str:
        """How far the run is: from the first finished job to the last, unless it fails."""
        if not self.progress or self.dry_run or self.failed or self.interrupted:
            return ""
        done, total = len(self.progress.finished), self.progress.total
        if not 0 < done < total or self.quiet & {Quietness.PROGRESS, Quietness.ALL}:
            return ""
        bar = "#" * (20 * done // total)
        return f"[{bar:.<20}] {done} of {total} jobs{self._left()}"

    def _failure(self, record: logging.LogRecord) -> str:
        if self.interrupted or record.indent:  # the error of a group names its jobs
            return ""
        self.failed += 1
        return "\n".join(
            [
                f"Failed: {self.messages.get(record.jobid, record.rule_name)}",
                *(f"{key}: {value}" for key, value in record.aux.items()),
                *_contents(map(Path, record.log)),
                *(["It was killed (SIGKILL); the memory may be full."] if self.killed else []),
            ]
        )

    def _other(self, message: str) -> str:
        if SCRIPT_FAILED.search(message):
            [stopped_by] = filter(None, STOPPED_BY.search(message).groups())
            self.interrupted |= stopped_by in INTERRUPTED
            self.killed = stopped_by in KILLED
            return ""
        if message.startswith("Terminating processes on user request"):
            self.interrupted = True
            end_jobs()
            return ""
        if message.endswith("At least one job did not complete successfully."):
            return self._last_words()
        if missing := NO_SUCH_TARGET.search(message):
            hint = nearest(missing[1], self.targets())
            listed = "snakemake --list-target-rules"
            return f"There is no target {missing[1]}{hint or '.'} To list all: {listed}"
        if message.startswith("Nothing to be done"):
            page = Path("results/report.html")
            return f"{message}\nReport: {page.resolve()}" if page.exists() else message
        if message.startswith("Complete log(s): ") and not self.failed:
            return ""
        return "" if LEFT_OUT.match(message) else message

    def _last_words(self) -> str:
        if self.interrupted:
            return STOPPED
        return (
            f"{self.failed} {'job' if self.failed == 1 else 'jobs'} failed, for the reason above. "
            "What is finished stays: mend the cause, and the same command goes on from there."
        )


def _contents(logs: Iterable[Path]) -> Iterator[str]:
    """The lines of logs, each below its name."""
    for log in logs:
        if log.exists() and log.stat().st_size:
            yield f"{log} says:"
            yield log.read_text(encoding="utf-8", errors="replace").rstrip()


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}..."


def printable(text: str, stream: TextIO) -> str:
    """A text without the letters that a stream's encoding lacks: these are written as escapes."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def interrupt(number: int, frame: object) -> None:
    """Does what Python's own handler of Ctrl-C does.

    That one asyncio replaces while it runs, and a press that comes as a task ends is then lost.
    Snakemake looks after its files in loops of asyncio.
    """
    raise KeyboardInterrupt


def tell_of_interrupt(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """Stands in for `sys.excepthook`: Ctrl-C before the first job is no error of the program."""
    if issubclass(kind, KeyboardInterrupt):
        print(STOPPED, file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


def end_jobs(patience: float = 1) -> None:
    """Ends the jobs that Ctrl-C has not ended, as they were about to start.

    Args:
        patience: Seconds that they have to end by themselves.
    """
    _, alive = psutil.wait_procs(psutil.Process().children(recursive=True), timeout=patience)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.terminate()


def take_over(workflow) -> Terminal | None:
    """Puts a Terminal in the place of Snakemake's own handler, where that one speaks to a person.

    That is in a run's main process. Whoever asks for --verbose, or for a logger plugin, gets it.
    """
    settings = workflow.output_settings
    logger = logging.getLogger("snakemake.logging")
    own = [handler for handler in logger.handlers if handler.name == "DefaultStreamHandler"]
    if not own or workflow.exec_mode != ExecMode.DEFAULT or settings.verbose or settings.debug_dag:
        return None
    terminal = Terminal(
        stream=own[0].stream,
        live=not own[0].nocolor,
        quiet=set(settings.quiet or ()),
        dry_run=settings.dryrun,
        targets=lambda: [
            name for rule in workflow.rules for name in (rule.name, *map(str, rule.output))
        ],
    )
    logger.removeHandler(own[0])
    logger.addHandler(terminal)
    sys.excepthook = tell_of_interrupt
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    if os.name == "posix":
        # Else Ctrl-C would let each job that is about to start say where, with a traceback.
        shell.prefix("trap '' INT; ")
    return terminal
