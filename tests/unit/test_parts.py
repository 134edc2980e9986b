"""An experiment is tabulated in parts, each small enough for the memory of one job."""

from types import SimpleNamespace

import pytest

from hardtotrain.config.parts import MOST_NETWORKS, MOST_ROWS, Parts, rows_read
from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.study import Networks, Shape


def parts_of(replicates, **sweep):
    study = {"replicates": replicates, "experiments": {"map": {"networks": [sweep]}}}
    plan = Plan(list(plan_networks(Networks.model_validate(study), Shape())))
    return plan, Parts(plan, ["map"])


def place(part):
    return SimpleNamespace(experiment="map", part=part)


@pytest.mark.parametrize("networks", [1, MOST_NETWORKS, MOST_NETWORKS + 1, 1000])
def test_parts_have_every_network_once_and_in_order(networks):
    rates = [0.001 * rate for rate in range(1, networks + 1)]
    plan, parts = parts_of(1, layers="784-10", optimiser={"learning_rate": rates}, epochs=0)
    numbers = parts.numbers(place(None))
    assert len(numbers) == -(-networks // MOST_NETWORKS)
    assert [name for n in numbers for name in parts.names(place(n))] == plan.names_in("map")
    assert [row["network"] for row in parts.rows(place("0"), "mnist")] == parts.names(place("0"))


def test_networks_that_record_much_are_tabulated_fewer_at_a_time():
    plan, parts = parts_of(100, hidden_layers=list(range(20, 40)), width=100, epochs=10)
    of_parts = [parts.names(place(number)) for number in parts.numbers(place(None))]
    rows = {network.name: rows_read(network) for network in plan.networks}
    assert max(rows.values()) > MOST_ROWS
    assert all(len(names) == 1 or sum(map(rows.get, names)) <= MOST_ROWS for names in of_parts)
    assert sum(map(len, of_parts)) == 20


def test_predictions_are_of_the_watched_networks_and_of_parts_that_have_any():
    updates = [0] * MOST_NETWORKS + [5] * (MOST_NETWORKS + 1)
    networks = [
        {"name": f"n{number}", "layers": "784-10", "record": {"updates": recorded}}
        for number, recorded in enumerate(updates)
    ]
    study = {"replicates": 1, "experiments": {"map": {"networks": networks}}}
    parts = Parts(Plan(list(plan_networks(Networks.model_validate(study), Shape()))), ["map"])
    assert parts.numbers_in("map") == ["0", "1", "2"] and parts.watched_in("map") == ["1", "2"]
    assert parts.watched(place("0")) == []
    predicted = [network["network"] for n in ("1", "2") for network in parts.watched(place(n))]
    assert predicted == [f"n{number}" for number in range(MOST_NETWORKS, len(networks))]
