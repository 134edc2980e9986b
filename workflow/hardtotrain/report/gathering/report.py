"""Gathers the numbers of the report from the tables of the study."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Splits
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
    Prediction,
    Provenance,
    Ratio,
    Report,
)
from hardtotrain.tables.initial_experiment import initial_experiment

# The tables of the study, by name.
Tables = Mapping[str, pd.DataFrame]


def gather(
    tables: Tables, titles: Mapping[str, str], dataset: Splits, provenance: Provenance
) -> Report:
    """All numbers of the report.

    Args:
        tables: Of the whole study.
        titles: Of the experiments, by name.
        dataset: What the networks were trained on.
        provenance: How the results came to be.
    """
    networks = tables["networks"]
    experiments = list(networks["experiment"].unique())
    trained = list(networks.loc[networks["epochs"] > 0, "experiment"].unique())
    speeds = [learning_speed(tables, experiment) for experiment in trained]
    return Report(
        dataset=networks["dataset"].iloc[0],
        examples={
            "training": len(dataset.training),
            "validation": len(dataset.validation),
            "test": len(dataset.test),
        },
        commonest_class=np.bincount(dataset.validation.labels).max() / len(dataset.validation),
        experiments=[describe(networks, name, titles[name]) for name in experiments],
        accuracy=[accuracies(tables, experiment) for experiment in trained],
        initial_speed=initial_speed(tables),
        mean_field=predictions(tables),
        learning_speed=[speed for speed in speeds if speed.ratios],
        comparisons=[Comparison(**row) for row in plain(tables["comparisons"], Comparison)],
        provenance=provenance,
    )


def describe(networks: pd.DataFrame, name: str, title: str) -> Experiment:
    """An experiment and its networks."""
    rows = networks[networks["experiment"] == name]
    return Experiment(
        name=name,
        title=title or name.replace("_", " ").capitalize(),
        networks=[
            Network(
                name=row.network,
                layers=sizes(row.layers),
                epochs=row.epochs,
                images=row.images,
                probe_images=row.probe_images,
                replicates=row.replicates,
            )
            for row in rows.itertuples()
        ],
    )


def accuracies(tables: Tables, experiment: str) -> AccuracyOfExperiment:
    """The accuracies of an experiment's networks, in the order of the config."""
    networks = tables["networks"].query("experiment == @experiment and epochs > 0")
    table = (
        tables["accuracy"]
        .query("experiment == @experiment")
        .set_index(["network", "split", "statistic"])
    )
    differences = (
        tables["differences"]
        .query("experiment == @experiment and split == 'validation' and statistic == 'last_epoch'")
        .set_index("network")
    )
    over_images = tables["image_accuracy"].query("experiment == @experiment").set_index("network")
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
                over_images=estimate(over_images.loc[network.network], "mean"),
                sd=number(last["sd"]),
                note=number(last["published_note"]),
                book=number(last["published_book"]),
                diverged=last["diverged"],
                difference=difference(differences.loc[network.network])
                if network.network in differences.index
                else None,
            )
        )
    return AccuracyOfExperiment(
        experiment=experiment, rows=rows, depth_series=depth_series(networks)
    )


def depth_series(networks: pd.DataFrame) -> list[str]:
    """The networks that differ from the first in depth alone: all hidden layers are as wide.

    Empty where the first of them that has hidden layers has them of different widths.
    """
    settings = networks.drop(columns=["network", "layers", "hidden_layers", "replicates"])
    alike = networks[(settings == settings.iloc[0]).all(axis="columns")]
    widths = alike["layers"].map(lambda layers: set(sizes(layers)[1:-1]))
    width = next((found for found in widths if found), set())
    return alike.loc[widths.map(width.issuperset), "network"].to_list() if len(width) < 2 else []


def initial_speed(tables: Tables) -> InitialSpeed | None:
    """Learning speeds before training, or None where no network has layers to compare."""
    experiment = initial_experiment(tables["networks"])
    if experiment is None:
        return None
    start = tables["learning_speeds"].query(
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
        ordered=tables["initial_order"]
        .query("experiment == @experiment")
        .set_index("network")["ordered"]
        .to_dict(),
    )


def predictions(tables: Tables) -> list[Prediction]:
    """What mean-field theory predicts of the networks that show the initial learning speeds."""
    table = tables["mean_field"]
    rows = table[table["experiment"] == initial_experiment(tables["networks"])]
    return [
        Prediction(
            network=row.network,
            layer=row.layer,
            kind=row.kind,
            chi=number(row.chi),
            predicted=row.predicted_rms,
            measured=row.measured_rms,
            relative_error=row.relative_error_rms,
        )
        for row in rows.itertuples()
        if np.isfinite(row.relative_error_rms)
    ]


def learning_speed(tables: Tables, experiment: str) -> LearningSpeed:
    """Ratios at the start, a tenth of the way and the end of each network's own training."""
    recorded = tables["learning_speeds"].query("experiment == @experiment")["epoch"]
    epochs = np.sort(recorded.unique())
    chosen = {}
    for network in tables["networks"].query("experiment == @experiment").itertuples():
        own = epochs[epochs <= network.epochs]
        chosen[network.network] = {0, int(own[round(0.1 * (len(own) - 1))]), network.epochs}
    found = ratios(tables, experiment, sorted(set().union(*chosen.values())))
    return LearningSpeed(
        experiment=experiment, ratios=[row for row in found if row.epoch in chosen[row.network]]
    )


def ratios(tables: Tables, experiment: str, epochs: list[int]) -> list[Ratio]:
    """Ratios of the last to the first hidden layer at some epochs, by every measure."""
    rows = (
        tables["learning_speed_ratios"]
        .query("experiment == @experiment")
        .merge(
            tables["networks"][["experiment", "network", "hidden_layers"]],
            on=["experiment", "network"],
        )
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
    """A value of a table with its interval, or None where no replicate gave one.

    A ratio's interval may have no finite end, and JSON has no infinity: then it has no interval.
    """
    if not np.isfinite(row[value]):
        return None
    low, high = number(row["ci_low"]), number(row["ci_high"])
    bounded = low is not None and high is not None
    return Estimate(
        value=row[value],
        low=low if bounded else None,
        high=high if bounded else None,
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
