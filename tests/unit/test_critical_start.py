"""The critical start of a network by its row of the table of networks."""

import numpy as np
import pytest

from hardtotrain.formats import updates
from hardtotrain.theory.critical_start import critical_scale

SIGMOID = {"layers": "784-30-30-10", "activation": "sigmoid", "scheme": "scaled_gaussian"}


@pytest.mark.parametrize(
    ("changes", "scale"),
    [
        # Without biases, and with those of the scheme, which are N(0, 1).
        ({"bias_sd": 0.0}, 10.149),
        ({"bias_sd": np.nan}, 10.265),
        ({"bias_sd": None}, 10.265),
        # tanh is critical at σ_w = 1, which large_gaussian has at 1/√30.
        ({"activation": "tanh", "bias_sd": 0.0}, 1),
        ({"activation": "tanh", "bias_sd": 0.0, "scheme": "large_gaussian"}, 30**-0.5),
        ({"activation": "relu", "bias_sd": 0.0}, 2**0.5),
        ({"activation": "relu", "bias_sd": 1.0}, None),
    ],
)
def test_the_critical_scale_is_a_factor_on_what_the_scheme_draws(changes, scale):
    assert critical_scale(SIGMOID | changes) == (scale and pytest.approx(scale, rel=1e-4))


@pytest.mark.parametrize(
    ("count", "said"),
    [(77.4, "77"), (445.6, "446"), (1633.7, "1,630"), (88079.2, "88,100"), (108_738, "109,000")],
)
def test_updates_are_told_to_three_digits(count, said):
    assert updates(count) == said
