"""How much of a run is done, and how long its training still takes."""

import pytest

from hardtotrain.progress import Progress, in_words


def test_before_a_job_has_trained_nobody_knows_how_long_it_takes():
    progress = Progress(work={"a": 10}, total=2)
    progress.start("a", now=0)
    assert progress.seconds_left(now=5) is None


def test_what_is_left_takes_as_long_as_what_was_trained():
    progress = Progress(work={"a": 10, "b": 30}, total=3)
    progress.start("a", now=0)
    progress.finish("a", now=20)
    assert progress.seconds_left(now=20) == 60
    progress.start("b", now=20)
    assert progress.seconds_left(now=40) == 40
    assert progress.seconds_left(now=200) == 0  # slower than the first
    progress.finish("b", now=210)
    assert progress.seconds_left(now=210) is None
    assert len(progress.finished) == 2


def test_jobs_that_train_side_by_side_share_the_time():
    progress = Progress(work=dict.fromkeys("abcd", 10), total=4)
    progress.start("a", now=0)
    progress.start("b", now=0)
    progress.finish("a", now=20)
    progress.finish("b", now=20)
    assert progress.seconds_left(now=20) == 20


def test_a_job_that_trains_nothing_says_nothing_about_training():
    progress = Progress(work={"a": 10, "b": 10}, total=3)
    for job, seconds in (("download", 500), ("a", 20)):
        progress.start(job, now=0)
        progress.finish(job, now=seconds)
    assert progress.seconds_left(now=500) == 20


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "10 s"),
        (44, "40 s"),
        (59.9, "60 s"),
        (60, "1 min"),
        (3599, "1 h 0 min"),
        (8000, "2 h 13 min"),
    ],
)
def test_a_duration_is_said_as_a_person_says_it(seconds, words):
    assert in_words(seconds) == words
