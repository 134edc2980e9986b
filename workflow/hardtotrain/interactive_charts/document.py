"""charts.json: the specification of each kind of chart once, and the data of every chart."""

import json
from collections.abc import Callable, Sequence

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.interactive_charts.catalogue import CHARTS
from hardtotrain.interactive_charts.keys import key_of
from hardtotrain.interactive_charts.theme import CONFIG
from hardtotrain.network_words import network_words


def charts_document(
    charts: Sequence[tuple[str, str]], data_of: Callable[[str], ExperimentData]
) -> str:
    """The charts of a study.

    Args:
        charts: Pairs of chart and experiment, in their order.
        data_of: Gives for an experiment its tables and recordings.

    Returns:
        JSON: the look that all share, the Vega-Lite specifications by kind of chart, and the charts
        by key, each with what its networks are called.
    """
    document = {
        "config": CONFIG,
        "specifications": {
            name: CHARTS[name].draw().to_dict()
            for name in dict.fromkeys(name for name, _ in charts)
        },
        "charts": {
            key_of(name, experiment): {
                "name": name,
                **CHARTS[name].fill(data_of(experiment)).document(),
                "networks": network_names(data_of(experiment)),
            }
            for name, experiment in charts
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def network_names(experiment: ExperimentData) -> dict[str, list[str]]:
    """What the networks of an experiment are called, in English and in Chinese, by their names."""
    rows = experiment.table("networks").to_dict("records")
    return {row["network"]: list(text) for row, text in zip(rows, network_words(rows), strict=True)}
