"""The pack sees the same in every partition: nothing more, and nothing less."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from google.protobuf.struct_pb2 import Struct

from local.policy_check.analyzer import Declared, Violation, declared
from local.policy_check.policy_check import judged, settings_of, stand_ins
from tests.fakes.recorder import in_region

HOME: Final = "eu-west-1"
ELSEWHERE: Final = ("us-gov-west-1", "cn-north-1")
WEAKER: Final = {"policy", "kmsMasterKeyId", "kmsKeyId", "kmsKeyArn", "tags", "sourceArn"}
"""Properties without which most rules have something to say."""


def said(region: str, resources: tuple[Declared, ...]) -> tuple[Violation, ...]:
    """What the pack says of resources in `region`."""
    settings = settings_of("dev", stand_ins("dev") | {"aws:region": region})
    return judged("dev", resources, settings, {}).violations


@cache
def ours(region: str) -> tuple[Declared, ...]:
    """The stack with everything, there."""
    return tuple(declared(in_region(region)))


def without(values: Struct) -> Struct:
    """The same, weaker."""
    found = Struct()
    found.CopyFrom(values)
    for key in WEAKER & set(found):
        del found[key]
    return found


def opened(values: Struct) -> Struct:
    """The same with roles and policies for everybody, on everything."""
    found = Struct()
    found.CopyFrom(values)
    for key in ("policy", "assumeRolePolicy"):
        if key in found:
            document = json.loads(str(found[key]))
            for statement in document["Statement"]:
                statement.pop("Condition", None)
                if "Principal" in statement:
                    statement["Principal"] = "*"
            found[key] = json.dumps(document)
    return found


def changed(region: str) -> Iterator[tuple[Declared, ...]]:
    """The stack, worse in two ways."""
    for change in (without, opened):
        yield tuple(
            replace(one, inputs=change(one.inputs), state=change(one.state)) for one in ours(region)
        )


@cache
def found(region: str) -> list[Counter[tuple[str, str]]]:
    """For each way: rule and resource that it is about, and how often."""
    return [
        Counter((each.policy, each.urn) for each in said(region, resources))
        for resources in changed(region)
    ]


@pytest.mark.parametrize("region", [HOME, *ELSEWHERE])
def test_a_right_stack_is_right_in_every_partition(region: str) -> None:
    """No false alarm, advisory rules included."""
    assert said(region, ours(region)) == ()


@pytest.mark.parametrize("region", ELSEWHERE)
def test_a_wrong_stack_is_as_wrong_in_every_partition(region: str) -> None:
    """Each rule says of the same resources what it says at home."""
    home = found(HOME)
    assert all(len({rule for rule, _ in way}) > 5 for way in home)
    # China's and GovCloud's functions do without a snapshot; no rule asks for one.
    assert found(region) == home
