"""What is connected to what: what each rule must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import (
    API_KEY,
    EVENT_RULE,
    EVENT_SOURCE_MAPPING,
    EVENT_TARGET,
    FUNCTION,
    FUNCTION_ALIAS,
    LOG_GROUP,
    LOG_SUBSCRIPTION,
    QUEUE,
    TOPIC,
)
from policies.pci.platform import unresolved
from policies.pci.rules.connections import (
    ALIAS_VERSION,
    API_KEY_VALUE,
    EVENT_TARGETS,
    LOG_SUBSCRIBERS,
    RULES,
    WORK_GOES_ON,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

THEIRS = "arn:aws:lambda:eu-central-1:444455556666:function:theirs"
SQS = {"eventSourceArn": "arn:aws:sqs:eu-central-1:111122223333:jobs"}
STREAM = {"eventSourceArn": "arn:aws:dynamodb:eu-central-1:111122223333:table/jobs/stream/it"}
FILTER = {"filterCriteria": {"filters": [{"pattern": "{}"}]}}


@pytest.mark.parametrize(
    ("rule", "kind", "path", "targets"),
    [
        (EVENT_TARGETS, EVENT_TARGET, "arn", [FUNCTION, FUNCTION_ALIAS, LOG_GROUP, QUEUE, TOPIC]),
        (LOG_SUBSCRIBERS, LOG_SUBSCRIPTION, "destinationArn", [FUNCTION]),
    ],
)
def test_what_is_handed_on_stays_in_the_stack(
    rule: Any, kind: str, path: str, targets: list[str]
) -> None:
    """Deployed or not; another's is reported, unless it is listed."""
    for target in targets:
        thing = resource(target, {}, "thing")
        for value in (UNKNOWN, "arn:aws:made:up"):
            one = resource(kind, {path: value}, made_of={path: [thing]})
            assert blamed([rule, unresolved([rule])], thing, one) == []
    for inputs in ({}, {path: ""}, {path: THEIRS}):
        assert blamed(rule, resource(kind, inputs)) == ["it"]
    assert blamed(rule, resource(kind, {path: THEIRS}), config={"externalArns": [THEIRS]}) == []
    other = resource(EVENT_RULE, {}, "other")
    strange = resource(kind, {path: UNKNOWN}, made_of={path: [other]})
    assert blamed(unresolved([rule]), other, strange) == ["it"]


@pytest.mark.parametrize(
    ("kind", "inputs", "fine"),
    [
        (EVENT_RULE, {}, True),
        (EVENT_RULE, {"state": "ENABLED"}, True),
        (EVENT_RULE, {"state": "DISABLED"}, False),
        (EVENT_RULE, {"isEnabled": True}, True),
        (EVENT_RULE, {"isEnabled": False}, False),
        (EVENT_SOURCE_MAPPING, SQS, True),
        (EVENT_SOURCE_MAPPING, {**SQS, "enabled": False}, False),
        (EVENT_SOURCE_MAPPING, {**SQS, "enabled": "false"}, False),
        (EVENT_SOURCE_MAPPING, {**SQS, **FILTER}, False),
        (EVENT_SOURCE_MAPPING, {"eventSourceArn": UNKNOWN, **FILTER}, False),
        (EVENT_SOURCE_MAPPING, {**SQS, "filterCriteria": {"filters": []}}, True),
        (EVENT_SOURCE_MAPPING, {**STREAM, **FILTER}, True),
    ],
)
def test_work_is_not_switched_off(kind: str, inputs: dict[str, Any], fine: bool) -> None:  # noqa: FBT001 - a parameter
    """A schedule or a mapping that is off, and messages that no filter matches; a stream's stay."""
    assert (blamed(WORK_GOES_ON, resource(kind, inputs)) == []) is fine


@pytest.mark.parametrize(
    ("version", "fine"), [("7", True), ("$LATEST", False), ("", False), (None, False)]
)
def test_an_alias_is_a_version(version: str | None, fine: bool) -> None:  # noqa: FBT001 - a parameter
    """$LATEST is whatever was uploaded last."""
    one = resource(FUNCTION_ALIAS, {} if version is None else {"functionVersion": version})
    assert (blamed(ALIAS_VERSION, one) == []) is fine
    function = resource(FUNCTION, {}, "function")
    first = resource(
        FUNCTION_ALIAS, {"functionVersion": UNKNOWN}, made_of={"functionVersion": [function]}
    )
    assert blamed([ALIAS_VERSION, unresolved([ALIAS_VERSION])], function, first) == []


def test_a_key_s_value_is_not_written() -> None:
    """Whoever reads the program or the state would have it."""
    assert blamed(API_KEY_VALUE, resource(API_KEY, {"name": "partner"})) == []
    assert blamed(API_KEY_VALUE, resource(API_KEY, {"value": "x" * 20})) == ["it"]
    assert blamed(API_KEY_VALUE, resource(API_KEY, {"value": UNKNOWN})) == ["it"]


def test_every_rule_is_tried_here() -> None:
    """A rule more asks for a test."""
    assert set(map(id, RULES)) == {
        id(each)
        for each in (EVENT_TARGETS, LOG_SUBSCRIBERS, WORK_GOES_ON, ALIAS_VERSION, API_KEY_VALUE)
    }
