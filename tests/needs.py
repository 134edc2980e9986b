"""What tests need beside Python, and what happens where it is not there."""

import os
import shutil
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Fails the test under CI, where everything has to be there, and skips it elsewhere."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        lacking(f"{name} is not installed")
    return found
