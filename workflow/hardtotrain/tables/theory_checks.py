"""The table of theory checks: what the book and the note say that needs no data to be judged."""

import numpy as np
import pandas as pd

from hardtotrain.tables.schemas.theory import THEORY_CHECKS
from hardtotrain.theory.chain import (
    Chain,
    chain_gradient_by_backpropagation,
    chain_gradient_by_complex_step,
    chain_gradient_by_product,
    exploding_chain,
)
from hardtotrain.theory.slope_factors import (
    factor_distribution,
    gaussian_weight_shares,
    sigma_prime,
    simulated_factors,
    widest_escape,
)

SEED = 20150125
CHAINS = 100
DEEPEST_CHAIN = 8
DRAWS = 1_000_000
BOOK_WEIGHT, BOOK_NEURONS = 100, 4  # of its example of an exploding gradient


def theory_check_table() -> pd.DataFrame:
    """Quantities that follow from the definitions alone (Nielsen, chapter 5).

    Returns:
        One row a quantity: quantity, value, ci_low, ci_high. No interval has a width: nothing is
        measured, and what is drawn is always drawn from the same seed. The quantities:

        - chain_backpropagation_error, chain_complex_step_error: the largest relative difference
          between the book's product for ∂C/∂b_l and either of the two other ways, over all
          neurons of CHAINS random chains.
        - exploding_chain_factor: ∂C/∂b_1 over ∂C/∂b_2 in the book's chain of weights 100;
          exploding_chain_first_to_last: over ∂C/∂b_4.
        - sigma_prime_maximum, sigma_prime_maximum_at: of σ′ on [−4, 4], and the z where it is.
        - normal_weights_in_0_1, normal_weights_below_1: P(0 < w < 1) and P(|w| < 1) for
          w ~ N(0, 1).
        - simulated_factors_below_quarter, simulated_factors_at_least_one: shares of |w σ′(z)| < 1/4
          and ≥ 1 among DRAWS pairs of w ~ N(0, 1) and z ~ N(0, 1).
        - escape_weight, escape_width: the |w| at which |w σ′(wa + b)| ≥ 1 for the widest interval
          of inputs a, and its width.
    """
    backpropagation_error, complex_step_error = _chain_errors()
    gradient = chain_gradient_by_product(exploding_chain(BOOK_WEIGHT, BOOK_NEURONS))
    z = np.linspace(-4, 4, 8001)
    slopes = sigma_prime(z)
    in_0_1, below_1 = gaussian_weight_shares(1)
    factors = factor_distribution(simulated_factors(1, DRAWS, SEED))
    escape_weight, escape_width = widest_escape()
    values = {
        "chain_backpropagation_error": backpropagation_error,
        "chain_complex_step_error": complex_step_error,
        "exploding_chain_factor": gradient[0] / gradient[1],
        "exploding_chain_first_to_last": gradient[0] / gradient[-1],
        "sigma_prime_maximum": slopes.max(),
        "sigma_prime_maximum_at": z[slopes.argmax()],
        "normal_weights_in_0_1": in_0_1,
        "normal_weights_below_1": below_1,
        "simulated_factors_below_quarter": factors.below_quarter,
        "simulated_factors_at_least_one": factors.at_least_one,
        "escape_weight": escape_weight,
        "escape_width": escape_width,
    }
    return pd.DataFrame(
        [[name, value, value, value] for name, value in values.items()], columns=THEORY_CHECKS.names
    )


def _chain_errors() -> tuple[float, float]:
    """Of backpropagation and of the complex step, against the product."""
    random = np.random.default_rng(SEED)
    errors = []
    for _ in range(CHAINS):
        neurons = random.integers(2, DEEPEST_CHAIN, endpoint=True)
        weights, biases = random.standard_normal((2, neurons))
        chain = Chain(weights, biases, *random.random(2))
        product = chain_gradient_by_product(chain)
        errors.append(
            [
                np.max(np.abs(other(chain) / product - 1))
                for other in (chain_gradient_by_backpropagation, chain_gradient_by_complex_step)
            ]
        )
    return tuple(np.max(errors, axis=0))
