"""Gathers what theory says, and how the networks of the study bear it out."""

import numpy as np

from hardtotrain.report.gathering.cells import Tables, estimate, number
from hardtotrain.report.numbers import BackwardFactor, Decay, Prediction, SlopeFactor


def predictions(tables: Tables, experiment: str | None) -> list[Prediction]:
    """What mean-field theory predicts of an experiment's untrained networks."""
    rows = tables["mean_field"].query("experiment == @experiment")
    return [
        Prediction(
            network=row.network,
            layer=row.layer,
            kind=row.kind,
            chi=number(row.chi),
            predicted=row.predicted_rms,
            measured=row.measured_rms,
            relative_error=row.relative_error_rms,
        )
        for row in rows.itertuples()
        if np.isfinite(row.relative_error_rms)
    ]


def theory(tables: Tables) -> dict[str, float]:
    """The quantities that follow from the equations alone."""
    return tables["theory_checks"].set_index("quantity")["value"].to_dict()


def slope_factors(tables: Tables) -> list[SlopeFactor]:
    """The factors |w σ′(z)| of hidden layers, which every product of the chain rule has."""
    rows = tables["slope_factors"].query("kind == 'hidden'")
    return [
        SlopeFactor(
            below_quarter=estimate(row, "below_quarter"),
            **row[["experiment", "network", "layer", "at_least_one", "largest"]],
        )
        for _, row in rows.iterrows()
    ]


def backward_factors(tables: Tables, experiment: str | None) -> list[BackwardFactor]:
    """The two parts of what the untrained hidden layers of an experiment do to the errors."""
    rows = tables["backward_factors"].query("experiment == @experiment and epoch == 0")
    parts = [
        (
            row,
            estimate(row, "weight_factor", "weight_low", "weight_high"),
            estimate(row, "slope_factor", "slope_low", "slope_high"),
        )
        for _, row in rows.iterrows()
    ]
    return [
        BackwardFactor(network=row["network"], layer=row["layer"], weights=weights, slopes=slopes)
        for row, weights, slopes in parts
        if weights and slopes
    ]


def decay(tables: Tables, initial: str | None) -> list[Decay]:
    """How errors change from layer to layer in every untrained network with layers to compare.

    A network that starts alike in several experiments is told once.

    Args:
        tables: Of the whole study.
        initial: The experiment of the initial speeds, whose networks come first, or None.
    """
    untrained = tables["networks"].query("epochs == 0")[["experiment", "network"]]
    rows = untrained.merge(tables["jacobians"], on=["experiment", "network"])
    rows = rows.sort_values("experiment", key=lambda names: names != initial, kind="stable")
    rows = rows.drop_duplicates(["network", "replicates", "decay_per_layer"])
    return [
        Decay(
            per_layer=estimate(row, "decay_per_layer"),
            r_squared=number(row["r_squared"]),
            largest_error=number(row["largest_error"]),
            layer_singular_value=number(row["layer_singular_value_mean"]),
            layer_bound=number(row["layer_singular_value_largest"]),
            product_singular_value=number(row["product_singular_value_largest"]),
            **row[["experiment", "network", "hidden_layers"]],
        )
        for _, row in rows[np.isfinite(rows["decay_per_layer"].astype(float))].iterrows()
    ]
