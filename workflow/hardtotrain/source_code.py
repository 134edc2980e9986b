"""What code a result was made with."""

import hashlib
from pathlib import Path


def checksum(package: Path) -> str:
    """A number that changes whenever the code of a package does, and with nothing else.

    Args:
        package: Its folder; all Python files in it and in its folders count, by name and content.
    """
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        code = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(code)}\n".encode())
        digest.update(code)
    return digest.hexdigest()
