"""Small synthetic studies, of any shape: recordings that were never trained, and their tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from vl_convert import javascript_bundle

from hardtotrain.claims.judging import claims_table
from hardtotrain.config.claims import Claim
from hardtotrain.config.plan import Plan, plan_networks
from hardtotrain.config.study import Networks, Shape
from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.engine.network import Network, initialise
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.selection import figures_of
from hardtotrain.inspections.catalogue import tables_of_networks
from hardtotrain.inspections.image_accuracy import image_accuracy_table
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.measures.recording import PROBE_TABLES, UPDATE_COLUMNS
from hardtotrain.measures.schedules import logarithmic
from hardtotrain.report.config_changes import Change
from hardtotrain.report.page import render
from hardtotrain.report.provenance import Provenance, RuleTime
from hardtotrain.report.study import Study
from hardtotrain.roles.start_by_depth import start_of
from hardtotrain.tables.catalogue import tables_of_experiment, tables_of_recordings
from hardtotrain.tables.plateau import cost_of_plateau
from hardtotrain.tables.replicates import SPLITS
from hardtotrain.tables.runs import read_runs, read_table
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.theory_checks import theory_check_table
from hardtotrain.tables.writing import write_table
from hardtotrain.theory.plateau_predictions import COLUMNS as PREDICTED

PUBLISHED = Path(__file__).parents[1] / "workflow" / "published"
TEMPLATES = Path(__file__).parents[1] / "workflow" / "report"
CONFIG = Path(__file__).parents[1] / "config"

# Those of the config.
CLAIMS = [
    Claim.model_validate(claim)
    for claim in yaml.safe_load((CONFIG / "claims.yaml").read_text(encoding="utf-8"))["claims"]
]

# As long as names may be, without a place to break and without a repetition.
LONGEST_NAME = "".join(map(str, range(100)))[:120]
LONGEST_EXPERIMENT = f"z{LONGEST_NAME[:59]}"

# The settings of the book's accuracies, of its curves, and of what holds before any training.
DEPTH = {"title": "Does depth help?"}
CURVES = {"title": "How fast?", "images": 1000, "batch_size": 1000, "epochs": 500}
START = {"title": "Before training", "epochs": 0}

PROVENANCE = Provenance(
    made="2020-12-18T12:00:00+00:00",
    commit="0123456789abcdef0123456789abcdef01234567",
    uncommitted_changes=False,
    versions={"python": "3.11.7", "numpy": "2.4.6"},
    machine={"system": "Linux 6", "processor": "Abacus <& sons>", "cores": "2"},
    blas={"name": "openblas", "version": "0.3"},
    data={"train-images-idx3-ubyte": "ba" * 32},
    rule_times=[RuleTime(rule="train_replicates", jobs=12, seconds=1234.56)],
    config={"seed": 7, "experiments": {}},
    changes=[Change(key="seed", value="7", default="0")],
)
# A figure as matplotlib writes it: a declaration, ids, and references to them of both kinds.
POINT = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 9 9">
<defs><path id="m1" d="M0 0" style="stroke: #0072b2"/><clipPath id="c1"></clipPath></defs>
<g id="figure_1" clip-path="url(#c1)"><use xlink:href="#m1"/><text>epoch</text></g></svg>
"""


def examples(*labels: int) -> Dataset:
    return Dataset(np.zeros((len(labels), 784), np.uint8), np.array(labels, np.uint8))


# What the networks were trained on matters to the report by its labels alone. Of the images of
# validation one in four is a 7; each split differs from the others in size and in that share.
EXAMPLES = Splits(
    training=examples(*[0] * 9, 1, 2, 3),
    validation=examples(7, 7, 0, 1, 2, 3, 4, 5),
    test=examples(8, 8, 8, 9),
    image_size=(28, 28),
)


def book_network(hidden_layers: int) -> list[int]:
    return [784, *[30] * hidden_layers, 10]


def autoencoder(hidden_layers: int) -> list[int]:
    return [784, *[8] * hidden_layers, 784]


def accuracy_rising_with_depth(hidden_layers: int) -> float:
    return 0.95 + 0.004 * hidden_layers


def plateau_longer_with_depth(network) -> float:
    """Updates on the plateau; it ends where there is little weight decay and weights are small."""
    stuck = network.regularisation > 5 or network.weight_scale > 10
    return np.inf if stuck else 10.0**network.hidden_layers


