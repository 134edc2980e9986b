"""One implementation in a process of its own, which sleeps until it is asked for an epoch.

So the rounds of all implementations can take turns on one core, and none inherits the memory, the
threads or the settings of another.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from benchmarks import peers
from benchmarks.work import mnist_work

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes there, else KiB


@dataclass(frozen=True)
class Epoch:
    """What one epoch of training took and gave.

    Attributes:
        seconds: For training and for cost and accuracy on the validation images.
        cost: Of the first replicate after it, on the validation images.
        accuracy: Likewise.
        peak_memory: Megabytes that the process has held at most since it started.
    """

    seconds: float
    cost: float
    accuracy: float
    peak_memory: float


class Worker:
    """Asks for epochs; use as a context, at whose end the process ends."""

    def __init__(self, implementation: str, layers: Sequence[int], replicates: int) -> None:
        """Starts the process, which makes ready and then waits.

        Args:
            implementation: A name in `peers.IMPLEMENTATIONS`.
            layers: Layer sizes, input first.
            replicates: R.
        """
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=serve, args=(theirs, implementation, layers, replicates)
        )
        self.process.start()
        theirs.close()

    def epoch(self) -> Epoch:
        """Lets it train for an epoch.

        Raises:
            EOFError: The process has died; what it died of is on the screen.
        """
        self.connection.send("epoch")
        return self.connection.recv()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.connection.close()
        self.process.join()


def serve(
    connection: Connection, implementation: str, layers: Sequence[int], replicates: int
) -> None:
    """What the process does: an epoch whenever it is asked, until nobody can ask any more."""
    training = peers.start(implementation, mnist_work(layers, replicates=replicates))
    while True:
        try:
            connection.recv()
        except EOFError:
            return
        start = time.perf_counter()
        training.train_epoch()
        cost, accuracy = training.watch()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 1e6
        connection.send(Epoch(seconds, float(cost), float(accuracy), peak))
