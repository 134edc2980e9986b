"""The table of published errors: our test errors beside those of wider networks of a paper."""

from pathlib import Path

import pandas as pd

from hardtotrain.layer_sizes import read_layers
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.published import networks_under_settings
from hardtotrain.tables.schemas.accuracies import PUBLISHED_ERRORS

REFERENCE = "glorot_bengio_2010_table1"
PUBLISHED_WIDTH = 1000  # units of a hidden layer

# The paper's names of the initialisers, equations 1 and 16.
INITIALISERS = {"standard": "standard_uniform", "normalised": "glorot_uniform"}


def published_error_table(
    networks: pd.DataFrame, accuracies: pd.DataFrame, published: Path
) -> pd.DataFrame:
    """Test error of networks of five hidden layers, beside Glorot & Bengio 2010, table 1, on MNIST.

    The two are not measurements of the same thing, and no interval here is one for the published
    error: the paper's networks have 1,000 units a layer, tuned learning rates and a long training.
    What can be compared is the order of activations and initialisers. Hence a table of its own.

    Args:
        networks: One row a network, with the settings that it has to share with the paper's:
            experiment, network, layers and those in `settings.json`. Networks whose hidden layers
            are of several widths are left out.
        accuracies: The table of accuracies, as `accuracy_table` gives it.
        published: The folder of reference data.

    Returns:
        One row for each trained network whose activation and initialiser are in the paper's table
        (in the order of `networks`): experiment, network, activation, initialiser, width (units of
        a hidden layer), replicates (that finished), test_error (1 minus the mean test accuracy
        after the last epoch), ci_low, ci_high (95%), published and published_width. Errors are
        fractions in [0, 1]; what one replicate or none cannot give is NaN.
    """
    table1 = pd.read_csv(published / f"{REFERENCE}.csv").query("dataset == 'mnist'")
    paper = table1[["activation"]].assign(
        initialiser=table1["initialisation"].map(INITIALISERS),
        published=table1["test_error_percent"] / 100,
        published_width=PUBLISHED_WIDTH,
    )
    alike = networks_under_settings(networks, REFERENCE, published)
    widths = alike["layers"].map(lambda layers: set(read_layers(layers)[1:-1]))
    ours = alike.assign(width=widths.map(max))[widths.map(len) == 1]
    test = accuracies.query("split == 'test' and statistic == 'last_epoch'")
    errors = test[[*NETWORK_KEY, "replicates"]].assign(
        test_error=1 - test["mean"], ci_low=1 - test["ci_high"], ci_high=1 - test["ci_low"]
    )
    settings = [*NETWORK_KEY, "activation", "initialiser", "width"]
    return (
        ours[settings]
        .merge(paper, on=["activation", "initialiser"])
        .merge(errors, on=NETWORK_KEY)[PUBLISHED_ERRORS.names]
    )
