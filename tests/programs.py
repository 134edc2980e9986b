"""The programs that tests need beside Python."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """The path of a program; without it the test fails under CI, and is skipped elsewhere."""
    found = shutil.which(name)
    if found is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{name} is not installed")
    return found
