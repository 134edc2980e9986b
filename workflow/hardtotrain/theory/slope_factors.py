"""The factor w σ′(z) that every layer multiplies the gradient by (Nielsen, chapter 5)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

from hardtotrain.engine.activations import sigmoid
from hardtotrain.engine.network import Network
from hardtotrain.theory.jacobian import fed_forward

QUANTILES = (0.02, 0.25, 0.5, 0.75, 0.98)
FACTORS_PER_LAYER = 200_000  # of which shares are as good as of all: replicates differ by more


@dataclass(frozen=True)
class FactorDistribution:
    """How |w σ′(z)| is distributed.

    Attributes:
        quantiles: At QUANTILES.
        below_quarter: Share of factors below 1/4, which the book expects of all.
        at_least_one: Share of factors of 1 or more, under which gradients would not vanish.
        largest: The largest factor.
    """

    quantiles: np.ndarray
    below_quarter: float
    at_least_one: float
    largest: float


def sigma_prime(z: np.ndarray) -> np.ndarray:
    """σ′(z) = σ(z) σ(−z): at most 1/4, at z = 0. Accurate for large |z|, where 1 − σ(z) is not."""
    return expit(z) * expit(-z)


def gaussian_weight_shares(sd: float) -> tuple[float, float]:
    """P(0 < w < 1) and P(|w| < 1) for w ~ N(0, sd²): .341 and .683 for sd = 1."""
    between_0_and_1 = float(ndtr(1 / sd) - 0.5)
    return between_0_and_1, 2 * between_0_and_1


def simulated_factors(q: float, draws: int, seed: int) -> np.ndarray:
    """|w σ′(z)| for independent w ~ N(0, 1) and z ~ N(0, q).

    Args:
        q: The variance of the network's weighted inputs, measured or from mean_field.
        draws: How many factors.
        seed: Of the random generator.

    Returns:
        Factors, shape (draws,).
    """
    w, z = np.random.default_rng(seed).standard_normal((2, draws))
    return np.abs(w) * sigma_prime(np.sqrt(q) * z)


def factor_distribution(factors: np.ndarray) -> FactorDistribution:
    """Quantiles and shares of factors |w σ′(z)|, an array of any shape."""
    ascending = np.sort(factors, axis=None)
    below_quarter, below_one = np.searchsorted(ascending, [0.25, 1])
    # As np.quantile, which would sort once more, does it: on the line between two neighbours.
    places = np.multiply(QUANTILES, ascending.size - 1)
    before, after = ascending[np.floor(places).astype(int)], ascending[np.ceil(places).astype(int)]
    return FactorDistribution(
        before + places % 1 * (after - before),
        float(below_quarter / ascending.size),
        float((ascending.size - below_one) / ascending.size),
        float(ascending[-1]),
    )


def factors_of_network(network: Network, images: np.ndarray) -> list[FactorDistribution]:
    """The factors |w^l_jk σ′(z^l_k)| of a network of sigmoid neurons, layer by layer.

    All weights of a layer are paired with as many images, evenly spread, as make at most
    FACTORS_PER_LAYER factors (and no fewer than one image). Layer 1 is left out: its weights are in
    no product that carries errors back. So are softmax outputs, which have no σ′. Sigmoid outputs
    have one, but it is in the product under the quadratic cost alone: the cross-entropy cancels it,
    and leaves |w^L_jk|.

    Args:
        network: Of one replicate.
        images: Pixels in float64, shape (m, n_0).

    Returns:
        The distributions of layers 2 … L, or 2 … L − 1 where the outputs are a softmax.
    """
    batch = fed_forward(network, images)
    weighted_inputs = batch.weighted_inputs[1:]
    if network.cost.apply_output is not sigmoid:
        weighted_inputs.pop()
    distributions = []
    for W, z in zip(network.weights[1:], weighted_inputs, strict=False):
        stride = -(-len(images) * W.size // FACTORS_PER_LAYER)
        slopes = sigma_prime(z[0, ::stride])
        distributions.append(factor_distribution(np.abs(W) * slopes[:, np.newaxis]))
    return distributions


def escape_width(w: np.ndarray) -> np.ndarray:
    """Width of the interval of inputs a for which |w σ′(wa + b)| ≥ 1, whatever b is.

    (2/|w|) ln(|w| (1 + √(1 − 4/|w|))/2 − 1) for |w| ≥ 4, and 0 below: Nielsen, chapter 5, the
    problems on large weights. σ′ ≥ 1/|w| holds where σ is within ½√(1 − 4/|w|) of ½.

    Args:
        w: Weights, any shape.
    """
    w = np.maximum(np.abs(w), 4)  # at |w| = 4 the interval is the one point z = 0
    return 2 / w * np.log(w * (1 + np.sqrt(1 - 4 / w)) / 2 - 1)


def widest_escape() -> tuple[float, float]:
    """The |w| whose interval of inputs is widest, and that width: about 6.9 and .45."""
    from scipy.optimize import minimize_scalar  # here, as most programs never need it

    widest = minimize_scalar(lambda w: -escape_width(w), bounds=(4, 100))
    return float(widest.x), float(-widest.fun)
