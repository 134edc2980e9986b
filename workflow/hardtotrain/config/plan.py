"""From a study to what is to be trained: one row a network, every setting resolved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, Protocol

from hardtotrain.config.amounts import updates_per_epoch
from hardtotrain.config.naming import describe, network_name
from hardtotrain.config.network_entry import layers_of
from hardtotrain.config.overrides import given, inherit
from hardtotrain.config.settings import HiddenLayers, Initialiser
from hardtotrain.config.study import Networks, Shape
from hardtotrain.config.watching import is_watched


class Place(Protocol):
    """Names a network, and maybe a block, as the wildcards of a path below results/runs do.

    Or a part of an experiment, as those of a path below results/tables.
    """

    experiment: str
    network: str
    block: str
    part: str


@dataclass(frozen=True)
class PlannedNetwork:
    """One network of the study.

    Attributes:
        experiment: Name of its experiment.
        name: Its own name, unique in the experiment.
        position: Where its entry stands in the experiment's list, from 0; a sweep is one entry.
        settings: Every setting it is trained with, as plain values, `seed` and `layers` included.
        changes: Those of them that its experiment does not have, but for the layers.
        replicates: How many replicates are trained.
        replicates_per_job: How many of them one job trains in lockstep.
    """

    experiment: str
    name: str
    position: int
    settings: Mapping[str, Any]
    changes: Mapping[str, Any]
    replicates: int
    replicates_per_job: int

    @property
    def task(self) -> Literal["classify", "reconstruct"]:
        """What its outputs are for: to name the class of an image, or to give the image again."""
        first, *_, last = self.settings["layers"]
        return "reconstruct" if last == first else "classify"

    @property
    def updates(self) -> int:
        """How many updates its training makes, if it does not end early."""
        settings = self.settings
        return settings["epochs"] * updates_per_epoch(settings["images"], settings["batch_size"])

    @property
    def is_watched(self) -> bool:
        """Whether its plateau is looked at."""
        settings = self.settings
        return is_watched(settings["epochs"], settings["record"]["updates"], self.task)

    @property
    def fills_a_block(self) -> bool:
        """Whether a block is full, so that it stays as it is if replicates are added."""
        return self.replicates >= self.replicates_per_job

    def blocks(self) -> list[str]:
        """The blocks it is trained in, each named by its first and last replicate, as `0-7`."""
        firsts = range(0, self.replicates, self.replicates_per_job)
        lasts = (min(first + self.replicates_per_job, self.replicates) - 1 for first in firsts)
        return [f"{first}-{last}" for first, last in zip(firsts, lasts, strict=True)]


class Plan:
    """All networks of a study, and how to find one by the folders of its results."""

    def __init__(self, networks: Sequence[PlannedNetwork]) -> None:
        """Indexes the networks."""
        self.networks = networks
        self._by_place = {(network.experiment, network.name): network for network in networks}
        self._by_experiment = defaultdict(list)
        for network in networks:
            self._by_experiment[network.experiment].append(network)

    def most_images(self) -> dict[str, tuple[int, str]]:
        """For each setting that counts training images the largest number, and whose it is."""
        most = {}
        for key in ("images", "probe_images"):
            network = max(self.networks, key=lambda network: network.settings[key])
            most[key] = network.settings[key], f"{network.experiment}, {network.name}"
        return most

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        """The table of networks; `dataset` names the data they are trained on."""
        return [network_row(network, dataset) for network in self.networks]

    def rows_at(self, place: Place, dataset: str) -> list[dict[str, Any]]:
        """The rows of the experiment at a place in that table."""
        return [network_row(network, dataset) for network in self._by_experiment[place.experiment]]

    def names(self, place: Place) -> list[str]:
        """The names of the networks of the experiment at a place."""
        return self.names_in(place.experiment)

    def names_in(self, experiment: str) -> list[str]:
        """The names of an experiment's networks."""
        return [network.name for network in self._by_experiment[experiment]]

    def networks_in(self, experiment: str) -> Sequence[PlannedNetwork]:
        """An experiment's networks."""
        return self._by_experiment[experiment]

    def without_blocks(self) -> list[str]:
        """The experiments whose networks are trained each by one job, with nothing to join."""
        return [
            name for name, networks in self._by_experiment.items() if not networks[0].fills_a_block
        ]

    def jobs_in(self, experiment: str) -> list[str]:
        """The training jobs of an experiment, as {network}, or {network}/{block}."""
        return [
            job
            for network in self._by_experiment[experiment]
            for job in (
                [f"{network.name}/{block}" for block in network.blocks()]
                if network.fills_a_block
                else [network.name]
            )
        ]

    def network(self, place: Place) -> PlannedNetwork:
        """The network at a place."""
        return self._by_place[place.experiment, place.network]

    def settings(self, place: Place) -> Mapping[str, Any]:
        """Every setting of the network at a place."""
        return self.network(place).settings

    def blocks(self, place: Place) -> list[str]:
        """The blocks of replicates of the network at a place."""
        return self.network(place).blocks()

    def replicates(self, place: Place) -> list[int]:
        """The numbers of the replicates in a block, if the place names one, else of all."""
        if not hasattr(place, "block"):
            return list(range(self.network(place).replicates))
        first, last = map(int, place.block.split("-"))
        return list(range(first, last + 1))

    def work(self, place: Place) -> int:
        """What a training job has to do, in millions of weights times images of its epochs.

        A measure to start the longest jobs first, so that none is left over at the end.
        """
        settings = self.settings(place)
        weights = sum(n_in * n_out for n_in, n_out in pairwise(settings["layers"]))
        images = settings["images"] * (settings["epochs"] + 1)
        return weights * images * len(self.replicates(place)) // 1_000_000


