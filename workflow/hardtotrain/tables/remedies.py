"""The table of remedies: what deep networks do to errors, and what comes of it in training."""

import numpy as np
import pandas as pd

from hardtotrain.config.watching import is_watched
from hardtotrain.statistics.bootstrap import interval_of_geometric_mean, interval_of_mean
from hardtotrain.statistics.geometric_mean import geometric_mean
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.replicates import replicate_accuracies, trained_classifiers, training_runs
from hardtotrain.tables.schemas.remedies import REMEDIES

# Of the images, more of which are read by networks that have learned.
LEARNED = 0.5


def remedy_table(
    networks: pd.DataFrame,
    history: pd.DataFrame,
    gradients: pd.DataFrame,
    lengths: pd.DataFrame,
    fields: pd.DataFrame,
) -> pd.DataFrame:
    """Factor a layer before training, length of the plateau and accuracy of each deep network.

    The factor is what a layer makes of the errors of single images on their way back, as a root
    mean square: above 1 they explode, below 1 they vanish. It is that from the last hidden layer
    but one to the first, so that all layers are alike: into the last one errors come from outputs,
    and where mini-batches are normalised they lose on their way out of it what all images share.

    Args:
        networks: One row a network, with all its settings. Those with fewer than three hidden
            layers are left out, and those that do not classify, end early or are not looked at
            during their updates.
        history: The `history.csv` of every network, stacked, experiment and network in front.
        gradients: The `gradients.csv`, stacked likewise.
        lengths: The table of plateau lengths.
        fields: The table of mean field.

    Returns:
        One row a network, in the order of `networks`: experiment, network, remedy (its changes),
        hidden_layers, replicates (that have a factor); factor_per_layer (geometric mean over
        replicates) with ci_low and ci_high, predicted_factor, and factor_ratio, measured over
        predicted, with the ends of its interval; updates (of the training), left (replicates that
        leave their plateau), updates_to_leave (median, where all leave) with leave_low and
        leave_high; accuracy on the validation images after the last epoch with accuracy_low and
        accuracy_high, its mean over the replicates that finished; learned (whether that is above
        LEARNED). All intervals are of 95%, by bootstrap.
    """
    deep = trained_classifiers(networks)
    settings = deep[["epochs", "recorded_updates", "task"]].itertuples(index=False)
    watched = np.array([is_watched(*row) for row in settings], bool)
    deep = deep[watched & (deep["hidden_layers"] > 2)]
    # One that diverged at once has no length.
    lengths = lengths.set_index(NETWORK_KEY).reindex(pd.MultiIndex.from_frame(deep[NETWORK_KEY]))
    accuracies = replicate_accuracies(training_runs(deep, history))
    rows = []
    for network in deep.to_dict("records"):
        key = tuple(network[name] for name in NETWORK_KEY)
        steps = network["hidden_layers"] - 2
        factors = factors_at_start(of_network(gradients, key), steps)
        factor = geometric_mean(factors) if len(factors) else np.nan
        # Where errors should vanish altogether there is nothing to compare with.
        chi = of_network(fields, key)["chi"].iloc[:steps]
        predicted = geometric_mean(np.sqrt(chi.where(chi > 0))) if len(chi) else np.nan
        reached = accuracies.get((*key, "validation", "last_epoch"), pd.Series(dtype=float))
        ends = interval_of_geometric_mean(factors)
        rows.append(
            [
                *key,
                network["changes"],
                network["hidden_layers"],
                len(factors),
                factor,
                *ends,
                predicted,
                factor / predicted,
                *(end / predicted for end in ends),
                network["updates"],
                *lengths.loc[key, ["left", "median_updates", "ci_low", "ci_high"]],
                reached.mean(),
                *interval_of_mean(reached),
                reached.mean() > LEARNED,
            ]
        )
    return pd.DataFrame(rows, columns=REMEDIES.names)


def of_network(table: pd.DataFrame, key: tuple[str, str]) -> pd.DataFrame:
    """The rows of one network in a table."""
    return table[(table[NETWORK_KEY] == list(key)).all(axis="columns")]


def factors_at_start(gradients: pd.DataFrame, steps: int) -> pd.Series:
    """The factor a layer of each replicate before training, from layer `steps` + 1 to layer 1.

    A replicate whose errors overflow, or are all 0 as behind dead rectifiers, has none.
    """
    start = gradients[gradients["epoch"] == 0].set_index(["layer", "replicate"])
    errors = start["bias_gradient_rms"].unstack().reindex([1, steps + 1])
    factors = (errors.loc[1] / errors.loc[steps + 1]) ** (1 / steps)
    return factors[np.isfinite(factors) & (factors > 0)]
