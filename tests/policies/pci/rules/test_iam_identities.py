"""Rules on identities: what each must report, and what it must not."""

import json
from typing import Any

import pytest
from cloudsplaining.shared.constants import PRIVILEGE_ESCALATION_METHODS

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import (
    ACCESS_KEY,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    SERVICE_CREDENTIAL,
    SSH_KEY,
    USER_LOGIN,
    USER_POLICY_ATTACHMENT,
)
from policies.pci.platform import unresolved
from policies.pci.rules.iam_identities import IAM_BOUNDARY, IAM_NO_ESCALATION, IAM_NO_USERS
from policy_proof.resources import TODAY, UNKNOWN, resource
from tests.policies.case import blamed

FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:pay"
ELSEWHERE = "arn:aws:iam::111122223333:policy/elsewhere"
ROLE = resource(IAM_ROLE, {"name": "worker"}, "worker")


def inline(*actions: str, on: str = FUNCTION, effect: str = "Allow", **more: Any) -> Declared:
    """A policy beside the role."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": on, **more}
    text = json.dumps({"Statement": [statement]})
    return resource(ROLE_POLICY, {"role": "worker", "policy": text}, f"p-{actions}-{effect}")


@pytest.mark.parametrize("method", PRIVILEGE_ESCALATION_METHODS)
def test_every_known_way_up_is_reported(method: str) -> None:
    """Each action of it in a policy of its own; without one of them there may be no way."""
    actions = PRIVILEGE_ESCALATION_METHODS[method]
    assert blamed(IAM_NO_ESCALATION, ROLE, *(inline(each) for each in actions)) == ["worker"]


def test_a_way_up_may_be_split_over_kinds_of_policies() -> None:
    """One part on the role, one beside it, one in a managed policy; a wildcard hides nothing."""
    first, second, third = "iam:Pass*", "lambda:CreateFunction", "lambda:Invoke*"
    role = resource(
        IAM_ROLE,
        {
            "name": "worker",
            "inlinePolicies": [
                {"policy": {"Statement": {"Effect": "Allow", "Action": first, "Resource": "*"}}}
            ],
        },
        "worker",
    )
    managed = resource(
        IAM_POLICY,
        {"policy": {"Statement": {"Effect": "allow", "action": third, "NotResource": "x"}}},
        "managed",
    )
    attached = resource(
        ROLE_POLICY_ATTACHMENT,
        {"role": "worker", "policyArn": UNKNOWN},
        "attached",
        made_of={"policyArn": [managed]},
    )
    assert blamed(IAM_NO_ESCALATION, role, inline(second), managed, attached) == ["worker"]
    assert blamed(IAM_NO_ESCALATION, role, inline(second), managed) == []


def test_what_is_denied_outright_opens_no_way() -> None:
    """A denial counts on everything and without a condition only."""
    way = inline("lambda:UpdateFunctionCode")
    denied = inline("lambda:*", on="*", effect="Deny")
    partly = inline("lambda:*", effect="Deny")
    when = {"Bool": {"aws:SecureTransport": "false"}}
    sometimes = inline("lambda:*", on="*", effect="Deny", Condition=when)
    assert blamed(IAM_NO_ESCALATION, ROLE, way, denied) == []
    assert blamed(IAM_NO_ESCALATION, ROLE, way, partly) == ["worker"]
    assert blamed(IAM_NO_ESCALATION, ROLE, way, sometimes) == ["worker"]


def test_credentials_of_anybody_are_reported() -> None:
    """A named role may be taken, any role may not; a registry's token has no ARN."""
    named = "arn:aws:iam::111122223333:role/reports"
    assert blamed(IAM_NO_ESCALATION, ROLE, inline("sts:AssumeRole", on=named)) == []
    assert blamed(IAM_NO_ESCALATION, ROLE, inline("sts:AssumeRole", on="*")) == ["worker"]
    assert blamed(IAM_NO_ESCALATION, ROLE, inline("ecr:GetAuthorizationToken", on="*")) == []


