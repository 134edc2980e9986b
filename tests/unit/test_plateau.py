"""The cost of one answer for every image."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import entropy

from hardtotrain.engine.costs import COSTS
from hardtotrain.measures.plateau import plateau_cost

LABELS = [0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 0, 2, 2]
SHARES = np.bincount(LABELS) / len(LABELS)

CLOSED_FORMS = {
    "cross_entropy": sum(entropy([p, 1 - p]) for p in SHARES),
    "quadratic": np.sum(SHARES * (1 - SHARES)) / 2,
    "log_likelihood": entropy(SHARES),
}


@pytest.mark.parametrize("cost", COSTS)
def test_it_follows_from_the_shares_of_the_classes(cost):
    found = plateau_cost(COSTS[cost], np.eye(3, dtype=np.float32)[LABELS])
    assert found == pytest.approx(CLOSED_FORMS[cost], rel=1e-6)


@pytest.mark.parametrize("cost", COSTS)
@given(z=arrays(float, 3, elements=st.floats(-20, 20)), nudge=st.floats(0, 1))
def test_no_other_answer_costs_less(cost, z, nudge):
    targets = np.eye(3)[LABELS]
    lowest = plateau_cost(COSTS[cost], targets)
    for answer in (z, COSTS[cost].weighted_input(SHARES) + nudge * z):
        assert COSTS[cost].value(answer, targets).mean() >= lowest - 1e-12


@pytest.mark.parametrize("cost", COSTS)
def test_classes_without_images_cost_next_to_nothing(cost):
    with_empty_ones = plateau_cost(COSTS[cost], np.eye(5)[LABELS])
    assert with_empty_ones == pytest.approx(CLOSED_FORMS[cost], abs=1e-4)
    assert plateau_cost(COSTS[cost], np.eye(3)[[1, 1]]) == pytest.approx(0, abs=1e-4)


def test_an_autoencoder_s_answer_is_the_mean_image():
    images = np.random.default_rng(0).random((20, 6))
    expected = ((images - images.mean(axis=0)) ** 2).sum(axis=1).mean() / 2
    assert plateau_cost(COSTS["quadratic"], images) == pytest.approx(expected, rel=1e-12)
