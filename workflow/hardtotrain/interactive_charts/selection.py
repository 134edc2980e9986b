"""Which charts a study gets."""

from collections.abc import Mapping, Sequence

from hardtotrain.figures.selection import figures_of
from hardtotrain.interactive_charts.keys import OVER_FIGURES
from hardtotrain.roles.trained_layers import first_to_train_layers


def charts_of(networks: Sequence[Mapping]) -> list[tuple[str, str]]:
    """The charts that the networks of a study give.

    The neurons are those of the first experiment that trains a network with layers to compare; the
    explorer of the factors w σ′(z) has the experiment of their figure.

    Args:
        networks: The rows of the table of networks.

    Returns:
        Pairs of chart and experiment, each once.
    """
    figures = figures_of(networks)
    charts = [pair for pair in figures if pair[0] in OVER_FIGURES]
    charts += [("factors", experiment) for name, experiment in figures if name == "slope_factors"]
    first = first_to_train_layers(networks)
    return [*charts, ("neurons", first["experiment"])] if first else charts