def test_a_policy_that_nobody_judges_is_reported() -> None:
    """One of another stack, unless it is listed; a deployer is what the configuration names."""
    foreign = resource(ROLE_POLICY_ATTACHMENT, {"role": "worker", "policyArn": ELSEWHERE}, "b")
    way = inline("iam:PutRolePolicy")
    assert blamed(IAM_NO_ESCALATION, ROLE, foreign) == ["worker"]
    assert blamed(IAM_NO_ESCALATION, ROLE, foreign, config={"externalArns": [ELSEWHERE]}) == []
    assert blamed(IAM_NO_ESCALATION, ROLE, way, config={"deployers": ["worker"]}) == []


def test_an_unknown_document_hides_no_known_one() -> None:
    """The known way up is reported; with nothing but unknowns there is no verdict yet."""
    unread = resource(ROLE_POLICY, {"role": "worker", "policy": UNKNOWN}, "unread")
    assert blamed(IAM_NO_ESCALATION, ROLE, unread, inline("iam:PutRolePolicy")) == ["worker"]
    assert blamed(IAM_NO_ESCALATION, ROLE, unread) == []
    judge = Judge(Exemptions([]), TODAY)
    Analyzer(judge.policies([IAM_NO_ESCALATION])).judge([ROLE, unread])
    assert [each.path for each in judge.undecided] == ["policy"]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (ROLE_POLICY, {"role": UNKNOWN, "policy": "{}"}),
        (ROLE_POLICY_ATTACHMENT, {"role": UNKNOWN, "policyArn": ELSEWHERE}),
        (POLICY_ATTACHMENT, {"roles": [UNKNOWN], "policyArn": ELSEWHERE}),
        (IAM_ROLE, {"inlinePolicies": [{"policy": UNKNOWN}]}),
    ],
)
def test_it_must_be_known_whose_a_policy_is(kind: str, inputs: dict[str, Any]) -> None:
    """A name of nobody in the stack would hide the policy from the union."""
    assert blamed(unresolved([IAM_NO_ESCALATION]), resource(kind, inputs)) == ["it"]
    made_of = {key: [ROLE] for key, value in inputs.items() if UNKNOWN in str(value)}
    mine = resource(kind, inputs, made_of=made_of)
    assert blamed(unresolved([IAM_NO_ESCALATION]), ROLE, mine) == []


def test_ordinary_work_is_no_way_up() -> None:
    """What a function does all day."""
    work = inline("sqs:SendMessage", "dynamodb:PutItem", "kms:Decrypt", "lambda:InvokeFunction")
    assert blamed(IAM_NO_ESCALATION, ROLE, work) == []


@pytest.mark.parametrize("kind", [ACCESS_KEY, SSH_KEY, SERVICE_CREDENTIAL])
def test_keys_that_last_are_never_fine(kind: str) -> None:
    """Not even for an emergency."""
    key = resource(kind, {"user": "emergency"})
    assert blamed(IAM_NO_USERS, key, config={"breakglass": ["emergency"]}) == ["it"]


@pytest.mark.parametrize(
    ("kind", "prop"),
    [(IAM_USER, "name"), (USER_LOGIN, "user"), (USER_POLICY_ATTACHMENT, "user")],
)
def test_users_are_for_emergencies(kind: str, prop: str) -> None:
    """The configuration names them exactly; one without a name is nobody's."""
    config = {"breakglass": ["emergency"]}
    assert blamed(IAM_NO_USERS, resource(kind, {prop: "emergency"}), config=config) == []
    assert blamed(IAM_NO_USERS, resource(kind, {prop: "emergency2"}), config=config) == ["it"]
    assert blamed(IAM_NO_USERS, resource(kind, {}), config=config) == ["it"]
    assert blamed(IAM_NO_USERS, resource(kind, {prop: "emergency"})) == ["it"]
    assert blamed(IAM_NO_USERS, resource(kind, {prop: UNKNOWN}), config=config) == []


def test_a_boundary_can_be_required() -> None:
    """Where the account has one; it is then one of the named ones."""
    bounded = resource(IAM_ROLE, {"permissionsBoundary": ELSEWHERE})
    assert blamed(IAM_BOUNDARY, ROLE) == []
    assert blamed(IAM_BOUNDARY, ROLE, config={"require": True}) == ["worker"]
    assert blamed(IAM_BOUNDARY, bounded, config={"require": True}) == []
    assert blamed(IAM_BOUNDARY, bounded, config={"arns": [ELSEWHERE]}) == []
    assert blamed(IAM_BOUNDARY, bounded, config={"arns": ["arn:other"]}) == ["it"]
