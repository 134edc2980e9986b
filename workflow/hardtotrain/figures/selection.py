"""Which figures a study gets."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.initial_experiment import initial_experiment
from hardtotrain.roles.plateau_experiments import COURSES, kind_of, predicted, watched
from hardtotrain.roles.trained_sigmoids import is_first_of_trained_sigmoids

FIGURE_NAMES = (
    "accuracy",
    "training_cost",
    "neurons",
    "initial_speed",
    "learning_speed",
    "plateau",
    "plateau_length",
    "wall",
    "map",
    "slope_factors",
    "mean_field",
    "activations",
    "histograms",
)

# What decides how fast the training cost falls, besides the architecture.
TRAINING = {"optimiser", "learning_rate", "momentum", "momentum_schedule", "initialiser"}

# What makes the activations of one network unlike those of another.
LAYERWISE = {"activation", "initialiser"}

# More layers than that cannot be told apart by their colours.
COLOURED_LAYERS = 6


def figures_of(networks: Sequence[Mapping]) -> list[tuple[str, str]]:
    """The figures that the networks of a study give.

    An experiment gets those that its networks have something to show in (those that end where they
    leave their plateau have no accuracy, no cost and no speeds at the end), and what holds of every
    network alike is shown once: how neurons and layers start by the experiment with most
    replicates, the factors w σ′(z) by the first experiment that trains deep sigmoid networks.

    Args:
        networks: The rows of the table of networks.

    Returns:
        Pairs of figure and experiment: the figure is results/figures/{experiment}/{figure}.svg.
    """
    initial = initial_experiment(networks)
    figures = [("neurons", initial), ("initial_speed", initial)] if initial else []
    for experiment, rows in groupby(networks, itemgetter("experiment")):
        rows = list(rows)
        trained = [row for row in rows if row["epochs"] > 0]
        to_the_end = [row for row in trained if row["ends"] == "last_epoch"]
        classifiers = [row for row in rows if row["task"] == "classify"]
        deep = [row for row in rows if row["hidden_layers"] > 1]
        readable = 0 < max(row["hidden_layers"] for row in rows) <= COLOURED_LAYERS
        differ = set(differing_settings(rows))
        kind = kind_of(rows)
        # A grid of depths and settings has a figure of its own, and no panel for each network.
        grid = kind in ("wall", "map")
        to_the_end = [] if grid else to_the_end
        shows = {
            "accuracy": any(row["task"] == "classify" for row in to_the_end),
            # Networks that reconstruct their images have no accuracy to show.
            "training_cost": to_the_end and (differ & TRAINING or len(classifiers) < len(rows)),
            "learning_speed": to_the_end and deep and not differ,
            "plateau": kind == "courses" and len(watched(rows)) <= COURSES,
            "plateau_length": kind and len(predicted(rows)) > 1,
            "wall": kind == "wall",
            "map": kind == "map",
            "slope_factors": is_first_of_trained_sigmoids(experiment, networks),
            "mean_field": any(row["hidden_layers"] > 1 for row in classifiers)
            and (not trained or experiment == initial),
            "activations": trained and not grid and readable and differ & LAYERWISE,
            "histograms": readable and "activation" in differ,
        }
        figures += [(figure, experiment) for figure, shown in shows.items() if shown]
    return figures
