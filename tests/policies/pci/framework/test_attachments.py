"""What an identity holds is found wherever it is written."""

import json
from typing import Any

from pulumi_policy import Severity

from local.policy_check.analyzer import Declared
from policies.pci.framework.attachments import IDENTITIES, aws_managed, held
from policies.pci.framework.rule import Finding, Rule
from policies.pci.framework.tokens import (
    GROUP_POLICY,
    IAM_GROUP,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER_POLICY,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import said

OURS = "arn:aws:iam::111122223333:policy"

COUNT = Rule(
    number="0",
    name="count",
    description="A probe: it reports what each identity holds.",
    severity=Severity.LOW,
    pci=(),
    subjects=IDENTITIES,
    stack=lambda stack, identity, _config: iter(
        [
            Finding(
                json.dumps([len((h := held(stack, identity)).statements), h.elsewhere, h.unknown])
            )
        ]
    ),
)


def document(action: str) -> str:
    """A policy that allows one action."""
    return json.dumps({"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}})


def holds(identity: Declared, *others: Declared) -> list[Any]:
    """Statements, policies of other stacks, and what is unknown."""
    (found,) = [json.loads(text) for _, name, text in said(COUNT, identity, *others) if name == "a"]
    return list(found)


ROLE = resource(IAM_ROLE, {"name": "a"}, "a")
POLICY = resource(IAM_POLICY, {"name": "p", "policy": document("sqs:SendMessage")}, "p")


def test_inline_policies_on_and_beside_a_role_count() -> None:
    """On the role itself, and of every kind beside its identity, by edge or by name."""
    inline = [{"name": "x", "policy": document("s3:GetObject")}] * 2
    role = resource(IAM_ROLE, {"name": "a", "inlinePolicies": inline}, "a")
    beside = resource(ROLE_POLICY, {"role": "a", "policy": document("kms:Decrypt")}, "b")
    edge = resource(
        ROLE_POLICY,
        {"role": UNKNOWN, "policy": document("kms:Decrypt")},
        "c",
        made_of={"role": [role]},
    )
    other = resource(ROLE_POLICY, {"role": "z", "policy": document("kms:Decrypt")}, "d")
    assert holds(role, beside, edge, other) == [4, [], None]
    for kind, policy, prop in ((IAM_USER, USER_POLICY, "user"), (IAM_GROUP, GROUP_POLICY, "group")):
        mine = resource(policy, {prop: "a", "policy": document("kms:Decrypt")}, "b")
        assert holds(resource(kind, {"name": "a"}, "a"), mine) == [1, [], None]


def test_managed_policies_count_however_they_are_attached() -> None:
    """By an attachment to one or to many, or on the role; by ARN or by edge."""
    one = resource(ROLE_POLICY_ATTACHMENT, {"role": "a", "policyArn": f"{OURS}/p"}, "b")
    many = resource(
        POLICY_ATTACHMENT,
        {"roles": ["z", "a"], "policyArn": UNKNOWN},
        "c",
        made_of={"policyArn": [POLICY]},
    )
    own = resource(
        IAM_ROLE,
        {"name": "a", "managedPolicyArns": [UNKNOWN]},
        "a",
        made_of={"managedPolicyArns": [POLICY]},
    )
    assert holds(ROLE, one, POLICY) == [1, [], None]
    assert holds(ROLE, many, POLICY) == [1, [], None]
    assert holds(own, POLICY) == [1, [], None]


def test_what_can_not_be_read_is_named() -> None:
    """Another stack's policy by its ARN, also beside one of ours; an unknown document by path."""
    foreign = resource(
        IAM_ROLE,
        {"name": "a", "managedPolicyArns": [UNKNOWN, f"{OURS}/elsewhere"]},
        "a",
        made_of={"managedPolicyArns": [POLICY]},
    )
    aws = resource(
        ROLE_POLICY_ATTACHMENT, {"role": "a", "policyArn": "arn:aws:iam::aws:policy/X"}, "b"
    )
    unread = resource(ROLE_POLICY, {"role": "a", "policy": UNKNOWN}, "c")
    unnamed = resource(ROLE_POLICY_ATTACHMENT, {"role": "a", "policyArn": UNKNOWN}, "d")
    assert holds(foreign, POLICY) == [1, [f"{OURS}/elsewhere"], None]
    assert holds(ROLE, aws) == [0, [], None]
    assert holds(ROLE, unread) == [0, [], "policy"]
    assert holds(ROLE, unnamed) == [0, [], "policyArn"]


def test_policies_of_aws_are_told_by_their_owner() -> None:
    """In every partition; a policy of an account is none."""
    assert aws_managed("arn:aws-cn:iam::aws:policy/service-role/X") == "service-role/X"
    assert aws_managed(f"{OURS}/X") is None
