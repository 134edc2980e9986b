"""The table of speed order: do earlier layers stay slower through all of training?"""

import pandas as pd

from hardtotrain.statistics.bootstrap import interval_of_median_ratio, intervals_of_groups
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.learning_speed_ratios import last_over_first, speed_ratios
from hardtotrain.tables.schemas.speeds import SPEED_ORDER

ORDER_KEY = [*NETWORK_KEY, "measure", "pairs"]
PAIRS = ("neighbours", "first_and_last")


def speed_order_table(networks: pd.DataFrame, gradients: pd.DataFrame) -> pd.DataFrame:
    """The smallest ratio of a later layer's speed to an earlier one's that a replicate ever had.

    To ask of every epoch and pair of layers whether its interval lies above 1 is to ask thousands
    of questions at 95%, and some of them fail by chance alone. Here each replicate answers with one
    number, the smallest of its ratios: above 1 exactly if its earlier layers were slower at every
    recorded epoch. Replicates are independent, so that the interval of their median needs no
    correction, however many epochs were recorded. The smallest of many noisy ratios lies below what
    a typical epoch has: the question is a strict one.

    Ratios are as in `learning_speed_ratios`: infinite where the earlier layer alone does not learn;
    none where neither does, or where a speed is not finite. A replicate has the smallest of those
    that it has, up to where it diverges, and without any it does not count.

    Args:
        networks: One row a network: experiment, network, hidden_layers.
        gradients: The `gradients.csv` of every network, stacked, experiment and network in front.

    Returns:
        One row for each network with two or more hidden layers (in the order of `networks`),
        measure and pairs (`neighbours`: of all pairs of neighbouring hidden layers that with the
        smallest ratio; `first_and_last`: that pair alone): experiment, network, measure, pairs,
        epochs (recorded, with that before training), replicates, smallest (median over replicates),
        ci_low, ci_high (95%, on the log scale), and the same for the last recorded epoch alone:
        final_replicates, final, final_low, final_high. What no replicate gives is NaN.
    """
    ratios = speed_ratios(networks, gradients, [*NETWORK_KEY, "replicate", "epoch"])
    steps = ratios[ratios["to_layer"] == ratios["from_layer"] + 1]
    ends = last_over_first(ratios, networks)
    asked = pd.concat(
        chosen.assign(pairs=pairs) for pairs, chosen in zip(PAIRS, (steps, ends), strict=True)
    )
    last = asked.groupby(NETWORK_KEY)["epoch"].transform("max")
    smallest = _medians(asked).rename(columns={"median": "smallest"})
    final = _medians(asked[asked["epoch"] == last]).rename(
        columns={
            "median": "final",
            "replicates": "final_replicates",
            "ci_low": "final_low",
            "ci_high": "final_high",
        }
    )
    epochs = asked.groupby(ORDER_KEY)["epoch"].nunique().rename("epochs")
    table = smallest.join(final).join(epochs).reset_index()
    return networks[NETWORK_KEY].merge(table, on=NETWORK_KEY)[SPEED_ORDER.names]


def _medians(ratios: pd.DataFrame) -> pd.DataFrame:
    """Median over replicates of the smallest ratio of each, with its interval, by ORDER_KEY."""
    of_replicates = ratios.groupby([*ORDER_KEY, "replicate"])["ratio"].min()
    groups = of_replicates.groupby(ORDER_KEY)
    medians = groups.agg(median="median", replicates="count")
    return medians.join(intervals_of_groups(groups, interval_of_median_ratio))
