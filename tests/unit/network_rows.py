"""Rows of the table of networks, as the plan of a study makes them."""

from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.study import Networks, Shape


def book_row(layers: str = "784-30-10", **columns: object) -> dict:
    """The row of a network with the book's settings, but for the columns that are given."""
    study = {"experiments": {"one": {"networks": [{"layers": "784-30-10"}]}}}
    [row] = Plan(list(plan_networks(Networks.model_validate(study), Shape()))).rows("mnist")
    hidden_layers = layers.count("-") - 1
    return row | {"network": layers, "layers": layers, "hidden_layers": hidden_layers} | columns
