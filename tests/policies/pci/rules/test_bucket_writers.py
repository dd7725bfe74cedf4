"""What the bucket of the ledger's roots must refuse, and what it need not."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import BUCKET, BUCKET_POLICY, IAM_ROLE
from policies.pci.rules.bucket_writers import ONE_WRITER
from policy_proof.resources import UNKNOWN, resource
from policy_proof.stacks import ours
from tests.policies.case import blamed, but, said

ROLE: Final = "arn:aws:iam::111122223333:role/{}"
OBJECTS: Final = "arn:aws:s3:::shop-roots/*"
CONFIG: Final = {
    "things": {"roots-kept": ["roots"]},
    "holders": {"roots-kept": ["signer"]},
}
ROLES: Final = [
    resource(IAM_ROLE, {"name": name, "arn": ROLE.format(name)}, name)
    for name in ("signer", "somebody-of-ours")
]
ROOTS: Final = resource(BUCKET, {"bucket": "shop-roots"}, "roots")
WRITES: Final = ["s3:PutObject", "s3:ReplicateObject"]


def denied(**more: Any) -> dict[str, Any]:
    """The one denial that is asked for, but for what is said."""
    others = {"ArnNotEquals": {"aws:PrincipalArn": ROLE.format("signer")}}
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": WRITES,
        "Resource": OBJECTS,
        "Condition": others,
        **more,
    }


def written(*statements: dict[str, Any]) -> list[Declared]:
    """The bucket with a policy beside it, and the roles."""
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return [
        ROOTS,
        resource(BUCKET_POLICY, {"bucket": "shop-roots", "policy": text}, "policy"),
        *ROLES,
    ]


def open_buckets(*resources: Declared) -> list[str]:
    """The buckets where somebody else writes."""
    return blamed(ONE_WRITER, *resources, config=CONFIG)


def test_one_denial_of_all_others_is_enough() -> None:
    """In one statement or in two; other buckets are asked nothing."""
    assert open_buckets(*written(denied())) == []
    assert open_buckets(*written(*(denied(Action=each) for each in WRITES))) == []
    assert open_buckets(*written(denied(Action="s3:*", Resource="*"))) == []
    assert open_buckets(resource(BUCKET, {"bucket": "shop-images"}, "images")) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"Effect": "Allow"},
        {"Principal": {"AWS": ROLE.format("somebody-of-ours")}},
        {"Action": ["s3:PutObjectAcl"]},
        {"Resource": "arn:aws:s3:::shop-roots/roots/*"},
        {"Resource": "arn:aws:s3:::shop-roots"},
        {"Resource": "arn:aws:s3:::shop-images/*"},
        *(
            {"Condition": {operator: {"aws:PrincipalArn": who}}}
            for operator, who in (
                ("ArnEquals", ROLE.format("signer")),
                ("ArnNotEqualsIfExists", ROLE.format("signer*")),
                ("ArnNotLike", ROLE.format("*")),
                ("ArnNotLike", ROLE.format("signer*")),
                ("ArnNotLike", ROLE.format("signe?")),
                ("ArnNotEquals", [ROLE.format("signer"), ROLE.format("somebody-of-ours")]),
            )
        ),
        {
            "Condition": {
                "ArnNotEquals": {"aws:PrincipalArn": ROLE.format("signer")},
                "StringEquals": {"aws:PrincipalAccount": "111122223333"},
            }
        },
        {"Condition": {"StringNotEquals": {"aws:userid": "AROA1:signer"}}},
    ],
)
def test_a_denial_that_lets_somebody_write_is_reported(weak: dict[str, Any]) -> None:
    """Another one, a part of the objects, more roles by name or by pattern, one more condition."""
    found = said(ONE_WRITER, *written(denied(**weak)), config=CONFIG)
    assert {who for _, who, _ in found} == {"roots"}
    assert all("on /* to everybody where aws:PrincipalArn is not" in why for *_, why in found)


@pytest.mark.parametrize("only", WRITES)
def test_each_way_of_writing_is_denied(only: str) -> None:
    """Objects come by requests, and from another bucket by itself."""
    ((_, _, why),) = said(ONE_WRITER, *written(denied(Action=only)), config=CONFIG)
    (other,) = set(WRITES) - {only}
    assert why.startswith(f"Deny {other} ")


def test_without_a_policy_everybody_writes_whom_the_account_lets() -> None:
    """A policy in the bucket itself counts; one that is not known yet is no verdict."""
    assert open_buckets(ROOTS, *ROLES) == ["roots"]
    text = json.dumps({"Version": "2012-10-17", "Statement": [denied()]})
    assert open_buckets(but(ROOTS, policy=text), *ROLES) == []
    assert open_buckets(but(ROOTS, policy=UNKNOWN), *ROLES) == []


@pytest.mark.parametrize("known", [True, False])
def test_the_stacks_own_bucket_is_found_by_its_name(known: bool) -> None:  # noqa: FBT001 - pytest
    """Nothing configures it; with its denial gone it is reported."""
    stack = ours("prod", known=known)
    assert blamed(ONE_WRITER, *stack) == []
    bare = [each for each in stack if each.name != "roots-policy"]
    assert blamed(ONE_WRITER, *bare) == ["roots-bucket"]
