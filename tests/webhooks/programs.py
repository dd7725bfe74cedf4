"""What a test needs besides Python and Node: what is not at hand is said, or refused."""

import os
import shutil

import pytest

REQUIRE = "TILLSTACK_REQUIRE_RECEIVERS"


def lacking(reason: str) -> None:
    """The test is skipped with this sentence, or fails where all must be at hand."""
    assert not os.environ.get(REQUIRE), reason
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        lacking(f"{name} is not on PATH.")
    return found or name
