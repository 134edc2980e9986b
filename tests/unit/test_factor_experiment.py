"""Which experiment shows the factors w σ′(z) of trained networks."""

import pytest
from network_rows import book_row

from hardtotrain.roles.factor_experiment import is_first_of_trained_factors

DEEP = "784-30-30-10"


@pytest.mark.parametrize(
    "without",
    [
        {"activation": "tanh"},
        {"normalisation": "batch"},
        {"epochs": 0},
        {"ends": "plateau_left"},
        {"hidden_layers": 1},
    ],
    ids=str,
)
def test_it_is_the_first_whose_deep_networks_have_factors_and_train_to_their_end(without):
    networks = [
        book_row(DEEP, experiment="first", **without),
        book_row(DEEP, experiment="second", skip_connections=True),
        book_row(DEEP, experiment="third"),
    ]
    found = [
        name for name in ("first", "second", "third") if is_first_of_trained_factors(name, networks)
    ]
    assert found == ["second"]
