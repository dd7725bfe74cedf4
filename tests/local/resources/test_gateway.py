"""Patches of API Gateway, by path."""

import pytest

from local.resources import ResourceError
from local.resources._base import Inputs
from local.resources._gateway import fixed, patches, paths


def test_a_patch_says_only_what_differs() -> None:
    """Other and new values are replaced as text, what is left out is removed."""
    before = {"/same": 1, "/other": True, "/left": "x"}
    now = {"/same": 1, "/other": False, "/new": 2.5}
    assert patches(before, now) == [
        {"op": "replace", "path": "/other", "value": "false"},
        {"op": "replace", "path": "/new", "value": "2.5"},
        {"op": "remove", "path": "/left"},
    ]


def test_paths_are_those_of_what_is_set() -> None:
    """An input that is absent or None has no path."""
    names = {"deployment": "deploymentId", "description": "description", "other": "other"}
    found = paths({"deployment": "a", "description": None, "unnamed": 1}, names)
    assert found == {"/deploymentId": "a"}


def test_what_can_not_be_patched_must_stay() -> None:
    """An unchanged list is taken, a changed one is refused by name."""
    old = {"types": ["a"]}
    same, other = (Inputs("aws:x/y:Y", {"types": [value]}) for value in "ab")
    fixed("A thing", old, same, "types")
    same.close()
    with pytest.raises(ResourceError, match="A thing: the emulator can't change 'types'"):
        fixed("A thing", old, other, "types")
