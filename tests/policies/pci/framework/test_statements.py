"""Every document that speaks for a resource is read."""

import json

from pulumi_policy import Severity

from policies.pci.framework.guards import public
from policies.pci.framework.rule import Rule
from policies.pci.framework.statements import attached, no_statement
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
