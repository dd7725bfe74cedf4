"""Property values between the engine and the resource classes."""

from typing import Any

import pulumi
import pytest
from google.protobuf.struct_pb2 import Struct

from local.provider._values import ASSETS, SECRET, SIGNATURE, Stored, differences, live, plain, wire


def struct(values: dict[str, Any]) -> Struct:
    """What the engine sends."""
    found = Struct()
    found.update(values)
    return found


def archive(**content: Any) -> dict[str, Any]:
    """An archive on the wire."""
    return {SIGNATURE: ARCHIVE, "hash": "abc", **content}


ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
ASSET = "c44067f5952c0a294b673a41bacd8c17"


def test_the_signatures_are_pulumis() -> None:
    """Archive and asset have the signatures that Pulumi's protocol names."""
    assert {ARCHIVE, ASSET} == ASSETS


def test_values_become_pythons() -> None:
    """Whole numbers are integers, secrets are unwrapped, null is None, at any depth."""
    secret = {SIGNATURE: SECRET, "value": "s"}
    sent = {"a": [1, 2.5, True, None], "b": {"c": secret}}
    assert plain(struct(sent)) == {"a": [1, 2.5, True, None], "b": {"c": "s"}}
    assert isinstance(plain(struct({"a": 1}))["a"], int)


def test_an_archive_opens_only_where_it_was_sent() -> None:
    """What the program has just sent can be opened; of an older archive its hash is left."""
    file = {SIGNATURE: ASSET, "hash": "d", "text": "hello"}
    sent = struct({"code": archive(assets={"a.txt": file})})
    opened = live(sent)["code"]
    assert isinstance(opened, pulumi.AssetArchive)
    assert plain(sent) == {"code": Stored("abc")}
    assert plain(struct({"code": archive()})) == {"code": Stored("abc")}


def test_only_named_outputs_are_marked() -> None:
    """A secret output carries the mark, and the others do not."""
    found = wire({"open": 1, "hidden": "x"}, frozenset({"hidden"}))
    assert found["open"] == 1
    assert found["hidden"] == struct({SIGNATURE: SECRET, "value": "x"})


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ({"a": 1}, {"a": 1, "b": None}, []),
        ({"a": 1}, {"a": 2}, [("a", "a", True, True)]),
        ({}, {"a": 1}, [("a", "a", False, True)]),
        ({"a": {"x": 1, "y": 2}}, {"a": {"x": 1}}, [("a", "a.y", True, False)]),
        ({"a": {"x.y": 1}}, {"a": {"x.y": 2}}, [("a", 'a["x.y"]', True, True)]),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, [("a", "a[1]", True, True), ("a", "a[2]", False, True)]),
        ({"a": Stored("1")}, {"a": Stored("2")}, [("a", "a", True, True)]),
        ({"a": Stored("1")}, {"a": Stored("1")}, []),
    ],
)
def test_a_difference_names_its_place(
    old: dict[str, Any], new: dict[str, Any], places: list[tuple[str, str, bool, bool]]
) -> None:
    """Each changed place is named once, as deep as it lies; null is as good as absent."""
    assert list(differences(old, new)) == places
