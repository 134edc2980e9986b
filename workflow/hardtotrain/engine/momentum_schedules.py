"""How the momentum μ changes with the number of updates made."""

from collections.abc import Mapping

FINAL_UPDATES, FINAL_MOMENTUM = 1000, 0.9


def constant(momentum: float, update: int, updates: int) -> float:
    """The momentum of the config throughout."""
    return momentum


def sutskever_2013(momentum: float, update: int, updates: int) -> float:
    """min(1 − 1/(2(⌊t/250⌋ + 1)), μ_max), at most 0.9 in the last 1,000 updates.

    Sutskever et al. (2013), eq. 5 and section 3.

    Args:
        momentum: μ_max.
        update: t, the number of updates made so far.
        updates: The number of updates of the whole training.
    """
    rising = min(1 - 1 / (2 * (update // 250 + 1)), momentum)
    return min(rising, FINAL_MOMENTUM) if update >= updates - FINAL_UPDATES else rising


MOMENTUM_SCHEDULES = {"constant": constant, "sutskever_2013": sutskever_2013}


def momentum_at(optimiser: Mapping, update: int, updates: int) -> float:
    """μ_t for update t, by the schedule that the optimiser's settings name."""
    schedule = MOMENTUM_SCHEDULES[optimiser["momentum_schedule"]]
    return schedule(optimiser["momentum"], update, updates)
