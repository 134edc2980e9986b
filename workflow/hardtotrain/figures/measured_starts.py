"""What was measured of the starts that the table speeds_by_depth predicts."""

import pandas as pd

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.roles.start_by_depth import one_a_depth, starting_alike
from hardtotrain.tables.keys import NETWORK_KEY
from hardtotrain.tables.runs import read_table


def measured_starts(data: ExperimentData) -> pd.DataFrame:
    """The initial speeds of one network a depth, that with most replicates.

    Speeds are root mean squares over replicates, as the prediction is of the mean square; a median
    lies below both, the further the more layers an error has come through.

    Args:
        data: Of the experiment whose start is predicted. Only networks are looked for that stand in
            its folder of tables: those of the experiment, or of the study.

    Returns:
        One row for each depth that there is and hidden layer: hidden_layers, layer, measured, low
        and high (ends of its 95% interval), replicates, and measured_ratio, the median over
        replicates of the last layer's speed over the first one's, NaN for a single layer.
    """
    rows, start = networks_and_start(data)
    measured = pd.DataFrame(one_a_depth(starting_alike(rows, start)).values())
    speeds = read_table(data.tables / "mean_field.csv").query("kind == 'hidden'")
    ratios = read_table(data.tables / "learning_speed_ratios.csv").query(
        "epoch == 0 and measure == 'bias_gradient_norm' and from_layer == 1"
    )
    found = (
        measured[[*NETWORK_KEY, "hidden_layers"]]
        .merge(speeds, on=NETWORK_KEY)
        .merge(
            ratios.rename(columns={"to_layer": "hidden_layers", "median": "measured_ratio"})[
                [*NETWORK_KEY, "hidden_layers", "measured_ratio"]
            ],
            how="left",
            on=[*NETWORK_KEY, "hidden_layers"],
        )
    )
    return pd.DataFrame(
        {
            "hidden_layers": found["hidden_layers"],
            "layer": found["layer"],
            "measured": found["measured_norm"],
            "low": found["predicted_norm"] / (1 + found["relative_error_norm_high"]),
            "high": found["predicted_norm"] / (1 + found["relative_error_norm_low"]),
            "replicates": found["replicates"],
            "measured_ratio": found["measured_ratio"],
        }
    )


def networks_and_start(data: ExperimentData) -> tuple[list[dict], dict]:
    """The rows of the table of networks, and that of the network whose start is predicted."""
    networks = read_table(data.tables / "networks.csv")
    predicted = data.table("speeds_by_depth")[NETWORK_KEY].drop_duplicates()
    return networks.to_dict("records"), networks.merge(predicted).iloc[0].to_dict()
