"""Which experiments are a grid of depths and changes, and which are not quite one."""

import pytest
from small_study import PLATEAU, SmallStudy, one_experiment

from hardtotrain.roles.plateau_experiments import kind_of

PLAIN = {}
SKIP = {"skip_connections": True}
ADAM = {"optimiser": {"method": "adam", "learning_rate": 0.001}}
RELU = {"activation": "relu", "initialiser": "he"}
TRAINED = {**PLATEAU, "epochs": 1}


def grid(*changes, depths=(3, 6)) -> list[dict]:
    """Every depth with every change."""
    return [{"layers": [784, *[4] * k, 10], **change} for change in changes for k in depths]


def kind(networks: list[dict], **settings):
    """What the networks of an experiment show of the plateau."""
    study = SmallStudy(one_experiment(*networks, **{**TRAINED, **settings}))
    return kind_of(study.networks.to_dict("records"))


@pytest.mark.parametrize(
    "networks",
    [
        grid(PLAIN, SKIP, ADAM),
        grid(PLAIN, SKIP, ADAM, RELU, depths=(3, 6, 9)),
        # In any order, and without a network that changes nothing.
        grid(RELU, SKIP, ADAM)[::-1],
    ],
)
def test_every_depth_with_every_change_is_a_grid_of_remedies(networks):
    assert kind(networks) == "remedies"


@pytest.mark.parametrize(
    ("networks", "settings"),
    [
        pytest.param(grid(PLAIN, SKIP), {}, id="two changes"),
        pytest.param(grid(PLAIN, SKIP, ADAM, depths=(6,)), {}, id="one depth"),
        pytest.param(grid(PLAIN, SKIP, ADAM, depths=(2, 6)), {}, id="a shallow network"),
        pytest.param(grid(PLAIN, SKIP, ADAM)[:-1], {}, id="a cell is missing"),
        pytest.param(
            [*grid(PLAIN, SKIP, ADAM)[:-1], *grid(ADAM, depths=(9,))], {}, id="another depth"
        ),
        pytest.param(grid(PLAIN, SKIP, ADAM), {"ends": "plateau_left"}, id="ends at the plateau"),
    ],
)
def test_what_is_not_quite_a_grid_of_remedies_shows_courses(networks, settings):
    assert kind(networks, **settings) == "courses"


def test_a_grid_whose_plateau_nobody_looks_at_shows_nothing_of_it():
    assert kind(grid(PLAIN, SKIP, ADAM), record={}) is None
    assert kind(grid(PLAIN, SKIP, ADAM), epochs=0) is None


def test_grids_of_decays_and_of_weight_scales_stay_what_they_are():
    decays = [{"regularisation": decay} for decay in (0, 1, 5)]
    scales = [{"initialiser": {"weight_scale": scale, "bias_sd": 0}} for scale in (1, 2, 4)]

    assert kind(grid(*decays)) == "wall"
    assert kind(grid(*scales)) == "map"
