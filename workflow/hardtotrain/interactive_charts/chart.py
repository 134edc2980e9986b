"""What an interactive chart is made of, and its form in charts.json."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

DIGITS = 5  # significant ones: more than can be seen, and the tables have them all


@dataclass(frozen=True)
class Control:
    """What a reader can choose.

    Attributes:
        kind: How: on a scale, from a list, or by typing.
        values: What there is to choose, in order; what can be typed has no list.
        value: What is chosen at first.
        words: Whether the values are names of words that charts.yaml holds as {control}_{value}.
    """

    kind: Literal["range", "select", "search"]
    values: Sequence
    value: object
    words: bool = False


@dataclass(frozen=True)
class Chart:
    """One chart of one experiment; how it is drawn is the same for all charts of its name.

    Attributes:
        data: Tables by the name under which the specification of the chart reads them. The first
            is what the chart is about, and what the page hands out as CSV. A cell may be a list.
        controls: By the name of the specification's parameter that they set.
        presets: Choices that are worth a look, by the name of their word in charts.yaml.
        readings: What the page says of a choice in words: a row for each combination of those
            controls that are among the columns, and a value in each other column.
        height: In pixels, where it follows from the data.
    """

    data: Mapping[str, pd.DataFrame]
    controls: Mapping[str, Control] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    readings: pd.DataFrame = field(default_factory=pd.DataFrame)
    height: int | None = None

    def document(self) -> dict:
        """The chart as plain lists, numbers and texts; tables by column, as JSON is smallest."""
        return {
            "data": {name: columns_of(table) for name, table in self.data.items()},
            "controls": {
                name: {
                    "kind": control.kind,
                    "values": [plain(value) for value in control.values],
                    "value": plain(control.value),
                    "words": control.words,
                }
                for name, control in self.controls.items()
            },
            "presets": {
                name: {control: plain(value) for control, value in choice.items()}
                for name, choice in self.presets.items()
            },
            "readings": columns_of(self.readings),
            "height": self.height,
        }


def columns_of(table: pd.DataFrame) -> dict[str, list]:
    """A table by column."""
    return {name: [plain(cell) for cell in table[name]] for name in table.columns}


def plain(value: object) -> object:
    """A value as JSON has it: numbers with DIGITS significant digits, None where there is none."""
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(cell) for cell in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
