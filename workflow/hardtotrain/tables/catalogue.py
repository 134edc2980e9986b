"""Every table of what was recorded: a new one is a new module and a line here."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from hardtotrain.data.dataset import Dataset
from hardtotrain.tables.accuracy import accuracy_table
from hardtotrain.tables.activation_levels import activation_level_table
from hardtotrain.tables.backward_factors import backward_factor_table
from hardtotrain.tables.comparisons import compared_networks, comparison_table
from hardtotrain.tables.differences import difference_table
from hardtotrain.tables.initial_order import initial_order_table
from hardtotrain.tables.learning_speed_ratios import learning_speed_ratio_table
from hardtotrain.tables.learning_speeds import learning_speed_table
from hardtotrain.tables.mean_field import mean_field_table
from hardtotrain.tables.neuron_order import neuron_order_table
from hardtotrain.tables.plateau import plateau_table
from hardtotrain.tables.plateau_fates import plateau_fate_table
from hardtotrain.tables.plateau_lengths import plateau_length_table
from hardtotrain.tables.published_errors import published_error_table
from hardtotrain.tables.remedies import remedy_table
from hardtotrain.tables.saturation import saturation_table
from hardtotrain.tables.speed_order import speed_order_table
from hardtotrain.tables.speeds_by_depth import speeds_by_depth_table
from hardtotrain.tables.training_costs import training_cost_table
from hardtotrain.tables.weight_decay import weight_decay_table


def tables_of_recordings(
    networks: pd.DataFrame,
    recorded: Mapping[str, pd.DataFrame],
    predictions: pd.DataFrame,
    images: Dataset,
    published: Path,
    start: Mapping | None,
) -> dict[str, pd.DataFrame]:
    """The tables that say something of each network by itself, from what was recorded of it.

    Args:
        networks: One row a network, with all its settings.
        recorded: The CSVs of all these networks, stacked, experiment and network in front: history,
            gradients, neurons, activations, propagation and updates.
        predictions: Of the plateau of every network whose updates are recorded, stacked likewise.
        images: The training examples.
        published: The folder of reference data.
        start: Of these networks the row of that which `start_of` names, None where it is another.
    """
    history, gradients = recorded["history"], recorded["gradients"]
    accuracies = accuracy_table(networks, history, published)
    plateau = plateau_table(networks, recorded["updates"], predictions, images)
    lengths = plateau_length_table(plateau)
    fields = mean_field_table(networks, gradients, images)
    return {
        "networks": networks,
        "accuracy": accuracies,
        "learning_speeds": learning_speed_table(networks, gradients, published),
        "learning_speed_ratios": learning_speed_ratio_table(networks, gradients, published),
        "speed_order": speed_order_table(networks, gradients),
        "initial_order": initial_order_table(networks, gradients),
        "neuron_order": neuron_order_table(networks, recorded["neurons"]),
        "activation_levels": activation_level_table(networks, recorded["activations"]),
        "saturation": saturation_table(networks, recorded["activations"]),
        "backward_factors": backward_factor_table(networks, recorded["propagation"]),
        "weight_decay": weight_decay_table(networks, gradients),
        "plateau": plateau,
        "plateau_lengths": lengths,
        "mean_field": fields,
        "speeds_by_depth": speeds_by_depth_table(start, images),
        "remedies": remedy_table(networks, history, gradients, lengths, fields),
        "published_errors": published_error_table(networks, accuracies, published),
    }


def tables_of_experiment(
    networks: pd.DataFrame,
    history: pd.DataFrame,
    gradients_of: Callable[[pd.DataFrame], pd.DataFrame],
    lengths: pd.DataFrame,
    published: Path,
    margin: float,
) -> dict[str, pd.DataFrame]:
    """The tables that compare or count the networks of an experiment.

    Args:
        networks: One row for each network of the experiment, with all its settings.
        history: The `history.csv` of all these networks, stacked, experiment and network in front.
        gradients_of: Gives for some of their rows the `gradients.csv` of these, stacked likewise.
        lengths: The table of plateau lengths.
        published: The folder of reference data.
        margin: Of equivalence, a fraction of the images.
    """
    compared = compared_networks(networks, published)
    # Without any, one network for its columns.
    gradients = gradients_of(compared if len(compared) else networks.iloc[:1])
    return {
        "differences": difference_table(networks, history, margin),
        "training_costs": training_cost_table(networks, history),
        "plateau_fates": plateau_fate_table(networks, lengths),
        "comparisons": comparison_table(networks, history, gradients, published),
    }
