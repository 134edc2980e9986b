"""A scene of the report, told from a few rows of tables, as a reader of one language sees it."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.report import page
from hardtotrain.report.provenance import Provenance
from hardtotrain.report.study import Study
from hardtotrain.tables.schemas.catalogue import SCHEMAS

TEMPLATES = Path(__file__).parents[2] / "workflow" / "report"
DATA = Dataset(np.zeros((10, 784), np.uint8), np.arange(10, dtype=np.uint8))
NOWHERE = Provenance(
    made="2020-12-18T12:00:00+00:00",
    commit=None,
    uncommitted_changes=None,
    versions={},
    machine={"system": "Linux", "processor": "abacus", "cores": "2"},
    blas={"name": "openblas", "version": "0.3"},
    data={},
    rule_times=[],
    config={},
    changes=[],
)
SETTINGS = {
    "dataset": "mnist",
    "task": "classify",
    "activation": "sigmoid",
    "initialiser": "scaled_gaussian",
    "scheme": "scaled_gaussian",
    "weight_scale": 1.0,
    "cost": "cross_entropy",
    "optimiser": "sgd",
    "learning_rate": 0.1,
    "momentum": 0.9,
    "momentum_schedule": "constant",
    "regularisation": 5.0,
    "batch_size": 10,
    "epochs": 0,
    "ends": "last_epoch",
    "updates": 0,
    "recorded_updates": 0,
    "images": 1000,
    "probe_images": 1000,
    "frozen_layers": "none",
    "replicates": 200,
    "seed": 0,
}


def network(experiment: str, hidden_layers: int, **changes: object) -> dict:
    """A row of networks.csv: the book's settings, but for what is given."""
    layers = "-".join(["784", *["30"] * hidden_layers, "10"])
    row = {"experiment": experiment, "network": layers, "layers": layers}
    return {**row, "hidden_layers": hidden_layers, **SETTINGS, **changes}


def told(scene: str, language: str = "en", **tables: Sequence[Mapping]) -> str | None:
    """What a scene says, None where it has nothing to tell.

    Args:
        scene: Its name.
        language: In which it is read.
        tables: Rows by table, `networks` among them; a column that no row gives is empty.
    """
    frames = {
        name: pd.DataFrame(tables.get(name, []), columns=schema.names)
        for name, schema in SCHEMAS.items()
    }
    names = [row["experiment"] for row in tables["networks"]]
    words = {name: {"title": None, "questions": []} for name in names}
    study = Study(frames, [], words, Splits(DATA, DATA, DATA, (28, 28)))
    with patch.object(page, "SCENES", {scene: page.SCENES[scene]}):
        html = page.render(study, NOWHERE, {}, TEMPLATES)
    reader = Reader(scene, language)
    reader.feed(html)
    return " ".join("".join(reader.text).split()) or None


class Reader(HTMLParser):
    """Reads the text of one section in one language."""

    def __init__(self, section: str, language: str) -> None:
        """Begins with nothing read."""
        super().__init__()
        self.section, self.language = section, language
        self.text: list[str] = []
        self.inside = self.unseen = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Counts how deep it is in the section, and in what is not shown."""
        known = dict(attributes)
        if tag == "section" and known.get("id") == self.section:
            self.inside = 1
        elif tag == "section" and self.inside:
            self.inside += 1
        if tag == "span" and (self.unseen or known.get("lang", self.language) != self.language):
            self.unseen += 1

    def handle_endtag(self, tag: str) -> None:
        """Counts back."""
        self.inside -= tag == "section" and self.inside > 0
        self.unseen -= tag == "span" and self.unseen > 0

    def handle_data(self, data: str) -> None:
        """Keeps what is shown; a paragraph ends where another begins."""
        if self.inside and not self.unseen:
            self.text.append(data)
