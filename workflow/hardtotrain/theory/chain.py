"""The simplest deep network: a chain of single sigmoid neurons (Nielsen, chapter 5).

    a_0 → (w_1, b_1) → (w_2, b_2) → … → (w_L, b_L) → C = ½ (a_L − y)²

Its gradients ∂C/∂b_l come in three ways: the product that the book prints, backpropagation as the
networks of the study have it, and differentiation by a complex step. Backpropagation shares no code
with the other two; these share `feedforward` alone.
"""

from dataclasses import dataclass

import numpy as np

from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.backpropagation import Backpropagation
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.network import Network
from hardtotrain.theory.slope_factors import sigma_prime

COMPLEX_STEP = 1e-30  # its square is lost beside 1, so the derivative is exact but for rounding


@dataclass(frozen=True)
class Chain:
    """L neurons, one after another.

    Attributes:
        weights: w_1 … w_L, shape (L,).
        biases: b_1 … b_L, shape (L,).
        image: The input a_0.
        target: y.
    """

    weights: np.ndarray
    biases: np.ndarray
    image: float
    target: float


def feedforward(chain: Chain, biases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """z_j = w_j a_{j−1} + b_j and a_j = σ(z_j) for j = 1 … L.

    Args:
        chain: Its weights and input are used.
        biases: In place of the chain's own, real or complex, shape (L,).

    Returns:
        z and a, shape (L,) each.
    """
    z, a = np.empty_like(biases), np.empty_like(biases)
    before = chain.image
    for j, (w, b) in enumerate(zip(chain.weights, biases, strict=True)):
        z[j] = w * before + b
        a[j] = before = 1 / (1 + np.exp(-z[j]))
    return z, a


def chain_gradient_by_product(chain: Chain) -> np.ndarray:
    """∂C/∂b_l = σ′(z_l) · Π_{j>l} w_j σ′(z_j) · ∂C/∂a_L for l = 1 … L (Nielsen, chapter 5).

    Returns:
        The gradient, shape (L,); its first element is the book's ∂C/∂b_1.
    """
    z, a = feedforward(chain, chain.biases)
    slopes = sigma_prime(z)
    factors = chain.weights * slopes
    output_gradient = a[-1] - chain.target
    return np.array(
        [slope * np.prod(factors[j + 1 :]) * output_gradient for j, slope in enumerate(slopes)]
    )


def chain_gradient_by_backpropagation(chain: Chain) -> np.ndarray:
    """∂C/∂b_l for l = 1 … L from the engine, as a network with one neuron a layer: shape (L,)."""
    network = Network(
        ACTIVATIONS["sigmoid"],
        COSTS["quadratic"],
        list(chain.weights.reshape(-1, 1, 1, 1)),
        list(chain.biases.reshape(-1, 1, 1, 1)),
    )
    backpropagation = Backpropagation(network, batch_size=1)
    backpropagation.activations[0][:] = chain.image
    backpropagation.feedforward()
    backpropagation.backpropagate(np.array(chain.target))
    return np.concatenate(backpropagation.deltas).ravel()


def chain_gradient_by_complex_step(chain: Chain) -> np.ndarray:
    """∂C/∂b_l = Im C(b_l + ih) / h for l = 1 … L (Squire & Trapp 1998): shape (L,).

    Unlike a difference quotient it subtracts nothing, so that h can be tiny.
    """
    gradient = np.empty(len(chain.biases))
    for j in range(len(gradient)):
        biases = chain.biases.astype(complex)
        biases[j] += 1j * COMPLEX_STEP
        _, a = feedforward(chain, biases)
        gradient[j] = (0.5 * (a[-1] - chain.target) ** 2).imag / COMPLEX_STEP
    return gradient


def exploding_chain(weight: float, neurons: int) -> Chain:
    """The book's chain whose gradient explodes: biases that keep every z at 0, where σ′ = 1/4.

    With a_0 = 1/2 every a_j = 1/2 and b_j = −w/2, so each layer multiplies the gradient by w/4: by
    25 for the book's w = 100.

    Args:
        weight: w, the same for every neuron.
        neurons: L.
    """
    return Chain(np.full(neurons, float(weight)), np.full(neurons, -weight / 2), 0.5, 0.0)
