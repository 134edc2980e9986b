"""Four small files that stand for a data set, and their checksums."""

import hashlib
import random
from pathlib import Path

RANDOM = random.Random(0)
FIRST = "train-images-idx3-ubyte"
FILES = {
    FIRST: RANDOM.randbytes(300_000),
    "train-labels-idx1-ubyte": RANDOM.randbytes(1_000),
    "t10k-images-idx3-ubyte": bytes(200_000),
    "t10k-labels-idx1-ubyte": b"labels",
}
CHECKSUMS = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_files(folder: Path) -> Path:
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder
