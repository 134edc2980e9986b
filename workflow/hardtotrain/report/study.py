"""What the page reads: the tables of a study, and how its experiments and networks are called."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from markupsafe import Markup

from hardtotrain.bilingual import Text
from hardtotrain.data.dataset import Splits
from hardtotrain.network_words import change_words, network_words, words_of
from hardtotrain.report.cells import Row, rows_of
from hardtotrain.report.language import Phrase, phrase
from hardtotrain.roles.experiment import Experiment, experiments_of

# By how much an accuracy has to exceed that of a constant answer to count as learning: 2 points.
BEYOND_ONE_ANSWER = 0.02

# Of accuracies and their differences those that the story is about.
AT_THE_END = {"split": "validation", "statistic": "last_epoch"}


class Study:
    """The tables, the experiments and the claims of a study.

    Attributes:
        tables: By name.
        claims: Of the config, as plain values.
        words: What the config says of each experiment: its title, and questions to a class.
        dataset: What the networks were trained on.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        claims: Sequence[Mapping],
        words: Mapping[str, Mapping],
        dataset: Splits,
    ) -> None:
        """Keeps them."""
        self.tables, self.claims, self.words, self.dataset = tables, claims, words, dataset

    @cached_property
    def dataset_name(self) -> str:
        """What the config calls the data set."""
        return self.tables["networks"]["dataset"].iloc[0]

    @property
    def reads_mnist(self) -> bool:
        """Whether it is the data of which the page says what they are: no others are called so."""
        return self.dataset_name == "mnist"

    @cached_property
    def classes(self) -> int:
        """How many different labels the images have."""
        splits = (self.dataset.training, self.dataset.validation, self.dataset.test)
        return len(np.unique(np.concatenate([split.labels for split in splits])))

    def beats_one_answer(self, accuracy: Row) -> bool:
        """Whether a network reads clearly more than giving every image the same answer would.

        Args:
            accuracy: Its row of accuracy.csv, of the validation images.
        """
        labels = self.dataset.validation.labels
        one_answer = np.bincount(labels).max() / len(labels)
        lowest = accuracy["mean"] if accuracy["ci_low"] is None else accuracy["ci_low"]
        return lowest is not None and lowest > one_answer + BEYOND_ONE_ANSWER

    @cached_property
    def experiments(self) -> list[Experiment]:
        """In the order of the config."""
        return list(experiments_of(self.tables["networks"].to_dict("records")))

    def title(self, experiment: str) -> Phrase:
        """What the config calls an experiment."""
        by_name = experiment.replace("_", " ").capitalize()
        return phrase(Text(**(self.words[experiment]["title"] or {"en": by_name, "zh": by_name})))

    @cached_property
    def questions(self) -> list[dict[str, Phrase]]:
        """What a teacher asks a class: each a question and its answer."""
        return [
            {part: phrase(Text(**asked[part])) for part in ("question", "answer")}
            for experiment in self.experiments
            for asked in self.words[experiment.name]["questions"]
        ]

    @cached_property
    def fewest_replicates(self) -> int:
        """Of all networks."""
        return int(self.tables["networks"]["replicates"].min())

    def rows(self, table: str, **where: object) -> list[Row]:
        """The rows of a table that hold what is asked for.

        Args:
            table: Its name.
            where: Values by column; of a tuple any value will do.
        """
        frame = self.tables[table]
        for column, wanted in where.items():
            wanted = wanted if isinstance(wanted, tuple) else (wanted,)
            frame = frame[frame[column].isin(wanted)]
        return rows_of(table, frame)

    def row(self, table: str, **where: object) -> Row | None:
        """The first row of a table that holds what is asked for, None where there is none."""
        return next(iter(self.rows(table, **where)), None)

    def count(self, table: str, **where: str) -> Markup:
        """How many rows of a table hold what is asked for, in an element that says so.

        Args:
            table: Its name.
            where: One value by column, or nothing.
        """
        said = ", ".join(f"{column} {value}" for column, value in where.items())
        return Markup('<data value="{0}" data-table="{1}" data-count="{2}">{0}</data>').format(
            len(self.rows(table, **where)), table, said
        )

    @cached_property
    def networks(self) -> dict[tuple[str, str], Row]:
        """The rows of networks.csv, by experiment and name."""
        return {(row["experiment"], row["network"]): row for row in self.rows("networks")}

    def network(self, experiment: str, network: str) -> Row:
        """The settings of a network, a row of networks.csv."""
        return self.networks[experiment, network]

    def accuracies(self, experiment: str) -> list[Row]:
        """What the networks of an experiment read after training, those that any start finished."""
        rows = self.rows("accuracy", experiment=experiment, **AT_THE_END)
        return [row for row in rows if row["mean"] is not None]

    def accuracy(self, row: Mapping) -> Row | None:
        """What the network of a row reads after training, None where no start finished it."""
        place = {"experiment": row["experiment"], "network": row["network"]}
        found = self.row("accuracy", **place, **AT_THE_END)
        return found if found is not None and found["mean"] is not None else None

    @cached_property
    def names(self) -> dict[tuple[str, str], Text]:
        """What every network is called within its experiment, by experiment and name."""
        return {
            (experiment.name, row["network"]): text
            for experiment in self.experiments
            for row, text in zip(experiment.rows, network_words(experiment.rows), strict=True)
        }

    @cached_property
    def changes(self) -> dict[tuple[str, str], Text]:
        """What every network changes beside the first of its experiment, by experiment and name."""
        return {
            (experiment.name, row["network"]): change_words(row, experiment.rows[0])
            for experiment in self.experiments
            for row in experiment.rows
        }

    def changed(self, row: Mapping) -> Phrase:
        """What the network of a row changes beside the first of its experiment."""
        return in_a_sentence(self.changes[row["experiment"], row["network"]])

    def called(self, row: Mapping) -> Phrase:
        """What the network of a row is called beside the others of its experiment."""
        return in_a_sentence(self.names[row["experiment"], row["network"]])

    def called_across(self, row: Mapping, trained: bool = True) -> Phrase:
        """What the network of a row is called beside the study's first network: its depth, too.

        Args:
            row: Of a table.
            trained: Whether the row says something of its training, and not of its start alone.
        """
        first = self.tables["networks"].iloc[0].to_dict()
        network = self.network(row["experiment"], row["network"])
        return in_a_sentence(words_of(network, first, trained))


def in_a_sentence(name: Text) -> Phrase:
    """A name of several words with commas between them, in quotation marks."""
    return phrase(Text(f"“{name.en}”", f"“{name.zh}”") if ", " in name.en else name)