# The columns of each recorded CSV, also of one without rows.
RECORDED = {
    "history": [
        "replicate",
        "epoch",
        *(f"{split}_{what}" for split in SPLITS for what in ("cost", "accuracy")),
        "status",
    ],
    **{table: ["replicate", "epoch", *columns] for table, (columns, _) in PROBE_TABLES.items()},
    "updates": ["replicate", "update", *UPDATE_COLUMNS],
}


@dataclass(frozen=True)
class SmallStudy:
    """A study of `experiments`, as the config has them, whose recordings are made up.

    Attributes:
        experiments: Settings and networks by name.
        replicates: Of every network that does not say otherwise.
        accuracy: Validation accuracy after training, by the number of hidden layers.
        slowdown: How many times faster each hidden layer learns than the one before it.
        course: How many times as fast all layers learn at some epochs as before training.
        plateau: How many updates a network stays on its plateau, by its row of the table.
        predicted: What the formula says of that, as a part of it.
        diverged: By network, the replicates that diverge half-way.
        claims: What is judged.
    """

    experiments: Mapping[str, Mapping]
    replicates: int = 3
    accuracy: Callable[[int], float] = accuracy_rising_with_depth
    slowdown: float = 4.0
    course: Mapping[int, float] = field(default_factory=dict)
    plateau: Callable[[object], float] = plateau_longer_with_depth
    predicted: float = 0.5
    diverged: Mapping[str, Collection[int]] = field(default_factory=dict)
    claims: Sequence[Claim] = ()

    @property
    def plan(self) -> Plan:
        study = {"replicates": self.replicates, "experiments": self.experiments}
        return Plan(list(plan_networks(Networks.model_validate(study), Shape())))

    @property
    def networks(self) -> pd.DataFrame:
        return pd.DataFrame(self.plan.rows("mnist"))

    @property
    def words(self) -> dict[str, dict]:
        experiments = Networks.model_validate({"experiments": self.experiments}).experiments
        return {
            name: experiment.model_dump(include={"title", "questions"})
            for name, experiment in experiments.items()
        }

    def write_runs(self, folder: Path) -> list[Path]:
        """Writes what a training would have recorded, in the order of the config."""
        paths = []
        for network in self.networks.itertuples():
            run = folder / network.experiment / network.network
            run.mkdir(parents=True)
            for name in RECORDED:
                path = run / f"{name}.csv"
                rows = [
                    row
                    for replicate in range(network.replicates)
                    for row in getattr(self, name)(network, replicate)
                ]
                pd.DataFrame(rows, columns=RECORDED[name]).to_csv(path, index=False)
                paths.append(path)
        return paths

    def history(self, network, replicate: int) -> list[dict]:
        # The noise is the replicate's for the most part, so that differences are best paired.
        noise = np.random.default_rng([replicate, 1]).normal(0, 2e-3)
        noise += np.random.default_rng([replicate, network.hidden_layers]).normal(0, 1e-4)
        rows = []
        for epoch in sorted({0, network.epochs // 2, network.epochs}):
            accuracy = self.accuracy(network.hidden_layers) + noise if epoch else 0.1
            diverged = self.diverges(network, replicate, epoch)
            classified = not diverged and network.task == "classify"
            splits = {"training": 0.01, "validation": 0.0, "test": -0.01}
            rows.append(
                {"replicate": replicate, "epoch": epoch}
                | {
                    f"{split}_accuracy": accuracy + offset if classified else np.nan
                    for split, offset in splits.items()
                }
                | {
                    f"{split}_cost": np.nan if diverged else 1 - accuracy - offset
                    for split, offset in splits.items()
                }
                | {"status": "diverged" if diverged else "ok"}
            )
            if diverged:
                break
        return rows

    def gradients(self, network, replicate: int) -> list[dict]:
        noise = np.random.default_rng([replicate, 2]).lognormal(0, 0.1, network.hidden_layers + 1)
        rows = []
        for epoch in sorted({0, *self.between(network), network.epochs}):
            if self.diverges(network, replicate, epoch):
                break
            for layer in range(1, network.hidden_layers + 2):
                speed = 0.3 * self.slowdown ** (layer - network.hidden_layers) * noise[layer - 1]
                speed *= self.course.get(epoch, 1)
                rows.append(
                    {
                        "replicate": replicate,
                        "epoch": epoch,
                        "layer": layer,
                        "kind": "hidden" if layer <= network.hidden_layers else "output",
                        **dict.fromkeys(SPEEDS, speed),
                        "bias_gradient_rms": 1.5 * speed,
                        "weight_gradient_norm": 3 * speed,
                        "relative_update": 0.01 * speed,
                        "decay_gradient_norm": 0.5,
                    }
                )
        return rows

    def activations(self, network, replicate: int) -> list[dict]:
        return [
            {
                "replicate": replicate,
                "epoch": epoch,
                "layer": layer,
                "mean": 0.5 / layer + 0.001 * replicate,
                "sd": 0.1,
                "p02": 0.0,
                "p98": 0.9,
                "saturated_fraction": 0.25,
            }
            for epoch, layer in self.epochs_and_hidden_layers(network, replicate)
        ]

    def propagation(self, network, replicate: int) -> list[dict]:
        return [
            {
                "replicate": replicate,
                "epoch": epoch,
                "layer": layer,
                "weight_factor": 2 / self.slowdown,
                "slope_factor": 0.5 + 0.001 * replicate,
                "delta_sd": 0.1,
                "mean_singular_value": 0.2,
            }
            for epoch, layer in self.epochs_and_hidden_layers(network, replicate)
        ]

    def histograms(self, network, replicate: int) -> list[dict]:
        return [
            {
                "replicate": replicate,
                "epoch": epoch,
                "layer": layer,
                "quantity": quantity,
                "low": low,
                "high": low + 0.5,
                "share": share,
            }
            for epoch, layer in self.epochs_and_hidden_layers(network, replicate)
            for quantity in ("activation", "delta", "weight_gradient")
            for low, share in ((0.0, 0.25), (0.5, 0.75))
        ]

    def updates(self, network, replicate: int) -> list[dict]:
        if not network.epochs or network.task != "classify":
            return []
        plateau_cost = cost_of_plateau(network.cost, network.probe_images, EXAMPLES.training)
        length, rows = self.length(network, replicate), []
        for update in logarithmic(network.recorded_updates, network.updates):
            height = 1.5 if update < 2 else 1 if update < length else 0.3
            row = {"replicate": replicate, "update": update, "probe_cost": height * plateau_cost}
            rows.append(row | {"first_layer_speed": 0.01, "last_layer_speed": 0.02})
            epoch = network.updates // network.epochs
            if network.ends == "plateau_left" and update > max(length, epoch):
                break
        return rows

    def length(self, network, replicate: int) -> float:
        noise = np.random.default_rng([replicate, 3]).lognormal(0, 0.2)
        return self.plateau(network) * noise

    def predictions(self) -> pd.DataFrame:
        """What theory would have said: a part of what is measured, and never at a decay above 5."""
        rows = []
        for network in self.networks.query("recorded_updates > 0 and epochs > 0").itertuples():
            formula = self.predicted * 10.0**network.hidden_layers
            formula = np.inf if network.regularisation > 5 else formula
            formula = np.nan if network.hidden_layers < 2 else formula
            for replicate in range(network.replicates):
                start = 0.9 * self.length(network, replicate)
                start = start if start <= network.updates else np.nan
                key = (network.experiment, network.network, replicate)
                rows.append((*key, 5 / 50_000, formula, start))
        return pd.DataFrame(rows, columns=PREDICTED)

    def epochs_and_hidden_layers(self, network, replicate: int) -> list[tuple[int, int]]:
        return [
            (epoch, layer)
            for epoch in sorted({0, network.epochs})
            if not self.diverges(network, replicate, epoch)
            for layer in range(1, network.hidden_layers + 1)
        ]

    def neurons(self, network, replicate: int) -> list[dict]:
        sizes = map(int, network.layers.split("-")[1:])
        return [
            {
                "replicate": replicate,
                "epoch": 0,
                "layer": layer,
                "neuron": neuron,
                "bias_gradient": 0.01
                * self.slowdown**layer
                * np.random.default_rng([replicate, layer, neuron]).normal(),
            }
            for layer, size in enumerate(sizes, start=1)
            for neuron in range(1, size + 1)
        ]

    def diverges(self, network, replicate: int, epoch: int) -> bool:
        half = max(network.epochs // 2, 1)
        return epoch >= half and replicate in self.diverged.get(network.network, ())

    @staticmethod
    def between(network) -> list[int]:
        """Some epochs during training, those of the published curves among them."""
        return [epoch for epoch in (50, network.epochs // 2, 499) if epoch < network.epochs]


class WrittenStudy:
    """A small study with its recordings and tables in a folder, as the workflow leaves them."""

    def __init__(self, shape: SmallStudy, folder: Path) -> None:
        self.shape = shape
        self.folder = folder
        self.runs = shape.write_runs(folder / "runs")
        networks = shape.networks
        recorded = ("history", "gradients", "neurons", "activations", "propagation", "updates")
        tables = tables_of_recordings(
            networks,
            {name: self.recorded(name) for name in recorded},
            shape.predictions(),
            EXAMPLES.training,
            PUBLISHED,
            start_of(networks.to_dict("records")),
        )
        tables |= tables_of_experiment(
            networks,
            self.recorded("history"),
            lambda _: self.recorded("gradients"),
            tables["plateau_lengths"],
            PUBLISHED,
            margin=0.002,
        )
        tables |= tables_of_networks(networks, self.finished, EXAMPLES)
        tables |= {"theory_checks": theory_check_table()}
        tables["image_accuracy"] = image_accuracy_table(networks, self.correct_images)
        tables["claims"] = claims_table([claim.model_dump() for claim in shape.claims], tables)
        (folder / "tables").mkdir()
        for name, table in tables.items():
            write_table(table, folder / "tables" / f"{name}.csv", SCHEMAS[name])

    def correct_images(self, network: tuple[str, str]) -> np.ndarray:
        """Every replicate that finished is right about the same 15 of 16 images."""
        history = self.recorded("history").set_index(["experiment", "network"]).loc[[network]]
        last = history.groupby("replicate")["status"].last()
        return np.tile(np.arange(16) > 0, ((last == "ok").sum(), 1))

    def finished(self, network: tuple[str, str]) -> Network:
        """As its replicates start: nothing here was trained."""
        planned = next(n for n in self.shape.plan.networks if (n.experiment, n.name) == network)
        diverged = self.shape.diverged.get(planned.name, ())
        return initialise(
            planned.settings,
            [replicate for replicate in range(planned.replicates) if replicate not in diverged],
        )

    def recorded(self, name: str) -> pd.DataFrame:
        return read_runs(path for path in self.runs if path.stem == name)

    def tables(self) -> dict[str, pd.DataFrame]:
        return {path.stem: read_table(path) for path in sorted(self.folder.glob("tables/*.csv"))}

    def study(self) -> Study:
        claims = [claim.model_dump() for claim in self.shape.claims]
        return Study(self.tables(), claims, self.shape.words, EXAMPLES)

    def page(
        self,
        figures: Mapping[tuple[str, str], str] | None = None,
        charts: str = "{}",
        provenance: Provenance = PROVENANCE,
    ) -> str:
        """The page; without figures that were drawn each of them is a point."""
        drawn = dict.fromkeys(self.figures(), POINT) if figures is None else figures
        vega = javascript_bundle() if charts != "{}" else ""
        return render(self.study(), provenance, drawn, TEMPLATES, charts, vega)

    def figures(self) -> Sequence[tuple[str, str]]:
        return figures_of(self.shape.networks.to_dict("records"))

    def data(self, experiment: str) -> ExperimentData:
        return ExperimentData(experiment, self.folder / "tables", self.runs, PUBLISHED)


def book_study(**changes) -> SmallStudy:
    """The shape of the default study: accuracy, curves and initialisation."""
    deep = [book_network(hidden_layers) for hidden_layers in (2, 3, 4)]
    experiments = {
        "depth": {**DEPTH, "networks": [book_network(1), *deep]},
        "learning_speed": {**CURVES, "networks": deep},
        "initial_speed": {**START, "replicates": 5, "networks": deep},
    }
    return SmallStudy(**{"experiments": experiments} | changes)


def one_experiment(*networks, name: str = "depth", **settings) -> dict[str, dict]:
    return {name: {**DEPTH, **settings, "networks": list(networks)}}


# The plateau: how long it lasts, from which weight decay on for ever, and for which starts.
PLATEAU = {"title": "How long?", "regularisation": 0, "record": {"updates": 10}}
WALL = {**PLATEAU, "title": "For ever?", "ends": "plateau_left"}
MAP = {**PLATEAU, "title": "For which starts?", "epochs": 1}


def decaying(hidden_layers: int, regularisation: float) -> dict:
    return {"layers": book_network(hidden_layers), "regularisation": regularisation}


def scaled(hidden_layers: int, weight_scale: float) -> dict:
    initialiser = {"weight_scale": weight_scale, "bias_sd": 0}
    return {"layers": book_network(hidden_layers), "initialiser": initialiser}


def plateau_study(**changes) -> SmallStudy:
    """The shape of the part of the default study that is about the plateau."""
    depths = (1, 2, 3)
    experiments = {
        "plateau": {**PLATEAU, "ends": "plateau_left", "networks": [*map(book_network, depths)]},
        "wall": {**WALL, "networks": [decaying(k, d) for k in (2, 3) for d in (0, 2, 9)]},
        "limit": {**PLATEAU, "networks": [decaying(3, 9), decaying(3, 0)]},
        "map": {**MAP, "networks": [scaled(k, w) for k in (2, 3, 6) for w in (1, 2, 30)]},
    }
    return SmallStudy(**{"experiments": experiments} | changes)


def remedies_study(*changes: Mapping, **settings) -> SmallStudy:
    """Some changes, none first, each in networks of two depths."""
    networks = [{"layers": [784, *[4] * k, 10], **change} for change in changes for k in (3, 5)]
    return SmallStudy(one_experiment(*networks, name="remedies", **REMEDIES), **settings)


REMEDIES = {**PLATEAU, "title": "What helps?", "epochs": 1}
CHANGES = (
    {},
    {"skip_connections": True},
    {"activation": "relu", "normalisation": "batch", "optimiser": {"learning_rate": 0.01}},
)

# Every shape of a study that a config can ask for and that leaves something out.
SHAPES = {
    "the book's": book_study(),
    "the plateau's": plateau_study(),
    "the remedies'": remedies_study(*CHANGES),
    "no change learns": remedies_study(*CHANGES, accuracy=lambda _: 0.1),
    "one depth of a change diverged": remedies_study(
        *CHANGES, diverged={"784-4-4-4-4-4-10_skip_connections": range(3)}
    ),
    "one network": SmallStudy(one_experiment(book_network(2))),
    "only shallow": SmallStudy(one_experiment(book_network(0), book_network(1))),
    "epochs 0 only": SmallStudy({"start": {**START, "networks": [book_network(2)]}}),
    "nothing to compare or train": SmallStudy({"start": {**START, "networks": [[784, 10]]}}),
    "one replicate": book_study(replicates=1),
    "some diverged": book_study(diverged={"784-30-30-10": [1]}),
    "one network diverged": book_study(diverged={"784-30-30-30-10": range(3)}),
    "the first network diverged": book_study(diverged={"784-30-10": range(3)}),
    "everything diverged": book_study(
        diverged={"-".join(map(str, book_network(n))): range(5) for n in (1, 2, 3, 4)}
    ),
    "six hidden layers": SmallStudy(
        one_experiment(book_network(1), book_network(6), [784, 100, 20, 10, 10])
    ),
    "trained beside untrained": SmallStudy(
        one_experiment(book_network(1), {"layers": book_network(3), "epochs": 0})
    ),
    "only autoencoders": SmallStudy(
        {
            "momentum": {
                **DEPTH,
                "networks": [
                    autoencoder(3),
                    {"layers": autoencoder(3), "optimiser": {"method": "momentum"}},
                ],
            },
            "wide": {**DEPTH, "networks": [autoencoder(1)]},
        }
    ),
    "classifiers beside autoencoders": SmallStudy(
        one_experiment(autoencoder(2), book_network(1), book_network(3), autoencoder(1))
    ),
    "hostile names": SmallStudy(
        {
            name: {
                "title": name,
                "networks": [{"layers": book_network(2), "name": network} for network in networks],
            }
            for name, networks in {
                "true": ["007", "1e5"],
                "nan": ["NA", "True", "0.1"],
                LONGEST_EXPERIMENT: [LONGEST_NAME, "a..b", "history.csv"],
            }.items()
        }
    ),
    "a name that reads as a number": SmallStudy(
        one_experiment({"layers": book_network(2), "name": "007"}, name="true")
    ),
}
# What pages are rendered of: more than what figures are drawn of, which takes longer.
HUNDRED = [[784, *[8 + width] * depth, 10] for width in range(20) for depth in range(1, 6)]
SHAPES_OF_PAGES = SHAPES | {
    "as the default": SmallStudy(
        book_study().experiments
        | plateau_study().experiments
        | remedies_study(*CHANGES).experiments
    ),
    "a hundred networks": SmallStudy(one_experiment(*HUNDRED, epochs=1), replicates=1),
    "other activations": SmallStudy(
        one_experiment(
            book_network(2),
            {"layers": book_network(2), "activation": "tanh", "initialiser": "orthogonal"},
            {"layers": book_network(2), "activation": "relu", "initialiser": "he"},
        )
    ),
}
