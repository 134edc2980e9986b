"""Results are read only as long as they are what a job wrote."""

from pathlib import Path


class ResultError(ValueError):
    """A result is no longer as a job wrote it: names the file and says what to do."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(
            f"{path} {found}. Remove it (below results/runs/, the folder of its network) and run"
            " again: it will be made anew."
        )


def whole(path: Path) -> Path:
    """The path of a text file, once it is sure that it ends as every one is written: with a line.

    Raises:
        ResultError: It was cut short, by hand or by a loss of power.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        if file.read() != b"\n":
            raise ResultError(path, f"was cut short, after {size} bytes")
    return path
