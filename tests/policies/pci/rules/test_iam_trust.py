"""Who may take a role: what the rule must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import IAM_ROLE, IDENTITY_POOL
from policies.pci.platform import unresolved
from policies.pci.rules.iam_effects import RULES as EFFECTS
from policies.pci.rules.iam_trust import IAM_TRUST
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said

OWN, OTHER = "111122223333", "444455556666"
GITHUB = f"arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com"
SUB, AUD = (f"token.actions.githubusercontent.com:{each}" for each in ("sub", "aud"))
SAML = f"arn:aws:iam::{OWN}:saml-provider/staff"
POOL = "cognito-identity.amazonaws.com"


def role(principal: Any, when: Any = None, **more: Any) -> Declared:
    """A role that `principal` may take."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}
    if when:
        statement["Condition"] = when
    return resource(IAM_ROLE, {"assumeRolePolicy": json.dumps({"Statement": [statement]})})


def exactly(**keys: Any) -> dict[str, Any]:
    """A condition on whole values."""
    return {"StringEquals": keys}


DEPLOY = f"arn:aws:iam::{OWN}:role/deploy"
SOMEBODY = (
    {"ArnEquals": {"aws:PrincipalArn": DEPLOY}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/aws-reserved/sso/*/Operator_*"}},
    exactly(**{"sts:ExternalId": "shared"}),
    exactly(**{"aws:PrincipalTag/team": "payments"}),
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
)
ANYBODY = (
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/*"}},
    {"ArnNotEquals": {"aws:PrincipalArn": DEPLOY}},
    {"StringEqualsIfExists": {"sts:ExternalId": "shared"}},
    {"StringLike": {"aws:PrincipalTag/team": "*"}},
    {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
    exactly(**{"aws:PrincipalAccount": OWN}),
    {"Bool": {"aws:SecureTransport": "true"}},
)


@pytest.mark.parametrize(
    "fine",
    [
        role({"Service": "lambda.amazonaws.com"}),
        role({"Service": "scheduler.amazonaws.com"}, exactly(**{"aws:SourceAccount": OWN})),
        role(
            {"Service": "states.eu-central-1.amazonaws.com"},
            exactly(**{"aws:SourceAccount": OWN}),
        ),
        role({"AWS": f"arn:aws:iam::{OWN}:role/deploy"}),
        *(role({"AWS": OWN}, when) for when in SOMEBODY),
        role({"AWS": f"arn:aws:iam::{OWN}:root"}, SOMEBODY[0]),
        role({"AWS": f"arn:aws:iam::{OTHER}:root"}, exactly(**{"sts:ExternalId": "shared"})),
        role({"Federated": GITHUB}, exactly(**{SUB: "repo:a/b:ref:refs/heads/main", AUD: "sts"})),
        role({"Federated": SAML}, exactly(**{"SAML:aud": "https://signin.aws.amazon.com/saml"})),
        role(
            {"Federated": POOL},
            {
                "StringEquals": {f"{POOL}:aud": "pool"},
                "ForAnyValue:StringLike": {f"{POOL}:amr": "authenticated"},
            },
        ),
        role("*", Effect="Deny"),
    ],
)
def test_named_principals_are_fine(fine: Declared) -> None:
    """Services for themselves, somebody of our account, another with an id, a bound provider."""
    assert said(IAM_TRUST, fine, provider={"allowedAccountIds": [OWN]}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        role("*"),
        role({"AWS": "*"}),
        role({"AWS": "*"}, exactly(**{"aws:PrincipalOrgID": "o-example"})),
        role({"AWS": f"arn:aws:iam::{OWN}:role/*"}),
        role(None, NotPrincipal={"AWS": OTHER}),
        role({"AWS": OTHER}),
        role([{"AWS": OWN}]),
        role({"AWS": OWN}),
        *(role({"AWS": f"arn:aws:iam::{OWN}:root"}, when) for when in ANYBODY),
        role({"AWS": [OWN, f"arn:aws:iam::{OTHER}:root"]}),
        role({"AWS": OTHER}, exactly(**{"aws:PrincipalType": "User"})),
        role({"AWS": OTHER}, {"StringLike": {"sts:ExternalId": "*"}}),
        role({"AWS": OTHER}, {"StringLike": {"sts:ExternalId": "a*"}}),
        role({"AWS": OTHER}, {"StringEqualsIfExists": {"sts:ExternalId": "shared"}}),
        role({"Service": "ec2.example.com"}),
        role({"Service": ["lambda.amazonaws.com", "scheduler.amazonaws.com"]}),
        role({"Federated": GITHUB}, exactly(**{AUD: "sts"})),
        role({"Federated": GITHUB}, exactly(**{SUB: "repo:a/b:ref:refs/heads/main"})),
        role({"Federated": GITHUB}, {"StringLike": {SUB: "repo:a/*", AUD: "sts"}}),
        role({"Federated": GITHUB}, {"StringEqualsIfExists": {SUB: "repo:a/b", AUD: "sts"}}),
        role({"Federated": SAML}),
        role({"CanonicalUser": "abc"}),
        resource(IAM_ROLE, {}),
        resource(IAM_ROLE, {"assumeRolePolicy": "{"}),
        resource(IAM_ROLE, {"assumeRolePolicy": {"Statement": {"Effect": "Allow"}}}),
    ],
)
def test_anybody_else_is_reported(wrong: Declared) -> None:
    """Everybody, wildcards, our account as a whole, strangers, services, loose providers."""
    assert blamed(IAM_TRUST, wrong, provider={"allowedAccountIds": [OWN]}) == ["it"]


@pytest.mark.parametrize("region", ["", ".eu-central-1", ".us-gov-west-1", ".cn-north-1"])
@pytest.mark.parametrize("end", ["", ".cn"])
def test_a_service_of_a_region_gets_the_service_s_advice(region: str, end: str) -> None:
    """It could act for others wherever it stands: it is to be bound, not to be listed."""
    one = role({"Service": f"states{region}.amazonaws.com{end}"})
    ((_, _, message),) = said(IAM_TRUST, one)
    assert message.endswith("Bind the service by aws:SourceAccount or aws:SourceArn.")


def test_cloudtrail_names_no_source() -> None:
    """Bound by one, its role could not be taken at all; only this account can pass it to a trail.

    CloudTrail User Guide, "Role policy document for CloudTrail to use CloudWatch Logs".
    """
    assert blamed(IAM_TRUST, role({"Service": "cloudtrail.amazonaws.com"})) == []
    assert blamed(IAM_TRUST, role({"Service": "config.amazonaws.com"})) == ["it"]


def test_a_name_that_only_looks_like_a_service_is_reported() -> None:
    """More before or after the name is another name."""
    for name in ("states.a.b.amazonaws.com", "x.states.amazonaws.com", "states.amazonaws.com.de"):
        ((_, _, message),) = said(IAM_TRUST, role({"Service": name}))
        assert "List the service" in message


def test_the_configuration_widens_by_name() -> None:
    """Services that are listed are trusted; our own account is the pinned one."""
    listed = {"services": ["batch.amazonaws.com"]}
    assert blamed(IAM_TRUST, role({"Service": "batch.amazonaws.com"}), config=listed) == []
    pinned = {"allowedAccountIds": json.dumps([OWN])}
    deploy = role({"AWS": f"arn:aws:iam::{OWN}:role/deploy"})
    assert blamed(IAM_TRUST, deploy, provider=pinned) == []
    assert blamed(IAM_TRUST, deploy) == ["it"]
    assert blamed(IAM_TRUST, role({"AWS": OWN}), provider=pinned) == ["it"]


def test_an_unknown_trust_policy_is_undecided_here() -> None:
    """Rule 0.6 asks what it is made of."""
    assert blamed(IAM_TRUST, resource(IAM_ROLE, {"assumeRolePolicy": UNKNOWN})) == []
    assert IAM_TRUST.watched[IAM_ROLE]["assumeRolePolicy"]


def test_a_role_for_an_identity_pool_is_judged_when_it_is_made() -> None:
    """It must name the pool by its id, which nobody has in the first preview.

    Amazon Cognito Developer Guide, "Role trust and permissions".
    """
    pool = resource(IDENTITY_POOL, {}, "pool")
    inputs = {"assumeRolePolicy": UNKNOWN}
    led = resource(IAM_ROLE, inputs, "role", made_of={"assumeRolePolicy": [pool]})
    for rule in (IAM_TRUST, *EFFECTS):
        rules = [unresolved([rule])]
        assert blamed(rules, led, pool) == []
        assert blamed(rules, resource(IAM_ROLE, inputs, "role"), pool) == ["role"]
