"""Rules on identity policies: what each must report, and what it must not."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cloudsplaining.shared.constants import READ_ONLY_DATA_EXFILTRATION_ACTIONS

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import (
    GROUP_POLICY_ATTACHMENT,
    IAM_POLICY,
    IAM_ROLE,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
)
from policies.pci.rules.iam_documents import (
    IAM_LINTS,
    IAM_NO_ADMIN,
    IAM_NO_WILDCARD,
    IAM_NO_WILDCARD_KMS,
    IAM_PASS_ROLE,
    RULES,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said

HERE = "eu-central-1:111122223333"
QUEUE = f"arn:aws:sqs:{HERE}:payments"
KEY = f"arn:aws:kms:{HERE}:key/abc"
ROLE = "arn:aws:iam::111122223333:role/worker"
TO_LAMBDA = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}


INTERFACES = f"arn:aws:ec2:{HERE}:network-interface/*"


def in_network(name: str) -> Mapping[str, Any]:
    """A condition that binds to one network or subnet, or to none with a star in it."""
    return {"ArnEquals": {"ec2:Vpc": f"arn:aws:ec2:{HERE}:{name}"}}


def allows(action: Any = "sqs:SendMessage", on: Any = QUEUE, **more: Any) -> Mapping[str, Any]:
    """A statement that allows one thing; `None` takes an element away."""
    made = {"Effect": "Allow", "Action": action, "Resource": on, **more}
    return {key: value for key, value in made.items() if value is not None}


def policy(*statements: Mapping[str, Any], kind: str = ROLE_POLICY) -> Declared:
    """A policy with these statements, of the given type."""
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    if kind == IAM_ROLE:
        return resource(kind, {"inlinePolicies": [{"name": "x", "policy": text}]})
    return resource(kind, {"policy": text})


WRONG: Mapping[str, tuple[Rule, list[Mapping[str, Any]]]] = {
    "92": (
        IAM_NO_ADMIN,
        [
            allows("*"),
            allows("*:*"),
            allows(["sqs:SendMessage", "iam:*"]),
            allows("IAM:?*"),
            allows("s?s:SendMessage"),
            allows(None, NotAction="iam:*"),
        ],
    ),
    "93": (
        IAM_NO_WILDCARD,
        [
            allows(on="*"),
            allows(on=[QUEUE, "*"]),
            allows("dynamodb:Get*", "arn:aws:dynamodb:*:*:table/*"),
            allows("sqs:SendMessage", None, NotResource=QUEUE),
            allows("ec2:DeleteNetworkInterface", INTERFACES),
            allows("ec2:DeleteNetworkInterface", INTERFACES, Condition=in_network("vpc/*")),
            allows("ec2:DeleteSecurityGroup", "*", Condition=in_network("vpc/vpc-1")),
            *(allows(each, "*") for each in READ_ONLY_DATA_EXFILTRATION_ACTIONS),
        ],
    ),
    "95": (
        IAM_NO_WILDCARD_KMS,
        [
            allows("kms:Decrypt", "*"),
            allows("kms:De*", "*"),
            allows("KMS:GENERATEDATAKEY", f"arn:aws:kms:{HERE}:key/*"),
            allows(None, "*", NotAction="s3:*"),
            allows("kms:CreateGrant", None, NotResource=KEY),
            allows("kms:Decrypt", "*", Condition={"Bool": {"aws:SecureTransport": "true"}}),
        ],
    ),
    "98": (
        IAM_PASS_ROLE,
        [
            allows("iam:PassRole", ROLE),
            allows("iam:Pass*", "*", Condition=TO_LAMBDA),
            allows("iam:PassRole", f"{ROLE}*", Condition=TO_LAMBDA),
            allows("iam:PassRole", None, NotResource=ROLE, Condition=TO_LAMBDA),
            allows("iam:PassRole", ROLE, Condition={"StringLike": {"iam:PassedToService": "*"}}),
            allows("iam:PassRole", ROLE, Condition={"StringLike": {"iam:PassedToService": "e*"}}),
            allows(
                "iam:PassRole",
                ROLE,
                Condition={"StringEqualsIfExists": {"iam:PassedToService": "ec2.amazonaws.com"}},
            ),
        ],
    ),
    "99": (
        IAM_LINTS,
        [
            allows("sqs:SendMesage"),
            allows("sendmessage"),
            allows(None),
            allows(on=None),
            allows(on="payments"),
            allows(on="arn:aws:sqs:payments"),
            allows(on=QUEUE.replace("aws", "aws-", 1)),
            allows(on=QUEUE.replace("aws", "gov", 1)),
            allows(on="arn:aws:sqs:eu-central-1:1234:payments"),
            allows(Condition={"StringEquals": {"aws:SourceAcount": "111122223333"}}),
        ],
    ),
}


@pytest.mark.parametrize("kind", [ROLE_POLICY, IAM_POLICY, IAM_ROLE])
@pytest.mark.parametrize(
    ("rule", "statement"),
    [(rule, each) for rule, statements in WRONG.values() for each in statements],
)
def test_a_wrong_statement_is_reported(rule: Rule, statement: Mapping[str, Any], kind: str) -> None:
    """Beside a right one, in every kind of document."""
    assert blamed(rule, policy(allows(), statement, kind=kind)) == ["it"]


@pytest.mark.parametrize("kind", [ROLE_POLICY, IAM_POLICY, IAM_ROLE])
def test_least_privilege_is_fine(kind: str) -> None:
    """Named actions on named things; what has no ARN on `*`; a role to one service; denials."""
    right = policy(
        allows(["sqs:SendMessage", "SQS:GetQueueAttributes"]),
        allows("xray:PutTraceSegments", "*"),
        allows("dynamodb:Query", f"arn:aws:dynamodb:{HERE}:table/payments/index/*"),
        allows("s3:GetObject", "arn:aws:s3:::receipts/*"),
        *(
            allows("sqs:SendMessage", QUEUE.replace("aws", partition, 1))
            for partition in ("aws-us-gov", "aws-cn", "aws-eusc", "aws-iso-b")
        ),
        allows("kms:Decrypt", KEY, Condition={"StringEquals": {"kms:EncryptionContext:a": "b"}}),
        # An interface has no name before it is made; its network has.
        allows("ec2:DeleteNetworkInterface", INTERFACES, Condition=in_network("vpc/vpc-1")),
        allows("iam:PassRole", ROLE, Condition=TO_LAMBDA),
        allows("s3:GetObject", "arn:aws:s3:::receipts/${aws:PrincipalTag/merchant}/*"),
        {"Effect": "Deny", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": "iam:*", "NotResource": QUEUE},
        kind=kind,
    )
    assert said(RULES, right) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.number))
def test_a_document_that_is_none_is_reported(rule: Rule) -> None:
    """Neither a text that is no JSON nor a list of numbers passes, and nothing crashes."""
    for wrong in ("{", "[]", '{"Statement": [1]}', 7):
        (found,) = said(rule, resource(ROLE_POLICY, {"policy": wrong}))
        assert "Internal error" not in found[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.number))
def test_an_unknown_document_is_undecided_here(rule: Rule) -> None:
    """Rule 0.6 asks what it is made of: the watched path says where and of which types."""
    assert said(rule, resource(ROLE_POLICY, {"policy": UNKNOWN})) == []
    assert rule.watched[ROLE_POLICY]["policy"]


ATTACHING = (
    (ROLE_POLICY_ATTACHMENT, "policyArn"),
    (GROUP_POLICY_ATTACHMENT, "policyArn"),
    (POLICY_ATTACHMENT, "policyArn"),
)


@pytest.mark.parametrize(("kind", "prop"), ATTACHING)
def test_policies_of_aws_are_judged_by_their_names(kind: str, prop: str) -> None:
    """Those of administrators are refused, others must be listed; ours are judged themselves."""
    aws = "arn:aws:iam::aws:policy"
    for admin in ("AdministratorAccess", "IAMFullAccess", "job-function/Billing"):
        assert blamed(IAM_NO_ADMIN, resource(kind, {prop: f"{aws}/{admin}"})) == ["it"]
        assert blamed(IAM_NO_WILDCARD, resource(kind, {prop: f"{aws}/{admin}"})) == []
    reader = resource(kind, {prop: f"{aws}/AmazonS3ReadOnlyAccess"})
    assert blamed(IAM_NO_ADMIN, reader) == []
    assert blamed(IAM_NO_WILDCARD, reader) == ["it"]
    listed = {"awsManaged": ["AmazonS3ReadOnlyAccess"]}
    assert blamed(IAM_NO_WILDCARD, reader, config=listed) == []
    assert blamed(RULES, resource(kind, {prop: "arn:aws:iam::111122223333:policy/x"})) == []


def test_a_roles_list_of_managed_policies_is_judged_too() -> None:
    """Also beside an unknown one."""
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    role = resource(IAM_ROLE, {"managedPolicyArns": [UNKNOWN, admin]})
    assert blamed(IAM_NO_ADMIN, role) == ["it"]


def test_an_action_can_be_allowed_on_everything_by_configuration() -> None:
    """Where a service needs it; the others of the statement stay judged."""
    one = policy(allows("ec2:CreateNetworkInterface", "*"))
    two = policy(allows(["ec2:CreateNetworkInterface", "sqs:SendMessage"], "*"))
    config = {"allow": ["ec2:CreateNetworkInterface"]}
    assert blamed(IAM_NO_WILDCARD, one, config=config) == []
    assert blamed(IAM_NO_WILDCARD, two, config=config) == ["it"]
