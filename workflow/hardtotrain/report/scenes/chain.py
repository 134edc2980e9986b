"""Why would a gradient vanish? A chain of single neurons, and the factors of real networks."""

from collections.abc import Mapping, Sequence

from hardtotrain.report.cells import Row
from hardtotrain.report.interval_side import side
from hardtotrain.report.study import Study
from hardtotrain.roles.factor_experiment import is_first_of_trained_factors

# Starts whose weights are the smaller, the more inputs there are.
SCALED = {"scaled_gaussian", "standard_uniform", "glorot_uniform", "he"}


def tell(study: Study) -> Mapping | None:
    """What the factors |wσ′(z)| of sigmoid networks are, before and after training.

    Returns:
        checks: rows of theory_checks.csv by quantity; drawn and trained: of the hidden layers of
        the untrained networks with most starts, and of the first trained ones, the row of
        slope_factors.csv with the smallest share below 1/4, None where there are none; experiment:
        that of the trained ones; scaled: whether the untrained weights are drawn the smaller, the
        more inputs they have; none_reaches_one: whether no factor of theirs does; stretched: the
        row of jacobians.csv of the deepest of them whose errors grow though no factor reaches 1, or
        None. None where no sigmoid network has two hidden layers.
    """
    hidden = [
        row
        for row in study.rows("slope_factors", kind="hidden")
        if row["below_quarter"] is not None
    ]
    if not hidden:
        return None
    experiment = next(
        (e.name for e in study.experiments if is_first_of_trained_factors(e.name, e.study)), None
    )
    initial = next((e.name for e in study.experiments if e.is_initial), None)
    drawn = [row for row in hidden if row["experiment"] == initial and not is_trained(study, row)]
    trained = [row for row in hidden if row["experiment"] == experiment and is_trained(study, row)]
    return {
        "checks": {row["quantity"]: row for row in study.rows("theory_checks")},
        "experiment": experiment,
        "drawn": fewest_small(drawn),
        "trained": fewest_small(trained),
        "scaled": all(is_scaled(study, row) for row in drawn),
        "none_reaches_one": all(row["at_least_one"] == 0 for row in trained),
        "stretched": stretched(study, trained),
        **({"evidence_of": experiment} if experiment else {}),
    }


def is_trained(study: Study, row: Mapping) -> bool:
    """Whether the network of a row is trained at all."""
    return study.network(row["experiment"], row["network"])["epochs"] > 0


def is_scaled(study: Study, row: Mapping) -> bool:
    """Whether the first weights of a network are small, the smaller the more inputs there are."""
    network = study.network(row["experiment"], row["network"])
    return network["scheme"] in SCALED and network["weight_scale"] <= 1


def fewest_small(factors: Sequence[Row]) -> Row | None:
    """The layer with the smallest share of factors below 1/4."""
    return min(factors, key=lambda row: row["below_quarter"], default=None)


def stretched(study: Study, factors: Sequence[Row]) -> Row | None:
    """The deepest network whose errors grow on their way back though no factor reaches 1.

    Args:
        study: What the page reads.
        factors: Of the hidden layers of trained networks of one experiment.
    """
    reach = {row["network"] for row in factors if row["at_least_one"] > 0}
    small = {row["network"] for row in factors} - reach
    growing = (
        [
            row
            for row in study.rows("jacobians")
            if row["experiment"] == factors[0]["experiment"]
            and row["network"] in small
            and side(row, 0) < 0
            and row["layer_singular_value_largest"] > 1
        ]
        if factors
        else []
    )
    return max(growing, key=lambda row: row["hidden_layers"], default=None)
