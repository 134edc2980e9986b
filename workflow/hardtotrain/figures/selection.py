"""Which figures a study gets."""

from collections.abc import Mapping, Sequence

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.roles.experiment import experiments_of


def figures_of(networks: Sequence[Mapping]) -> list[tuple[str, str]]:
    """The figures that the networks of a study give.

    Args:
        networks: The rows of the table of networks.

    Returns:
        Pairs of figure and experiment: the figure is results/figures/{experiment}/{figure}.svg.
    """
    return [
        (figure.name, experiment.name)
        for experiment in experiments_of(networks)
        for figure in FIGURES.values()
        if figure.shown(experiment)
    ]
