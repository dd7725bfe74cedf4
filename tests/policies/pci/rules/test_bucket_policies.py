"""Rules about bucket policies: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import BUCKET, BUCKET_POLICY, BUCKET_V2
from policies.pci.platform import unresolved
from policies.pci.rules.bucket_policies import S3_POLICY_SCOPED, S3_TLS_ONLY
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

OURS = "111122223333"
ARN = "arn:aws:s3:::shop-audit"
IT = resource(BUCKET, {"bucket": "shop-audit"})
NO_TLS = {"Bool": {"aws:SecureTransport": "false"}}
OLD_TLS = {"NumericLessThan": {"s3:TlsVersion": 1.2}}


def deny(condition: Any, **more: Any) -> dict[str, Any]:
    """A denial of everything on the bucket and its objects."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [ARN, f"{ARN}/*"],
        "Condition": condition,
        **more,
    }


def policy(*statements: Any) -> Any:
    """A policy of the bucket, beside it."""
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return resource(
        BUCKET_POLICY, {"bucket": UNKNOWN, "policy": text}, "policy", made_of={"bucket": [IT]}
    )


GOOD = policy(deny(NO_TLS), deny(OLD_TLS))


def test_a_bucket_that_wants_tls_is_fine() -> None:
    """Beside it, on it, in both after a refresh, or each half in a statement of its own."""
    text = json.dumps({"Statement": [deny(NO_TLS), deny(OLD_TLS)]})
    halves = [
        deny(condition, Resource=part) for condition in (NO_TLS, OLD_TLS)
        for part in (ARN, f"{ARN}/*")
    ]  # fmt: skip
    assert blamed(S3_TLS_ONLY, IT, GOOD) == []
    assert blamed(S3_TLS_ONLY, but(IT, policy=text)) == []
    assert blamed(S3_TLS_ONLY, but(IT, policy=""), GOOD) == []
    assert blamed(S3_TLS_ONLY, IT, policy(*halves)) == []


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [deny(NO_TLS)],
        [deny(OLD_TLS)],
        [deny(NO_TLS, Resource=ARN), deny(OLD_TLS)],
        [deny(NO_TLS, Resource=f"{ARN}/*"), deny(OLD_TLS)],
        [deny(NO_TLS), deny(OLD_TLS, Resource=ARN)],
        [deny(NO_TLS, Action="s3:GetObject"), deny(OLD_TLS)],
        [deny(NO_TLS, Principal={"AWS": OURS}), deny(OLD_TLS)],
        [deny(NO_TLS, Effect="Allow"), deny(OLD_TLS)],
        [deny({**NO_TLS, "StringEquals": {"aws:PrincipalAccount": OURS}}), deny(OLD_TLS)],
        [deny({"Bool": {"aws:SecureTransport": "true"}}), deny(OLD_TLS)],
        [deny(NO_TLS), deny({"NumericLessThan": {"s3:TlsVersion": "1.1"}})],
        [deny(NO_TLS), deny({"NumericGreaterThan": {"s3:TlsVersion": "1.2"}})],
        [deny(NO_TLS, Resource="arn:aws:s3:::another/*"), deny(OLD_TLS)],
    ],
)
def test_a_bucket_that_speaks_in_clear_is_reported(statements: list[Any]) -> None:
    """No denial, half of one, for some, under a condition, inverted, or of another bucket."""
    assert blamed(S3_TLS_ONLY, IT, policy(*statements)) == ["it"]


def test_a_bucket_without_a_policy_is_reported() -> None:
    """Of both types; a policy that can't be read is none."""
    assert blamed(S3_TLS_ONLY, IT) == ["it"]
    assert blamed(S3_TLS_ONLY, resource(BUCKET_V2, {"bucket": "shop-audit"})) == ["it"]
    assert blamed(S3_TLS_ONLY, IT, but(GOOD, policy="{")) == ["it"]


def test_a_policy_that_is_not_known_yet_is_left_undecided() -> None:
    """It is no finding here: whoever forbids unknown values reports it."""
    unknown = but(GOOD, policy=UNKNOWN)
    assert blamed(S3_TLS_ONLY, IT, unknown) == []
    assert blamed(unresolved([S3_TLS_ONLY]), IT, unknown) == ["policy"]


TRAIL = {"Service": "cloudtrail.amazonaws.com"}
SOURCE = f"arn:aws:cloudtrail:eu-central-1:{OURS}:trail/shop"
FINE: list[dict[str, Any]] = [
    deny(NO_TLS),
    {"Principal": {"AWS": f"arn:aws:iam::{OURS}:role/auditor"}},
    {"Principal": TRAIL, "Condition": {"StringEquals": {"aws:SourceArn": SOURCE}}},
    {
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": OURS}},
    },
    {"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}},
]
WRONG: list[dict[str, Any]] = [
    {"Principal": "*"},
    {"Principal": {"AWS": "*"}, "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}},
    {"NotPrincipal": {"AWS": OURS}},
    {"Principal": TRAIL},
    {"Principal": TRAIL, "Condition": {"StringEquals": {"aws:SourceAccount": OURS}}},
    {"Principal": TRAIL, "Condition": {"StringLike": {"aws:SourceArn": "*"}}},
    {"Principal": {"Service": "logging.s3.amazonaws.com"}},
]


def scoped(kind: str, statement: dict[str, Any]) -> list[str]:
    """What the rule says of a policy of this one statement."""
    whole = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{ARN}/*", **statement}
    one = resource(kind, {"policy": json.dumps({"Statement": whole})})
    return blamed(S3_POLICY_SCOPED, one)


@pytest.mark.parametrize("kind", [BUCKET, BUCKET_V2, BUCKET_POLICY])
def test_a_bucket_lets_in_nobody_else(kind: str) -> None:
    """Named principals and bound services; not the public, nor any trail."""
    assert [each for each in FINE if scoped(kind, each)] == []
    assert [each for each in WRONG if not scoped(kind, each)] == []
