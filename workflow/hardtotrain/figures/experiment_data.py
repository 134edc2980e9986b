"""What the figures of one experiment are drawn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hardtotrain.network_words import depth, network_words
from hardtotrain.tables.runs import network_of, read_runs, read_table


@dataclass(frozen=True)
class ExperimentData:
    """Reads tables and recordings of one experiment when a figure asks for them.

    Attributes:
        experiment: Its name.
        tables: The folder of its tables, or of the study's.
        runs: The recorded CSVs of its networks, or of the study's, in the order of the config.
        published: The folder of reference data.
    """

    experiment: str
    tables: Path
    runs: Sequence[Path]
    published: Path

    def table(self, name: str) -> pd.DataFrame:
        """The experiment's rows of a table."""
        table = read_table(self.tables / f"{name}.csv")
        return table[table["experiment"] == self.experiment]

    def accuracies(self) -> pd.DataFrame:
        """What its networks read of the validation images after their last epoch."""
        return self.table("accuracy").query("split == 'validation' and statistic == 'last_epoch'")

    def starts(self) -> str:
        """Of how many replicates its accuracies are means, empty where of one or not all alike."""
        counts = set(self.accuracies().dropna(subset="mean")["replicates"])
        return f"mean of {max(counts)} starts" if len(counts) == 1 and max(counts) > 1 else ""

    def words(self) -> dict[str, str]:
        """What each network is called beside the others of its experiment, by its name."""
        rows = self.table("networks").to_dict("records")
        texts = network_words(rows) if rows else []
        return {row["network"]: str(text) for row, text in zip(rows, texts, strict=True)}

    def differ_in_depth_alone(self) -> bool:
        """Whether its networks are called by their depths, which is all that tells them apart."""
        words = self.words()
        rows = self.table("networks").to_dict("records")
        return all(words[row["network"]] == str(depth(row)) for row in rows)

    def last_epochs(self, recorded: pd.DataFrame) -> pd.Series:
        """The epoch at which a picture of each network ends, by its name.

        Args:
            recorded: What `recorded` gave of some networks: network and epoch.

        Returns:
            The last recorded epoch. Of a network that diverged before the first, that is the last
            which it was to have.
        """
        reached = recorded.groupby("network")["epoch"].max()
        planned = self.table("networks").set_index("network")["epochs"]
        return reached.where(reached > 0, planned.reindex(reached.index))

    def recorded(self, name: str, networks: Collection[str]) -> pd.DataFrame:
        """What one of the recorded CSVs says of some networks of the experiment, stacked.

        Those that are shown, one or more: a sweep of a thousand would not fit into memory.
        """
        places = {(self.experiment, network) for network in networks}
        return read_runs(
            path for path in self.runs if path.stem == name and network_of(path) in places
        )
