"""Which experiment shows how the layers learn before training."""

import pandas as pd


def initial_experiment(networks: pd.DataFrame) -> str | None:
    """The experiment that shows how layers learn before training: the one with most replicates.

    Args:
        networks: The table of networks.

    Returns:
        Its name, or None where no network has two hidden layers to compare.
    """
    deep = networks[networks["hidden_layers"] > 1]
    return None if deep.empty else deep.loc[deep["replicates"].idxmax(), "experiment"]
