"""Mini-batch stochastic gradient descent on stacked replicates (Nielsen's `network2.SGD`)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.minibatches import MiniBatches, to_pixels
from hardtotrain.engine.momentum_schedules import momentum_at
from hardtotrain.engine.network import Network
from hardtotrain.engine.optimisers import OPTIMISERS
from hardtotrain.engine.random_streams import shuffling_stream


@dataclass(frozen=True)
class Pause:
    """A moment at which training waits, so that the network can be looked at.

    Attributes:
        update: The number of updates made.
        epoch: The number of epochs completed, or None in the middle of one.
    """

    update: int
    epoch: int | None


def train(
    network: Network,
    images: np.ndarray,
    targets: np.ndarray,
    settings: Mapping,
    replicates: Sequence[int],
    updates_to_pause_at: Collection[int] = (),
) -> Iterator[Pause]:
    """Trains a network in place, pausing before training, after every epoch and where asked to.

    A replicate whose weights overflow goes on in lockstep as NaN; the others do not notice.

    Args:
        network: Stacked replicates, changed in place.
        images: Training images as bytes, shape (n, pixels).
        targets: y of each image, shape (n, outputs), in the dtype of the network.
        settings: `seed`, `optimiser`, `regularisation`, `batch_size`, `epochs`, `frozen_layers`.
        replicates: Numbers of the replicates, which choose their orders of images.
        updates_to_pause_at: Numbers of updates after which to pause within an epoch too.

    Yields:
        The pauses, in order; one that falls on the end of an epoch comes once.
    """
    at_size = cache(
        lambda size: Backpropagation(network, size, frozen_layers=settings["frozen_layers"])
    )
    optimiser = OPTIMISERS[settings["optimiser"]["method"]](
        at_size(min(settings["batch_size"], len(images))).trained,
        settings["optimiser"],
        decay=settings["regularisation"] / len(images),
    )
    shuffles = [shuffling_stream(settings["seed"], replicate) for replicate in replicates]
    batches = MiniBatches(images, targets, settings["batch_size"], shuffles)
    updates = settings["epochs"] * batches.per_epoch
    within_epochs = {update for update in updates_to_pause_at if update % batches.per_epoch}

    yield Pause(0, 0)
    update = 0
    for epoch in range(1, settings["epochs"] + 1):
        with np.errstate(all="ignore"):  # e^−z may overflow to ∞, and 1/∞ is the right 0
            for batch_images, batch_targets in batches.epoch():
                size = batch_images.shape[1]
                batch = at_size(size)
                momentum = momentum_at(settings["optimiser"], update, updates)
                optimiser.look_ahead(batch.trained, momentum)
                to_pixels(batch_images, out=batch.activations[0])
                batch.feedforward()
                batch.backpropagate(batch_targets, scale=optimiser.gradient_scale / size)
                optimiser.step(batch.trained, momentum)
                batch.remember()
                update += 1
                if update in within_epochs:
                    yield Pause(update, None)
        yield Pause(update, epoch)
