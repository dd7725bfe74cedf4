"""What takes an update, and what takes a new resource."""

from pulumi.runtime.proto.provider_pb2 import DiffResponse, PropertyDiff

from local.provider._diff import compared

QUEUE = "aws:sqs/queue:Queue"
ALIAS = "aws:kms/alias:Alias"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
FUNCTION = "aws:lambda/function:Function"


def test_equal_inputs_are_no_change() -> None:
    """The same inputs are said to be the same."""
    assert compared(QUEUE, {"name": "q"}, {"name": "q"}).changes == DiffResponse.DIFF_NONE


def test_a_setting_is_an_update() -> None:
    """An attribute's change names its place and replaces nothing."""
    found = compared(QUEUE, {"name": "q", "delaySeconds": 1}, {"name": "q", "delaySeconds": 2})
    assert found.changes == DiffResponse.DIFF_SOME
    assert list(found.diffs) == ["delaySeconds"]
    assert list(found.replaces) == []
    assert found.detailedDiff["delaySeconds"].kind == PropertyDiff.UPDATE
    assert not found.deleteBeforeReplace


def test_a_name_is_a_replacement() -> None:
    """A new name makes a new resource, beside the old one."""
    found = compared(QUEUE, {"name": "q"}, {"name": "r"})
    assert list(found.replaces) == ["name"]
    assert found.detailedDiff["name"].kind == PropertyDiff.UPDATE_REPLACE
    assert not found.deleteBeforeReplace


def test_a_name_that_stays_must_be_free_first() -> None:
    """What is replaced under the same name is deleted before its successor comes."""
    old = {"name": "f", "packageType": "Zip"}
    found = compared(FUNCTION, old, {"name": "f", "packageType": "Image"})
    assert list(found.replaces) == ["packageType"]
    assert found.deleteBeforeReplace


def test_a_write_only_value_is_not_compared() -> None:
    """A new secret value alone is no change; its version is one."""
    old = {"secretStringWo": "a", "secretStringWoVersion": 1}
    same = compared(VERSION, old, {"secretStringWo": "b", "secretStringWoVersion": 1})
    assert same.changes == DiffResponse.DIFF_NONE
    new = compared(VERSION, old, {"secretStringWo": "b", "secretStringWoVersion": 2})
    assert list(new.diffs) == ["secretStringWoVersion"]
