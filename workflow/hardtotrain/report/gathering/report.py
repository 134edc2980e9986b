"""Gathers all numbers of the report."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from hardtotrain.config.layer_sizes import read_layers
from hardtotrain.data.dataset import Splits
from hardtotrain.report.gathering.accuracy import accuracies, published_errors, training_costs
from hardtotrain.report.gathering.cells import Tables
from hardtotrain.report.gathering.claims import claims, comparisons
from hardtotrain.report.gathering.plateau import critical_scales, plateau_lengths
from hardtotrain.report.gathering.speeds import initial_speed, learning_speed, same_network
from hardtotrain.report.gathering.theory import (
    activation_courses,
    backward_factors,
    decay,
    prediction_errors,
    predictions,
    slope_factors,
    theory,
    trained_factors,
)
from hardtotrain.report.numbers import Experiment, Network, Provenance, Question, Report, Text
from hardtotrain.roles.differing_settings import differing_settings
from hardtotrain.roles.initial_experiment import initial_experiment
from hardtotrain.roles.plateau_experiments import kind_of
from hardtotrain.tables.replicates import trained_classifiers, trained_to_the_end


def gather(
    tables: Tables,
    words: Mapping[str, Mapping],
    stated_claims: Sequence[Mapping],
    dataset: Splits,
    provenance: Provenance,
) -> Report:
    """All numbers of the report.

    Args:
        tables: Of the whole study.
        words: Of the config on each experiment, by its name: title (en and zh, or None where it has
            none) and questions (each a question and an answer, en and zh).
        stated_claims: The claims of the config, as plain values.
        dataset: What the networks were trained on.
        provenance: How the results came to be.
    """
    networks = tables["networks"]
    experiments = list(networks["experiment"].unique())
    trained = list(networks.loc[networks["epochs"] > 0, "experiment"].unique())
    classifying = list(trained_classifiers(networks)["experiment"].unique())
    initial = initial_experiment(networks.to_dict("records"))
    speeds = [learning_speed(tables, experiment) for experiment in trained]
    splits = (dataset.training, dataset.validation, dataset.test)
    return Report(
        dataset=networks["dataset"].iloc[0],
        examples={
            "training": len(dataset.training),
            "validation": len(dataset.validation),
            "test": len(dataset.test),
        },
        image_size=dataset.image_size,
        classes=len(np.unique(np.concatenate([split.labels for split in splits]))),
        commonest_class=np.bincount(dataset.validation.labels).max() / len(dataset.validation),
        experiments=[describe(networks, name, words[name]) for name in experiments],
        accuracy=[accuracies(tables, experiment) for experiment in classifying],
        initial_speed=initial_speed(tables, initial),
        mean_field=predictions(tables, initial),
        prediction_errors=prediction_errors(tables),
        learning_speed=[speed for speed in speeds if speed.ratios],
        same_network=same_network(tables, initial),
        theory=theory(tables),
        slope_factors=slope_factors(tables),
        backward_factors=backward_factors(tables, initial),
        trained_factors=trained_factors(tables, initial),
        plateau=plateau_lengths(tables),
        critical_scales=critical_scales(networks, initial),
        decay=decay(tables, initial),
        activation_courses=activation_courses(tables),
        training_costs=training_costs(tables),
        published_errors=published_errors(tables),
        comparisons=comparisons(tables),
        claims=claims(tables, stated_claims),
        provenance=provenance,
    )


def describe(networks: pd.DataFrame, name: str, words: Mapping) -> Experiment:
    """An experiment and its networks."""
    by_name = name.replace("_", " ").capitalize()
    rows = networks[networks["experiment"] == name]
    records = rows.to_dict("records")
    return Experiment(
        name=name,
        title=Text.model_validate(words["title"] or {"en": by_name, "zh": by_name}),
        questions=[Question.model_validate(question) for question in words["questions"]],
        networks=[
            Network(
                name=row.network,
                layers=read_layers(row.layers),
                epochs=row.epochs,
                images=row.images,
                probe_images=row.probe_images,
                replicates=row.replicates,
            )
            for row in rows.itertuples()
        ],
        differs=differing_settings(records),
        plateau=kind_of(records),
        ends_on_leaving=trained_to_the_end(rows).empty and bool((rows["epochs"] > 0).any()),
    )
