"""Gathers what theory says, and how the networks of the study bear it out."""

import numpy as np
import pandas as pd

from hardtotrain.report.gathering.cells import Tables, estimate, number
from hardtotrain.report.numbers import (
    ActivationCourse,
    BackwardFactor,
    Decay,
    Estimate,
    Prediction,
    SlopeFactor,
    TrainedFactor,
)
from hardtotrain.tables.replicates import trained_to_the_end


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


def prediction_errors(tables: Tables) -> dict[str, float]:
    """The largest relative error of the mean-field predictions of each experiment."""
    errors = tables["mean_field"].set_index("experiment")["relative_error_rms"].astype(float).abs()
    return errors[np.isfinite(errors)].groupby(level=0, sort=False).max().to_dict()


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
    return [
        BackwardFactor(**row[["network", "layer"]], **both) for row, both in parts_of_rows(rows)
    ]


def parts_of_rows(rows: pd.DataFrame) -> list[tuple[pd.Series, dict[str, Estimate]]]:
    """Rows of the table of backward factors that have both parts, and these."""
    parts = [
        (
            row,
            {
                "weights": estimate(row, "weight_factor", "weight_low", "weight_high"),
                "slopes": estimate(row, "slope_factor", "slope_low", "slope_high"),
            },
        )
        for _, row in rows.iterrows()
    ]
    return [(row, both) for row, both in parts if all(both.values())]


def trained_factors(tables: Tables, initial: str | None) -> list[TrainedFactor]:
    """Both parts at the first epochs of the deepest network that is trained with the same start.

    It is the deepest of those that train to their end, from the start of the experiment of the
    initial speeds, on all images that any of them has.

    Args:
        tables: Of the whole study.
        initial: The experiment of the initial speeds, or None.
    """
    networks = tables["networks"]
    start = networks[networks["experiment"] == initial]
    if start.empty:
        return []
    alike = ["layers", "activation", "initialiser", "cost"]
    trained = trained_to_the_end(networks)
    same = trained[trained["frozen_layers"] == "none"].merge(start[alike].drop_duplicates())
    same = same[same["images"] == same["images"].max()]
    if same.empty:
        return []
    deepest = same.loc[same["hidden_layers"].idxmax(), ["experiment", "network"]]
    table = tables["backward_factors"]
    rows = table[(table[["experiment", "network"]] == deepest).all(axis="columns")]
    return [
        TrainedFactor(**row[["experiment", "network", "epoch", "layer"]], **both)
        for row, both in parts_of_rows(rows)
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
    rows = rows[np.isfinite(rows["decay_per_layer"].astype(float))]
    alike = rows.groupby(["network", "replicates", "decay_per_layer"], sort=False)["experiment"]
    return [
        Decay(
            also_in=list(experiments[1:]),
            per_layer=estimate(row, "decay_per_layer"),
            r_squared=number(row["r_squared"]),
            largest_error=number(row["largest_error"]),
            layer_singular_value=number(row["layer_singular_value_mean"]),
            layer_bound=number(row["layer_singular_value_largest"]),
            product_singular_value=number(row["product_singular_value_largest"]),
            **row[["experiment", "network", "hidden_layers"]],
        )
        for experiments, row in ((same, rows.loc[same.index[0]]) for _, same in alike)
    ]


def activation_courses(tables: Tables) -> list[ActivationCourse]:
    """The mean activation that moves furthest from where it starts, one of each experiment."""
    levels = tables["activation_levels"]
    levels = levels[np.isfinite(levels["mean"].astype(float))]
    layers = levels.groupby(["experiment", "network", "layer"], sort=False)["mean"]
    moved = (levels["mean"] - layers.transform("first")).abs()
    furthest = levels.loc[moved[moved > 0].groupby(levels["experiment"], sort=False).idxmax()]
    ends = layers.agg(start="first", end="last")
    return [
        ActivationCourse(
            furthest=row["mean"],
            furthest_epoch=row["epoch"],
            **row[["experiment", "network", "layer", "start", "end"]],
        )
        for _, row in furthest.join(ends, on=["experiment", "network", "layer"]).iterrows()
    ]
