"""How long a deep network stays on its plateau, and from which weight decay on it stays for ever.

On the plateau a network answers every image alike. Images differ only by what the whole product of
layers lets through, and that is little: with the mean field's σ_w and q of each layer, and the
signal s of the data, the response to the strongest direction of the images grows at the rate

    A_k = s ∏_{l=1..k} σ_w √E[φ′(√q_l z)²] = s ∏_{l=1..k} √χ_l           k hidden layers.

All weights along that direction grow alike, as in a deep linear network with scalar weights w that
start at σ_w (Saxe, McClelland & Ganguli 2014; Shamir 2019):

    ẇ = η (s d^k w^k − μ w),     s d^k σ_w^k = A_k,     η: learning rate, μ = λ/n: weight decay.

Its solution reaches infinity after T updates, which is when the network leaves its plateau, or, if
the decay outruns the growth at the start, never:

    T = 1 / ((k − 1) η g)                      μ = 0, k ≥ 2, with g = A_k/σ_w
    T = −ln(1 − μ/g) / ((k − 1) η μ)           0 < μ < g
    T = ∞                                      μ ≥ g: the wall.

Nothing is fitted. What it takes for granted: the strength of the direction at the start is that of
an average one, slopes stay what they are at the start, and networks are wide.
"""

import numpy as np

from hardtotrain.engine.costs import Cost
from hardtotrain.theory.mean_field import MeanField
from hardtotrain.theory.moments import Moments


def signal(moments: Moments, cost: Cost) -> float:
    """s: the largest singular value of cov(y, x), as far as the cost lets it through.

    The error of the output is a − y under the cross-entropy and the softmax's log-likelihood. Under
    the quadratic cost it is (a − y) σ′(z^L), where a is the share of each class on the plateau.

    Args:
        moments: Of the training images.
        cost: That of the network.
    """
    share = moments.mean_target
    response = cost.error_slope(share)[:, np.newaxis] * moments.target_covariance
    return float(np.linalg.norm(response, ord=2))


def growth_rate(signal: float, field: MeanField) -> float:
    """A_k, from the signal of the data and the mean field of a network of k hidden layers."""
    return float(signal * np.prod(np.sqrt(field.chi)))


def updates_to_leave(
    growth: float, hidden_layers: int, learning_rate: float, decay: float
) -> float:
    """T: the number of updates after which a network leaves its plateau; infinite if it never does.

    Args:
        growth: g = A_k/σ_w.
        hidden_layers: k. With one the growth is exponential and has no end: NaN.
        learning_rate: η.
        decay: μ = λ/n.
    """
    if hidden_layers < 2:
        return np.nan
    if decay >= growth:
        return np.inf
    relative = decay / growth
    # −ln(1 − x)/x tends to 1 with x.
    slowed = -np.log1p(-relative) / relative if relative else 1.0
    return float(slowed / ((hidden_layers - 1) * learning_rate * growth))