def plan_networks(study: Networks, shape: Shape) -> Iterator[PlannedNetwork]:
    """Every network of the study, in the order of the config.

    Args:
        study: What is to be trained.
        shape: First and last layer of the networks that name only those between.
    """
    defaults = study.defaults.model_dump()
    for name, experiment in study.experiments.items():
        stated = experiment.model_dump(exclude_unset=True, exclude={"networks"})
        inherited = inherit(defaults, given(stated))
        for position, entry in enumerate(experiment.networks):
            for combination in entry.combinations():
                layers = layers_of(combination, shape.pixels, shape.classes)
                yield plan_network(study, name, inherited, position, layers, combination)


def plan_network(
    study: Networks,
    experiment_name: str,
    inherited: Mapping,
    position: int,
    layers: list[int],
    stated: Mapping,
) -> PlannedNetwork:
    """Resolves one network of an entry of an experiment's list; `stated` is what it says."""
    experiment = study.experiments[experiment_name]
    overrides = given(stated)
    changes = differences(inherited, overrides)
    return PlannedNetwork(
        experiment=experiment_name,
        name=stated.get("name") or network_name(layers, changes),
        position=position,
        settings={"seed": study.seed, "layers": layers, **inherit(inherited, overrides)},
        changes=changes,
        replicates=experiment.replicates or study.replicates,
        replicates_per_job=experiment.replicates_per_job or study.replicates_per_job,
    )


def differences(inherited: Mapping, overrides: Mapping) -> dict:
    """The overrides that change something, nested mappings key by key."""
    changed = {}
    for key, value in overrides.items():
        if isinstance(value, Mapping):
            value = differences(inherited[key], value)
            if value:
                changed[key] = value
        elif key not in inherited or value != inherited[key]:
            changed[key] = value
    return changed


def network_row(network: PlannedNetwork, dataset: str) -> dict[str, Any]:
    """A flat row for the table of networks: nested settings become columns of their own.

    Args:
        network: A network of the plan.
        dataset: Name of the data set it is trained on.
    """
    settings = network.settings
    changed = differences(Initialiser().model_dump(exclude={"scheme"}), settings["initialiser"])
    return {
        "experiment": network.experiment,
        "network": network.name,
        "changes": " ".join(describe(network.changes)) or "none",
        "dataset": dataset,
        "layers": "-".join(map(str, settings["layers"])),
        "hidden_layers": len(settings["layers"]) - 2,
        "task": network.task,
        **{key: settings[key] for key in HiddenLayers.model_fields},
        "initialiser": " ".join(describe(changed)),
        "scheme": settings["initialiser"]["scheme"],
        "weight_scale": settings["initialiser"]["weight_scale"],
        "bias_sd": settings["initialiser"]["bias_sd"],
        "cost": settings["cost"],
        "optimiser": settings["optimiser"]["method"],
        "learning_rate": settings["optimiser"]["learning_rate"],
        "momentum": settings["optimiser"]["momentum"],
        "momentum_schedule": settings["optimiser"]["momentum_schedule"],
        "regularisation": settings["regularisation"],
        "batch_size": settings["batch_size"],
        "epochs": settings["epochs"],
        "ends": settings["ends"],
        "updates": network.updates,
        "recorded_updates": settings["record"]["updates"],
        "images": settings["images"],
        "probe_images": settings["probe_images"],
        "frozen_layers": " ".join(map(str, settings["frozen_layers"])) or "none",
        "replicates": network.replicates,
        "seed": settings["seed"],
    }
