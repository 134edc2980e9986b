"""Which figures a study gets."""

import pandas as pd

from hardtotrain.tables.initial_experiment import initial_experiment


def figures_of(networks: pd.DataFrame) -> list[tuple[str, str]]:
    """The figures that the networks of a study give, in the order in which the report shows them.

    Accuracy and learning speed against epoch belong to every experiment that trains (the latter
    where a network has layers to compare). What is true before training is shown once.

    Args:
        networks: The table of networks.

    Returns:
        Pairs of figure and experiment: the figure is results/figures/{experiment}/{figure}.svg.
    """
    trained = list(networks.loc[networks["epochs"] > 0, "experiment"].unique())
    deep = set(networks.loc[networks["hidden_layers"] > 1, "experiment"])
    initial = initial_experiment(networks)
    return [
        *(("accuracy", experiment) for experiment in trained),
        *((figure, initial) for figure in ("neurons", "initial_speed", "mean_field") if initial),
        *(("learning_speed", experiment) for experiment in trained if experiment in deep),
    ]
