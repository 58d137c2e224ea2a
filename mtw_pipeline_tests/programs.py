"""Programs of the machine that some tests drive, and what becomes of a test where one is missing.

What belongs here: finding them. What does not: installing them (.ci/run).
"""

import os
import shutil
from typing import NoReturn

import pytest


def program(name: str, package: str) -> str:
    """Where a program is; without it the test is left out and says so, or fails where everything must be there.

    Args:
        name: the command.
        package: the Debian package that holds it.
    """
    found = shutil.which(name)
    if found is None:
        is_missing(f"{name} (Debian: {package})")
    return found


def is_missing(what: str) -> NoReturn:
    """Leave the test out and say so, or fail where everything must be there."""
    if os.environ.get("MTW_TESTS_NEED_PROGRAMS"):
        pytest.fail(f"{what} is not installed, and this place must not do without it")
    pytest.skip(f"{what} is not on this machine")


def large_program(name: str, package: str) -> str:
    """Where a program is that takes minutes to install, so that no place must have it; a test without it is left out.

    What it is to show must be held by a test without it, too.
    """
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} (Debian: {package}) is not on this machine")
    return found
