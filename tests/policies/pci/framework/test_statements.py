"""Every document that speaks for a resource is read."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from pulumi_policy import Severity

from policies.pci.framework.guards import public
from policies.pci.framework.resource import Resource
from policies.pci.framework.rule import Rule
from policies.pci.framework.statements import (
    attached,
    no_statement,
    nobody_else,
    nobody_else_and_named_actions,
)
from policies.pci.framework.tokens import QUEUE, QUEUE_POLICY
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import said
from tests.policies.pci.framework.test_resource import JOBS, seen

OPEN = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
CLOSED = {**OPEN, "Effect": "Deny"}
RULE = Rule(
    number="1",
    name="closed",
    description="Closed.",
    severity=Severity.HIGH,
    pci=(),
    types=(QUEUE,),
    check=no_statement({QUEUE: ("policy",)}, lambda each, _: public(each), "Close it."),
)


def test_a_wrong_statement_is_named_by_its_place() -> None:
    """The index of the statement is in the message, its text is not."""
    document = json.dumps({"Statement": [CLOSED, OPEN]})
    assert said(RULE, resource(QUEUE, {"policy": document})) == [
        ("closed", "it", "policy, Statement[1]: Close it.")
    ]
    assert said(RULE, resource(QUEUE, {"policy": {"Statement": CLOSED}})) == []
    assert said(RULE, resource(QUEUE, {})) == []
    assert said(RULE, resource(QUEUE, {"policy": UNKNOWN})) == []


def test_the_documents_of_a_resource_are_its_own_and_its_guards() -> None:
    """A guard that names another resource does not count."""
    mine = resource(QUEUE_POLICY, {"queueUrl": "jobs", "policy": {"Statement": CLOSED}}, "mine")
    other = resource(QUEUE_POLICY, {"queueUrl": "else", "policy": {"Statement": OPEN}}, "other")
    stack = seen(JOBS, mine, other)
    found = attached(stack, stack.of(QUEUE)[0], {QUEUE_POLICY: ("queueUrl", "policy")})
    assert [[each.effect for each in one] for one in found] == [["deny"]]


@pytest.mark.parametrize(
    ("statement", "found", "with_actions"),
    [
        ({"Principal": {"AWS": "111122223333"}, "Action": "sqs:SendMessage"}, 0, 0),
        ({"Principal": {"AWS": "111122223333"}, "Action": "sqs:*"}, 0, 1),
        ({"Principal": "*", "Action": "sqs:SendMessage"}, 1, 1),
        ({"Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}, 1, 1),
    ],
)
def test_each_wrong_statement_is_named(
    statement: dict[str, Any], found: int, with_actions: int
) -> None:
    """By its place in the document."""
    document = {"Statement": [{"Effect": "Deny"}, {"Effect": "Allow", **statement}]}
    source: Any = SimpleNamespace(props={"policy": json.dumps(document)}, provider=None)
    findings = list(nobody_else(Resource(source), {}))
    both = list(nobody_else_and_named_actions(Resource(source), {}))
    assert (len(findings), len(both)) == (found, with_actions)
    assert all("Statement[1]" in each.say for each in both)
