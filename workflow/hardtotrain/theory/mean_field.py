"""How large weighted inputs and errors are in a wide random network, with no fitted parameter.

Poole et al. (2016) follow the weighted inputs forward, Schoenholz et al. (2017) the errors back.
Weights are independent with mean 0 and variance σ_w²/n_in, biases with mean 0 and variance σ_b²,
z ~ N(0, 1), and φ is the activation function:

    q^1 = σ_w² |x|²/n_0 + σ_b²                 variance of the weighted inputs of layer 1
    q^l = σ_w² E[φ(√q^{l−1} z)²] + σ_b²        … and of layer l
    χ_l = σ_w² E[φ′(√q^l z)²]                  what is left of E‖δ^{l+1}‖² in layer l

Width. δ^l_i = φ′(z_i) Σ_j W^{l+1}_ij δ^{l+1}_j, and W^{l+1} has variance σ_w²/n_l because n_l is
what layer l + 1 takes in. Its weights taken as independent of the errors,
E[(δ^l_i)²] = E[φ′²] (σ_w²/n_l) E‖δ^{l+1}‖². A sum over the n_l neurons of the layer gives

    E‖δ^l‖² = χ_l E‖δ^{l+1}‖²                  whatever the widths.

The widths show only in the mean square of a single neuron, χ_l n_{l+1}/n_l times that of layer
l + 1, and where σ_w² = n_in Var(W) of an initialiser depends on them: χ_l takes the σ_w of layer
l + 1.

Normalisation. Weighted inputs a W are divided by the root of D_l = σ_w² times the variance of a
over images, or times its mean square (`NormalisationKind.divisor`); γ = 1 and β = 0 leave q^l = 1.
Errors are divided likewise on their way back: χ_l takes σ_w²/D_{l+1} in place of σ_w². Over
mini-batches χ = E[φ′²]/Var[φ] (Yang et al. 2019), over layers χ = E[φ′²]/E[φ²], whatever the
weights. What errors lose to the means that are subtracted is little in wide layers and large
mini-batches, but for the first mini-batch normalisation on their way back: the errors of all images
have much in common there, as they answer every image alike, and lose it once. Theory leaves that
out, and what becomes of it where skip connections lead past the normalisation.

Skip connections. With a^l = a^{l−1} + φ(z^l) the moments of a add up (`moments_of_sum`), and
E‖∂C/∂a^{l−1}‖² = (1 + σ_w² E[φ′²]) E‖∂C/∂a^l‖² (Yang & Schoenholz 2017). As E‖δ^l‖² is
E[φ′(√q^l z)²] times E‖∂C/∂a^l‖², χ_l takes σ_w² + 1/E[φ′(√q^{l+1} z)²] in place of σ_w².
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from scipy.special import expit, ndtr

from hardtotrain.engine.activations import ACTIVATIONS, Activation, normal_density
from hardtotrain.engine.costs import Cost, softmax
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.layers.normalisation import NORMALISATIONS, NormalisationKind
from hardtotrain.engine.layers.skip_connection import moments_of_sum

# What hidden layers may have, besides weights, biases and activation, that theory follows.
COVERED = ("normalisation", "skip_connections")

FARTHEST = 12.0  # standard deviations, beyond which a Gaussian has less than 1e-32 left
GRID_STEP = 0.25  # of a function as wide as a Gaussian of sd 1, whose sum is then exact to 1e-14


@dataclass(frozen=True)
class MeanField:
    """What mean-field theory says of a network of L layers.

    Attributes:
        q: Variance of the weighted inputs of layers 1 … L.
        chi: χ of the hidden layers 1 … L − 1.
    """

    q: list[float]
    chi: list[float]

    def error_norms(self, output_error_square: float) -> np.ndarray:
        """√E‖δ^l‖² of layers 1 … L, from E‖δ^L‖² down: each hidden layer keeps χ_l of it.

        The errors are those of an example, or their mean over images. The latter obeys the same χ
        so far as images share the slopes φ′ of the hidden layers.
        """
        with np.errstate(over="ignore"):
            squares = np.cumprod([output_error_square, *reversed(self.chi)])
        return np.sqrt(squares[::-1])


def gaussian_mean(f: Callable[[np.ndarray], np.ndarray], q: float) -> float:
    """E[f(√q z)], z ~ N(0, 1), by double-exponential quadrature on either side of 0.

    Args:
        f: Takes and gives arrays of one shape; smooth but for a kink or a jump at 0.
        q: The variance, at least 0.
    """
    nodes, weights = half_gaussian()
    z = np.sqrt(q) * nodes
    return float(weights @ (f(z) + f(-z)))


@cache
def half_gaussian() -> tuple[np.ndarray, np.ndarray]:
    """Nodes z and weights that turn an integral over N(0, 1) from 0 to FARTHEST into a sum.

    The sum is over equal steps of t with z = FARTHEST s(π sinh t), s the logistic function
    (Takahasi & Mori 1974, Publ. RIMS 9:721-741). Nodes crowd at 0: the sum is right to 1e-14 for a
    sigmoid as steep as q = 1e20 makes it.
    """
    step = 1 / 128
    t = np.arange(-6, 4, step)
    share = expit(np.pi * np.sinh(t))
    z = FARTHEST * share
    return z, FARTHEST * step * np.pi * np.cosh(t) * share * (1 - share) * normal_density(z)


# Networks that differ in depth have the same q in all layers but the last: each is computed once.
@lru_cache(maxsize=1024)
def mean(activation: Activation, q: float) -> float:
    """E[φ(√q z)]."""
    return gaussian_mean(lambda z: _apply(activation, z), q)


@lru_cache(maxsize=1024)
def mean_square(activation: Activation, q: float) -> float:
    """E[φ(√q z)²]."""
    return gaussian_mean(lambda z: _apply(activation, z) ** 2, q)


@lru_cache(maxsize=1024)
def mean_square_slope(activation: Activation, q: float) -> float:
    """E[φ′(√q z)²]."""

    def square_slope(z: np.ndarray) -> np.ndarray:
        slope = np.empty_like(z)
        activation.derivative(z, _apply(activation, z), slope)
        return slope**2

    return gaussian_mean(square_slope, q)


def _apply(activation: Activation, z: np.ndarray) -> np.ndarray:
    a = np.empty_like(z)
    with np.errstate(over="ignore"):  # e^−z may, and 1 / (1 + ∞) is the 0 that it should be
        activation.apply(z, a)
    return a


def weight_sd(scheme: str, n_in: int, n_out: int) -> float:
    """σ_w = √(n_in Var(W)) of a layer (n_in, n_out) under a scheme of INITIALISERS."""
    return float(np.sqrt(n_in * INITIALISERS[scheme].variance(n_in, n_out)))


def network_weight_sds(layers: Sequence[int], scheme: str, weight_scale: float) -> list[float]:
    """σ_w of each of the L layers of a network, arguments as for network_mean_field."""
    return [weight_scale * weight_sd(scheme, *shape) for shape in pairwise(layers)]


def network_mean_field(settings: Mapping, mean_square_pixel: float) -> MeanField:
    """The mean field of a network as the config describes it.

    Args:
        settings: `layers`, sizes, input first; `activation` and what is COVERED; `initialiser` with
            `scheme`, `weight_scale` and `bias_sd` (None: the scheme's own).
        mean_square_pixel: |x|²/n_0, the mean over images.
    """
    layers, initialiser = settings["layers"], settings["initialiser"]
    scheme, given = initialiser["scheme"], initialiser["bias_sd"]
    widths = layers[1:-1]
    return mean_field(
        ACTIVATIONS[settings["activation"]],
        network_weight_sds(layers, scheme, initialiser["weight_scale"]),
        INITIALISERS[scheme].bias_sd if given is None else given,
        mean_square_pixel,
        NORMALISATIONS.get(settings["normalisation"]),
        [settings["skip_connections"] and a == b for a, b in pairwise(widths)],
    )


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def mean_field(
    activation: Activation,
    sigma_w: Sequence[float],
    sigma_b: float,
    mean_square_pixel: float,
    normalisation: NormalisationKind | None = None,
    skips: Sequence[bool] = (),
) -> MeanField:
    """Follows q forward through the layers, and gives χ of the hidden ones.

    Args:
        activation: φ of the hidden layers.
        sigma_w: σ_w of each of the L layers.
        sigma_b: σ_b of all layers.
        mean_square_pixel: |x|²/n_0.
        normalisation: Of the hidden layers.
        skips: Whether a connection skips hidden layer 2, 3, … L − 1; none without it.

    Returns:
        q and χ; infinite or NaN from where float64 overflows on.
    """
    # As numpy's numbers: the squares of Python's raise where they overflow.
    weight_variances, bias_variance = np.square(sigma_w), np.square(sigma_b)
    last = len(weight_variances) - 1
    skipped = [False, *skips] if skips else [False] * last
    moments = (np.nan, mean_square_pixel)  # E[a] and E[a²]; the mean pixel has no part in anything
    q, slopes, carried = [], [], []
    for layer, weight_variance in enumerate(weight_variances):
        if normalisation and layer < last:
            carried.append(1 / np.float64(normalisation.divisor(*moments)))
            q.append(1.0)
        else:
            carried.append(weight_variance)
            q.append(weight_variance * moments[1] + bias_variance)
        if layer < last:
            slopes.append(np.float64(mean_square_slope(activation, q[-1])))
            given = mean(activation, q[-1]), mean_square(activation, q[-1])
            moments = moments_of_sum(moments, given) if skipped[layer] else given
    # What E‖δ^{l+1}‖² makes of E‖∂C/∂a^l‖², where a connection goes past layer l + 1 too.
    for layer in range(1, last):
        carried[layer] += 1 / slopes[layer] if skipped[layer] else 0
    return MeanField(q, [slope * kept for slope, kept in zip(slopes, carried[1:], strict=True)])


def softmax_mean_square(q: float, outputs: int) -> float:
    """E[a_1²] of a = softmax(z) with n independent z_k ~ N(0, q).

    With 1/S² = ∫ t e^{−tS} dt, S = Σ_k e^{z_k} and t = e^u, the mean over n Gaussians becomes

        ∫ E[h(z + u)] E[k(z + u)]^{n−1} du,  h(v) = exp(2v − e^v),  k(v) = exp(−e^v),

    two convolutions with a Gaussian. Sums over a uniform grid converge exponentially. The grid is
    over whichever of the Gaussian and h is narrower, and as long whatever q is.

    Args:
        q: The variance, at least 0.
        outputs: n.

    Returns:
        From 1/n² at q = 0 to 1/n, a single output of 1, as q grows; NaN for an infinite q.
    """
    if not np.isfinite(q):
        return np.nan
    sd = np.sqrt(q)
    wide = max(sd, 1)
    step = wide / 8
    # h vanishes below −20, h and k above 5.
    u = step * np.arange((-20 - FARTHEST * sd) // step, (5 + FARTHEST * sd) // step + 1)
    smooth_h, smooth_k = (over_the_gaussian if sd < 1 else over_the_function)(u, sd)
    return float(step * np.sum(smooth_h * smooth_k ** (outputs - 1)))


def over_the_gaussian(u: np.ndarray, sd: float) -> tuple[np.ndarray, np.ndarray]:
    """E[h(z + u)] and E[k(z + u)] for z ~ N(0, sd²), sd at most 1, as sums over z/sd."""
    z = np.arange(-FARTHEST, FARTHEST, GRID_STEP)
    v = u[:, np.newaxis] + sd * z
    with np.errstate(over="ignore"):  # e^v may, and e^−∞ is the 0 that it should be
        return tuple(
            f @ (GRID_STEP * normal_density(z))
            for f in (np.exp(2 * v - np.exp(v)), np.exp(-np.exp(v)))
        )


def over_the_function(u: np.ndarray, sd: float) -> tuple[np.ndarray, np.ndarray]:
    """The same for sd of at least 1, as sums over v = z + u.

    k falls from 1 to 0 with the slope −exp(v − e^v), so that E[k(z + u)] = ∫ exp(v − e^v)
    P(z + u < v) dv.
    """
    v = np.arange(-40, 5, GRID_STEP)
    z = (v - u[:, np.newaxis]) / sd
    h, slope = np.exp(2 * v - np.exp(v)), np.exp(v - np.exp(v))
    return normal_density(z) @ (GRID_STEP / sd * h), ndtr(z) @ (GRID_STEP * slope)


def output_error_square(cost: Cost, q: float, outputs: int, squared_shares: float) -> float:
    """E‖δ^L‖² of the error averaged over images that all get the same output a.

    Class k has the share p_k of the images, so that the mean of δ^L_k is (a_k − p_k) s_k, where s
    is 1 under the cross-entropy and σ′ under the quadratic cost. Each z^L_k ~ N(0, q^L) and
    σ(−z) = 1 − σ(z), so that E[σ s²] = E[s²]/2 and

        E‖δ^L‖² = Σ_k E[(σ − p_k)² s²] = n_L E[σ² s²] − (1 − Σ p_k²) E[s²].

    Softmax outputs a, whose mean is 1/n_L, have s = 1 and n_L E[a²] − 2/n_L + Σ p_k².

    - A single example has a class to itself, Σ p_k² = 1, and no other image to share outputs with:
      n_L E[σ²] under the cross-entropy. This is the square of bias_gradient_rms.
    - For the mean gradient, whose norm is bias_gradient_norm, the equation is an upper bound where
      s = 1: with ā, the mean over images, in place of a, E[ā²] ≤ E[a²]. It is close where biases,
      or what the images have in common, decide the outputs, and far where a − p is small otherwise.
    - In the hidden layers the mean is over δ^{l+1} times slopes that differ between images. Slopes
      that are independent of the errors would shrink it below χ; but images of one class share both
      slopes and errors, which keeps errors of different classes from cancelling. No bound holds.

    Args:
        cost: That of the network.
        q: q^L, the variance of the weighted inputs of the output layer.
        outputs: n_L.
        squared_shares: Σ p_k², or 1 for a single example.
    """
    if cost.apply_output is softmax:
        return outputs * softmax_mean_square(q, outputs) - 2 / outputs + squared_shares

    def square_slope(z: np.ndarray) -> np.ndarray:
        return cost.error_slope(expit(z)) ** 2

    return outputs * gaussian_mean(lambda z: expit(z) ** 2 * square_slope(z), q) - (
        1 - squared_shares
    ) * gaussian_mean(square_slope, q)


def critical_weight_scale(activation: Activation, sigma_b: float) -> float:
    """The σ_w at which χ = 1 where q has come to rest: errors neither vanish nor explode.

    At rest q = σ_w² E[φ²] + σ_b², and σ_w² E[φ′²] = 1. Without σ_w: (q − σ_b²) E[φ′²] = E[φ²].

    Args:
        activation: φ.
        sigma_b: σ_b.

    Raises:
        ValueError: There is none, as for relu with biases, where q never comes to rest at χ = 1.
    """
    from scipy.optimize import brentq  # here, as most programs never need it

    if sigma_b == 0 and mean_square(activation, 0) == 0:
        # q = 0 is at rest, and stays so until the slopes at 0 make up for it.
        return 1 / np.sqrt(mean_square_slope(activation, np.finfo(float).tiny))

    def excess(q: float) -> float:
        gain = (q - sigma_b**2) * mean_square_slope(activation, q)
        return gain - mean_square(activation, q)

    q = brentq(excess, sigma_b**2, 1e6)
    return float(1 / np.sqrt(mean_square_slope(activation, q)))
