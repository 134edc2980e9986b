"""Where training waits to be looked at."""

import numpy as np
import pytest

from hardtotrain.engine.network import initialise
from hardtotrain.engine.training import Pause, train

LAYERS = (6, 5, 4, 3)
EPOCHS = 3


@pytest.fixture
def pauses(settings_for, random_examples):
    """Trains two replicates on 23 images in mini-batches of 5: the pauses, and W^1 at each."""
    settings = settings_for(LAYERS, epochs=EPOCHS, batch_size=5)
    images, labels = random_examples(23, LAYERS[0], LAYERS[-1])

    def pauses(*updates):
        network = initialise(settings, [0, 1])
        targets = np.eye(LAYERS[-1], dtype=np.float32)[labels]
        return [
            (pause, network.weights[0].tobytes())
            for pause in train(network, images, targets, settings, [0, 1], updates)
        ]

    return pauses


def test_training_pauses_before_and_after_every_epoch(pauses):
    found = pauses()
    assert [pause for pause, _ in found] == [Pause(5 * epoch, epoch) for epoch in range(4)]
    assert len({weights for _, weights in found}) == 4


def test_training_pauses_once_after_each_update_asked_for(pauses):
    found = [pause for pause, _ in pauses(0, 1, 4, 5, 7, 10, 15, 16)]
    assert found == [
        Pause(0, 0),
        Pause(1, None),
        Pause(4, None),
        Pause(5, 1),
        Pause(7, None),
        Pause(10, 2),
        Pause(15, 3),
    ]


def test_pausing_changes_no_bit_of_the_network(pauses):
    often, seldom = dict(pauses(*range(16))), dict(pauses())
    assert len(often) == 16
    assert len(set(often.values())) == 16
    assert {pause: often[pause] for pause in seldom} == seldom
