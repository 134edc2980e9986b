"""How much of a run is done, and how long its training still takes."""

from collections.abc import Hashable, Mapping


class Progress:
    """Counts the jobs of a run and learns from those that trained how fast training goes.

    Args:
        work: What each training job has to do, in any unit, by its id.
        total: How many jobs the run has, those that train nothing among them.
    """

    def __init__(self, work: Mapping[Hashable, float], total: int) -> None:
        self.work = work
        self.total = total
        self.started: dict[Hashable, float] = {}
        self.finished: set[Hashable] = set()
        self.trained, self.seconds = 0.0, 0.0
        self.at_once = 1

    def start(self, job: Hashable, now: float) -> None:
        """A job starts at a time in seconds."""
        self.started[job] = now
        running = [job for job in self.started if job in self.work and job not in self.finished]
        self.at_once = max(self.at_once, len(running))

    def finish(self, job: Hashable, now: float) -> None:
        """A job is done at a time in seconds."""
        self.finished.add(job)
        if job in self.work and job in self.started:
            self.trained += self.work[job]
            self.seconds += now - self.started[job]

    def seconds_left(self, now: float) -> float | None:
        """How long training still takes, if it goes on as fast; None before a job has trained."""
        unfinished = self.work.keys() - self.finished
        if not self.trained or not unfinished:
            return None
        pace = self.seconds / self.trained
        left = sum(
            max(self.work[job] * pace - (now - self.started.get(job, now)), 0) for job in unfinished
        )
        return left / self.at_once


def in_words(seconds: float) -> str:
    """A duration as a person says it: 40 s, 4 min, 2 h 10 min."""
    if seconds < 60:
        return f"{max(round(seconds, -1), 10):.0f} s"
    minutes = round(seconds / 60)
    hours = minutes // 60
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
