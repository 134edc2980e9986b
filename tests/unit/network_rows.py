"""Rows of the table of networks, as the plan of a study makes them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.study import Networks, Shape


def book_row(layers: str = "784-30-10", **columns: object) -> dict:
    """The row of a network with the book's settings, but for the columns that are given."""
    study = {"experiments": {"one": {"networks": [{"layers": "784-30-10"}]}}}
    [row] = Plan(list(plan_networks(Networks.model_validate(study), Shape()))).rows("mnist")
    hidden_layers = layers.count("-") - 1
    return row | {"network": layers, "layers": layers, "hidden_layers": hidden_layers} | columns


def networks_table(experiment: str, changes: Sequence[Mapping]) -> pd.DataFrame:
    """A row of the table of networks for each of some changes to the book's with two layers."""
    row = book_row("784-30-30-10", experiment=experiment, replicates=3)
    return pd.DataFrame([row | change for change in changes])
