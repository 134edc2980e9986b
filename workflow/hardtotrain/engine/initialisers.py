"""Random weights and biases before training.

A weight scheme draws one layer's weights, shape (n_in, n_out), from a random generator.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Initialiser:
    """How a layer starts.

    Attributes:
        name: The name used in the config.
        weights: Draws weights of shape (n_in, n_out).
        variance: Their variance Var(W), from n_in and n_out; that of U[−r, r] is r²/3.
        bias_sd: Standard deviation of the biases (mean 0) where the config does not set one.
    """

    name: str
    weights: Callable[[np.random.Generator, int, int], np.ndarray]
    variance: Callable[[int, int], float]
    bias_sd: float


def scaled_gaussian(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """W ~ N(0, 1/n_in): the default of Nielsen's network2."""
    return random.standard_normal((n_in, n_out)) / np.sqrt(n_in)


def large_gaussian(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """W ~ N(0, 1): the "large" initialiser of Nielsen's network2."""
    return random.standard_normal((n_in, n_out))


def standard_uniform(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """W ~ U[−1/√n_in, 1/√n_in]: the "standard" initialiser of Glorot & Bengio (2010), eq. 1."""
    bound = 1 / np.sqrt(n_in)
    return random.uniform(-bound, bound, (n_in, n_out))


def glorot_uniform(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """W ~ U[−√6/√(n_in+n_out), √6/√(n_in+n_out)]: Glorot & Bengio (2010), eq. 16."""
    bound = np.sqrt(6 / (n_in + n_out))
    return random.uniform(-bound, bound, (n_in, n_out))


def he(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """W ~ N(0, 2/n_in): He et al. (2015), eq. 10, made for rectifiers."""
    return random.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


def sparse(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """15 incoming weights a unit ~ N(0, 1), the others 0: Sutskever et al. (2013), section 3."""
    connections = min(15, n_in)
    chosen = np.argsort(random.random((n_in, n_out)), axis=0)[:connections]
    weights = np.zeros((n_in, n_out))
    np.put_along_axis(weights, chosen, random.standard_normal((connections, n_out)), axis=0)
    return weights


def orthogonal(random: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Orthonormal rows or columns, whichever are fewer, uniformly drawn: Saxe et al. (2014)."""
    tall = random.standard_normal((max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(tall)
    Q *= np.sign(np.diag(R))  # else the distribution is not uniform (Mezzadri 2007)
    return Q if n_in >= n_out else Q.T


INITIALISERS = {
    initialiser.name: initialiser
    for initialiser in (
        Initialiser("scaled_gaussian", scaled_gaussian, lambda n_in, n_out: 1 / n_in, bias_sd=1.0),
        Initialiser("large_gaussian", large_gaussian, lambda n_in, n_out: 1.0, bias_sd=1.0),
        Initialiser(
            "standard_uniform", standard_uniform, lambda n_in, n_out: 1 / (3 * n_in), bias_sd=0.0
        ),
        Initialiser(
            "glorot_uniform", glorot_uniform, lambda n_in, n_out: 2 / (n_in + n_out), bias_sd=0.0
        ),
        Initialiser("he", he, lambda n_in, n_out: 2 / n_in, bias_sd=0.0),
        Initialiser("sparse", sparse, lambda n_in, n_out: min(15, n_in) / n_in, bias_sd=0.0),
        Initialiser(
            "orthogonal", orthogonal, lambda n_in, n_out: 1 / max(n_in, n_out), bias_sd=0.0
        ),
    )
}
