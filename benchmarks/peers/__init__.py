"""The implementations that are compared: a module each, with a class `Training`."""

from importlib import import_module
from typing import Protocol

from benchmarks.work import Work

IMPLEMENTATIONS = {
    "ours": "ours",
    "jax": "JAX, jit and scan",
    "sklearn": "scikit-learn",
    "torch": "PyTorch, eager",
    "textbook": "textbook, one example at a time",
    "products": "the matrix products alone",
}
STACKING = {"ours", "jax", "products"}
"""Those that train several replicates at once; the others are used for one network at a time."""


class Training(Protocol):
    """Training networks from the start and in the order of images that the work states."""

    def __init__(self, work: Work) -> None:
        """Makes ready: data where the implementation wants them, weights before training."""

    def train_epoch(self) -> None:
        """Trains for one more epoch."""

    def watch(self) -> tuple[float, float]:
        """Cost, without the L2 term, and accuracy of the first replicate on validation."""


def start(implementation: str, work: Work) -> Training:
    """Imports an implementation, which may be installed or not, and makes it ready.

    Args:
        implementation: A name in IMPLEMENTATIONS.
        work: What it is to do.
    """
    return import_module(f"benchmarks.peers.{implementation}").Training(work)
