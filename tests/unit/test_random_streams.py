"""Which circumstances change a replicate's randomness, and which must not."""

from itertools import combinations

import numpy as np
import pytest

from hardtotrain.config.settings import Settings
from hardtotrain.engine.network import initialise
from hardtotrain.engine.random_streams import initialisation_stream, shuffling_stream


def numbers(stream):
    return stream.random(8).tolist()


def initial_weights(replicates, seed=0, layers=(7, 5, 3), activation="sigmoid"):
    changes = {"layers": layers, "seed": seed, "activation": activation}
    network = initialise({**Settings().model_dump(), **changes}, replicates)
    return [
        b"".join(W[index].tobytes() for W in network.weights) for index in range(len(replicates))
    ]


@pytest.mark.parametrize(
    "stream", [lambda: initialisation_stream(3, (7, 5, 3), 2), lambda: shuffling_stream(3, 2)]
)
def test_a_stream_can_be_had_again(stream):
    assert numbers(stream()) == numbers(stream())


def test_streams_of_different_purpose_seed_replicate_or_shape_differ():
    streams = [
        *(shuffling_stream(seed, replicate) for seed in (0, 1) for replicate in (0, 1, 784)),
        *(
            initialisation_stream(seed, layers, replicate)
            for seed in (0, 1)
            for replicate in (0, 1, 784)
            for layers in ((784, 10), (784, 30, 10), (784, 10, 30), (784, 784, 10), (10, 784))
        ),
    ]
    drawn = [numbers(stream) for stream in streams]
    assert all(one != other for one, other in combinations(drawn, 2))


def test_different_streams_are_uncorrelated():
    replicates = np.stack([shuffling_stream(0, replicate).random(10_000) for replicate in range(8)])
    correlations = np.corrcoef(replicates)[np.triu_indices(8, k=1)]
    # Four standard errors, 1/√10,000 each.
    assert np.abs(correlations).max() < 0.04


def test_initial_weights_do_not_depend_on_the_other_replicates():
    alone = [initial_weights([replicate])[0] for replicate in range(4)]
    assert initial_weights([0, 1, 2, 3]) == alone
    assert initial_weights([3, 1]) == [alone[3], alone[1]]
    assert len(set(alone)) == 4


def test_networks_of_one_shape_start_from_the_same_draws():
    assert initial_weights([0, 1]) == initial_weights([0, 1], activation="relu")


def test_networks_of_another_shape_or_seed_start_from_other_draws():
    first = np.frombuffer(initial_weights([0])[0], np.float32)[:5]
    for changed in (initial_weights([0], seed=1), initial_weights([0], layers=(7, 5, 4))):
        assert not np.isin(np.frombuffer(changed[0], np.float32), first).any()
