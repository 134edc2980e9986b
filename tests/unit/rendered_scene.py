"""Small studies whose tables hold what a test gives, and what a scene says of them to a reader."""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import yaml
from network_rows import book_row

from hardtotrain.config.load import load_study
from hardtotrain.data.dataset import Dataset, Splits
from hardtotrain.report.page import render
from hardtotrain.report.provenance import Provenance
from hardtotrain.report.story import SCENES
from hardtotrain.report.study import Study
from hardtotrain.tables.schemas.catalogue import SCHEMAS

ROOT = Path(__file__).parents[2]
DEFAULT = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
PROVENANCE = Provenance(
    made="2020-12-18T12:00:00+00:00",
    commit=None,
    uncommitted_changes=None,
    versions={},
    machine={"system": "", "processor": "", "cores": ""},
    blas={},
    data={},
    rule_times=[],
    config={},
    changes=[],
)


def images(*labels: int) -> Dataset:
    return Dataset(np.zeros((len(labels), 784), np.uint8), np.array(labels, np.uint8))


# One answer for every image is right about a tenth of them.
DIGITS = Splits(images(*range(10)), images(*range(10)), images(*range(10)), (28, 28))


def study_of(experiments: Mapping[str, Mapping], **tables: Iterable[Mapping]) -> Study:
    """A study of some experiments of a config, whose tables have these rows and no others."""
    study, plan = load_study({**DEFAULT, "experiments": experiments, "claims": []})
    rows = {**tables, "networks": plan.rows(study.data.name)}
    return Study(
        {
            name: pd.DataFrame(list(rows.get(name, ())), columns=schema.names)
            for name, schema in SCHEMAS.items()
        },
        [],
        {
            name: experiment.model_dump(include={"title", "questions"})
            for name, experiment in study.experiments.items()
        },
        DIGITS,
    )


def network(experiment: str, hidden_layers: int, **changes: object) -> dict:
    """A row of networks.csv: the book's settings, but for what is given."""
    layers = "-".join(["784", *["30"] * hidden_layers, "10"])
    small = {"epochs": 0, "updates": 0, "images": 1000, "replicates": 200}
    return book_row(layers, experiment=experiment, **{**small, **changes})


def study_from(**tables: Iterable[Mapping]) -> Study:
    """A study whose tables have these rows, `networks` among them; what no row gives is empty."""
    names = [row["experiment"] for row in tables["networks"]]
    return Study(
        {
            name: pd.DataFrame(list(tables.get(name, ())), columns=schema.names)
            for name, schema in SCHEMAS.items()
        },
        [],
        {name: {"title": None, "questions": []} for name in names},
        DIGITS,
    )


def told(scene: str, study: Study, language: str = "en") -> str:
    """The text of a scene on the page, without its heading for the list of scenes."""
    with patch.dict(SCENES, {scene: SCENES[scene]}, clear=True):
        html = render(study, PROVENANCE, {}, ROOT / "workflow" / "report")
    found = re.search(rf'<section id="{scene}" class="scene">.*?</section>', html, re.DOTALL)
    return Spoken(language).read(found.group()) if found else ""


class Spoken(HTMLParser):
    """Reads what a page says in one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.pieces, self.languages = language, [], []

    def read(self, html: str) -> str:
        self.feed(html)
        return re.sub(r"\s+", " ", "".join(self.pieces)).strip()

    def handle_starttag(self, tag, attributes):
        if tag == "span":
            self.languages.append(dict(attributes).get("lang", self.language))
        elif tag in ("p", "h2", "aside"):
            self.pieces.append(" ")

    def handle_endtag(self, tag):
        if tag == "span":
            self.languages.pop()

    def handle_data(self, data):
        if all(language == self.language for language in self.languages):
            self.pieces.append(data)
