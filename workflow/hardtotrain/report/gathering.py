"""Gathers the numbers of the report from the tables and the recordings of the study."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hardtotrain.figures.selection import initial_experiment
from hardtotrain.report.numbers import (
    Accuracy,
    AccuracyOfExperiment,
    Comparison,
    Difference,
    Estimate,
    Experiment,
    InitialSpeed,
    LayerSpeed,
    LearningSpeed,
    Network,
    Provenance,
    Ratio,
    Report,
)


@dataclass(frozen=True)
class Tables:
    """The tables of the study and the recording that the report needs in full."""

    networks: pd.DataFrame
    accuracy: pd.DataFrame
    differences: pd.DataFrame
    learning_speeds: pd.DataFrame
    learning_speed_ratios: pd.DataFrame
    comparisons: pd.DataFrame
    gradients: pd.DataFrame


def gather(tables: Tables, titles: Mapping[str, str], provenance: Provenance) -> Report:
    """All numbers of the report.

    Args:
        tables: Of the whole study.
        titles: Of the experiments, by name.
        provenance: How the results came to be.
    """
    networks = tables.networks
    experiments = list(networks["experiment"].unique())
    trained = list(networks.loc[networks["epochs"] > 0, "experiment"].unique())
    speeds = [learning_speed(tables, experiment) for experiment in trained]
    return Report(
        dataset=networks["dataset"].iloc[0],
        experiments=[describe(networks, name, titles[name]) for name in experiments],
        accuracy=[accuracies(tables, experiment) for experiment in trained],
        initial_speed=initial_speed(tables),
        learning_speed=[speed for speed in speeds if speed.ratios],
        comparisons=[Comparison(**row) for row in plain(tables.comparisons, Comparison)],
        provenance=provenance,
    )


def describe(networks: pd.DataFrame, name: str, title: str) -> Experiment:
    """An experiment and its networks."""
    rows = networks[networks["experiment"] == name]
    return Experiment(
        name=name,
        title=title or name.replace("_", " ").capitalize(),
        epochs=sorted(rows["epochs"].unique().tolist()),
        images=sorted(rows["images"].unique().tolist()),
        networks=[
            Network(name=row.network, layers=sizes(row.layers), replicates=row.replicates)
            for row in rows.itertuples()
        ],
    )


def accuracies(tables: Tables, experiment: str) -> AccuracyOfExperiment:
    """The accuracies of an experiment's networks, in the order of the config."""
    networks = tables.networks.query("experiment == @experiment and epochs > 0")
    table = tables.accuracy.query("experiment == @experiment").set_index(
        ["network", "split", "statistic"]
    )
    differences = tables.differences.query(
        "experiment == @experiment and split == 'validation' and statistic == 'last_epoch'"
    ).set_index("network")
    rows = []
    for network in networks.itertuples():
        last = table.loc[(network.network, "validation", "last_epoch")]
        rows.append(
            Accuracy(
                network=network.network,
                layers=sizes(network.layers),
                validation=estimate(last, "mean"),
                validation_last_five=estimate(
                    table.loc[(network.network, "validation", "last_five")], "mean"
                ),
                test=estimate(table.loc[(network.network, "test", "last_epoch")], "mean"),
                sd=number(last["sd"]),
                note=number(last["published_note"]),
                book=number(last["published_book"]),
                diverged=last["diverged"],
                difference=difference(differences.loc[network.network])
                if network.network in differences.index
                else None,
            )
        )
    return AccuracyOfExperiment(experiment=experiment, rows=rows)


def initial_speed(tables: Tables) -> InitialSpeed | None:
    """Learning speeds before training, or None where no network has layers to compare."""
    experiment = initial_experiment(tables.networks)
    if experiment is None:
        return None
    start = tables.learning_speeds.query(
        "experiment == @experiment and epoch == 0 and kind == 'hidden' "
        "and measure == 'bias_gradient_norm'"
    )
    return InitialSpeed(
        experiment=experiment,
        speeds=[
            LayerSpeed(
                network=row["network"],
                layer=row["layer"],
                speed=estimate(row, "median"),
                book=number(row["published"]),
            )
            for _, row in start[np.isfinite(start["median"])].iterrows()
        ],
        ratios=ratios(tables, experiment, [0]),
        ordered=ordered_shares(
            tables.gradients.query("experiment == @experiment and epoch == 0 and kind == 'hidden'")
        ),
    )


def ordered_shares(start: pd.DataFrame) -> dict[str, float]:
    """For each network the share of replicates whose layers are strictly ordered by speed."""
    steps = start.sort_values("layer").groupby(["network", "replicate"], sort=False)
    ordered = steps["bias_gradient_norm"].agg(lambda speeds: bool((np.diff(speeds) > 0).all()))
    layers = start.groupby("network", sort=False)["layer"].max()
    shares = ordered.groupby("network", sort=False).mean()
    return {name: float(shares[name]) for name in layers[layers > 1].index}


def learning_speed(tables: Tables, experiment: str) -> LearningSpeed:
    """Ratios at the start, a tenth of the way and the end of an experiment's training."""
    epochs = np.sort(tables.gradients.query("experiment == @experiment")["epoch"].unique())
    chosen = sorted({int(epochs[round(share * (len(epochs) - 1))]) for share in (0, 0.1, 1)})
    return LearningSpeed(experiment=experiment, ratios=ratios(tables, experiment, chosen))


def ratios(tables: Tables, experiment: str, epochs: list[int]) -> list[Ratio]:
    """Ratios of the last to the first hidden layer at some epochs, by every measure."""
    rows = tables.learning_speed_ratios.query("experiment == @experiment").merge(
        tables.networks[["experiment", "network", "hidden_layers"]], on=["experiment", "network"]
    )
    ends = (rows["from_layer"] == 1) & (rows["to_layer"] == rows["hidden_layers"])
    found = rows[ends & rows["epoch"].isin(epochs) & np.isfinite(rows["median"].astype(float))]
    return [
        Ratio(
            network=row["network"],
            hidden_layers=row["hidden_layers"],
            epoch=row["epoch"],
            measure=row["measure"],
            ratio=estimate(row, "median"),
            book=number(row["published"]),
        )
        for _, row in found.iterrows()
    ]


def estimate(row: pd.Series, value: str) -> Estimate | None:
    """A value of a table with its interval, or None where no replicate gave one."""
    if not np.isfinite(row[value]):
        return None
    return Estimate(
        value=row[value],
        low=number(row["ci_low"]),
        high=number(row["ci_high"]),
        replicates=row["replicates"],
    )


def difference(row: pd.Series) -> Difference | None:
    """A row of the table of differences, or None where no pair of replicates finished."""
    paired = estimate(row, "difference")
    return paired and Difference(
        **dict(paired),
        p_holm=number(row["p_holm"]),
        probability_better=number(row["probability_better"]),
        margin=row["margin"],
        equivalent=row["equivalent"],
    )


def number(value: float) -> float | None:
    """A finite number, or None, which JSON can say."""
    return float(value) if np.isfinite(value) else None


def plain(table: pd.DataFrame, model: type[Comparison]) -> list[dict]:
    """Rows of a table with the fields of a model; what is not finite becomes None."""
    kept = table[list(model.model_fields)]
    return [
        {
            key: None if isinstance(value, float) and not np.isfinite(value) else value
            for key, value in row.items()
        }
        for row in kept.to_dict("records")
    ]


def sizes(layers: str) -> list[int]:
    """`784-30-10` as numbers."""
    return [int(size) for size in layers.split("-")]
