"""The table of resource types, and what the module does with each."""

import inspect

import pytest
from pulumi import _types

from local.emulator.emulator import Emulator
from local.resources import (
    KINDS,
    RECORDED_ONLY,
    ResourceError,
    ResourceKind,
    create,
    delete,
    read,
    update,
)
from local.resources.sdk_types import resource_class
from truth.right import fullest

QUEUE = "aws:sqs/queue:Queue"
# Whatever changes, these are made anew.
NEVER_UPDATED = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:lambda/permission:Permission",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:wafv2/webAclAssociation:WebAclAssociation",
}


@pytest.mark.parametrize("token", KINDS)
def test_every_type_has_a_whole_life(token: str) -> None:
    """A type says itself how it is made, read, changed, unless it can't be, and removed."""
    own = {
        step
        for step in ("create", "read", "update", "delete")
        if getattr(KINDS[token], step) is not getattr(ResourceKind, step)
    }
    without = {"update"} if token in NEVER_UPDATED else set()
    assert own == {"create", "read", "update", "delete"} - without


@pytest.mark.parametrize("token", KINDS)
def test_what_replaces_a_type_is_an_input_of_it(token: str) -> None:
    """A misspelt name would let the engine change in place what AWS can't."""
    cls = resource_class(token)
    inputs = inspect.signature(cls._internal_init).parameters
    spelled = _types.resource_pulumi_to_py_names(cls)
    known = {name for name, python in spelled.items() if python in inputs}
    assert KINDS[token].replaced_by | KINDS[token].write_only <= known


@pytest.mark.emulator
def test_a_life_by_token(emulator: Emulator) -> None:
    """All outputs come back from each step, without what is no longer set; the end is the end."""
    url, made = create(QUEUE, {"name": "by-token", "delaySeconds": 5}, emulator)
    assert read(QUEUE, url, made, emulator) == made
    now = update(QUEUE, url, made, {"name": "by-token", "tags": {"a": "b"}}, emulator)
    assert now == {"name": "by-token", "tags": {"a": "b"}, "arn": made["arn"], "url": url}
    emulator.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "7"})
    assert read(QUEUE, url, {**made, "policy": "{}"}, emulator) == {**made, "delaySeconds": 7}
    delete(QUEUE, url, made, emulator)
    assert read(QUEUE, url, made, emulator) is None


@pytest.mark.emulator
def test_an_update_understands_every_input_or_none(emulator: Emulator) -> None:
    """An input that nobody knows is named, at an update as at the creation."""
    url, made = create(QUEUE, {"name": "strict"}, emulator)
    with pytest.raises(ResourceError, match="'colour'"):
        update(QUEUE, url, made, {"name": "strict", "colour": "red"}, emulator)


@pytest.mark.emulator
def test_errors_of_aws_name_the_type(emulator: Emulator) -> None:
    """What AWS refuses is told with the type that asked for it."""
    with pytest.raises(ResourceError, match=QUEUE):
        update(QUEUE, f"{emulator.endpoint}/none", {}, {"name": "none", "policy": "{"}, emulator)


@pytest.mark.emulator
def test_an_unknown_type_has_no_life(emulator: Emulator) -> None:
    """A type that nobody taught is named at every step."""
    token = "aws:ec2/instance:Instance"
    for step in (
        lambda: create(token, {}, emulator),
        lambda: read(token, "id", {}, emulator),
        lambda: update(token, "id", {}, {}, emulator),
        lambda: delete(token, "id", {}, emulator),
    ):
        with pytest.raises(ResourceError, match="aws:ec2/instance:Instance is unknown"):
            step()


@pytest.mark.emulator
@pytest.mark.parametrize("token", RECORDED_ONLY)
def test_a_recorded_type_is_what_it_was_told(token: str, emulator: Emulator) -> None:
    """What is only written down reads as written, takes new inputs, and goes without a word."""
    inputs = fullest()[token]
    assert read(token, "id", {"some": "input"}, emulator) == {"some": "input"}
    assert update(token, "id", {"some": "input"}, inputs, emulator) == inputs
    delete(token, "id", inputs, emulator)
