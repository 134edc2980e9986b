"""The momentum at each update, by hand from Sutskever et al. (2013), eq. 5 and section 3."""

import pytest

from hardtotrain.engine.momentum_schedules import momentum_at

UPDATES = 100_000


def momentum(update, largest, schedule="sutskever_2013", updates=UPDATES):
    settings = {"method": "momentum", "momentum": largest, "momentum_schedule": schedule}
    return momentum_at(settings, update, updates)


@pytest.mark.parametrize("update", [0, 1, 249, 250, UPDATES - 1000, UPDATES - 1])
def test_a_constant_momentum_stays(update):
    assert momentum(update, 0.99, "constant") == 0.99


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (0, 1 / 2),
        (249, 1 / 2),
        (250, 3 / 4),
        (499, 3 / 4),
        (500, 5 / 6),
        (1000, 9 / 10),
        (12_250, 0.99),  # 1 − 1/100
        (90_000, 0.995),  # 1 − 1/722 is more than the largest
    ],
)
def test_sutskever_s_momentum_rises_to_the_largest(update, expected):
    assert momentum(update, 0.995) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("largest", [0, 0.4])
def test_the_largest_momentum_holds_from_the_start(largest):
    assert momentum(0, largest) == largest


@pytest.mark.parametrize(
    ("largest", "before", "after"), [(0.999, 1 - 1 / 792, 0.9), (0.99, 0.99, 0.9), (0.5, 0.5, 0.5)]
)
def test_the_last_1000_updates_have_a_momentum_of_at_most_0_9(largest, before, after):
    assert momentum(UPDATES - 1001, largest) == pytest.approx(before, rel=1e-15)
    assert momentum(UPDATES - 1000, largest) == after
    assert momentum(UPDATES - 1, largest) == after


def test_a_short_training_still_rises_below_0_9():
    assert [momentum(t, 0.99, updates=600) for t in (0, 250, 599)] == [0.5, 0.75, 1 - 1 / 6]
