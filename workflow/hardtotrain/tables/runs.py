"""Reads the tables of the study, and what was recorded of many networks into one frame."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from hardtotrain.results import whole


def read_table(path: Path) -> pd.DataFrame:
    """Reads a table of the study; a network may be named `007` or `NA`, and stays so.

    Raises:
        ResultError: It was cut short.
    """
    columns = ["experiment", "network", "reference", "dataset", "missing_value"]
    names = dict.fromkeys(columns, str)
    return pd.read_csv(whole(path), dtype=names, keep_default_na=False, na_values=[""])


def read_tables(paths: Iterable[Path], columns: Sequence[str]) -> pd.DataFrame:
    """Stacks tables of the same columns; without any it has these columns and no rows.

    Raises:
        ResultError: One of them was cut short.
    """
    frames = [read_table(path) for path in paths]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def read_runs(paths: Iterable[Path]) -> pd.DataFrame:
    """Stacks the same CSV of several networks.

    Args:
        paths: …/{experiment}/{network}/{table}.csv, whose folders name the network.

    Returns:
        Their rows in order, with columns `experiment` and `network` in front.

    Raises:
        ResultError: One of them was cut short.
    """
    frames = []
    for path in paths:
        frame = pd.read_csv(whole(path))
        experiment, network = network_of(path)
        frame.insert(0, "experiment", experiment)
        frame.insert(1, "network", network)
        frames.append(frame)
    # A table without rows has columns without a type, which would spread to all others.
    return pd.concat(frames, ignore_index=True).infer_objects()


def network_of(path: Path) -> tuple[str, str]:
    """Experiment and network of a file …/{experiment}/{network}/{file}."""
    return path.parent.parent.name, path.parent.name
