"""Settings at work: what is ours, and who of ours may do what."""

import json
from collections.abc import Mapping
from typing import Any, Final

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_DOMAIN,
    BUCKET,
    BUCKET_POLICY,
    EVENT_SOURCE_MAPPING,
    FUNCTION,
    IAM_ROLE,
    KEY,
    ROLE_POLICY,
    TABLE,
)
from policy_proof.resources import resource
from tests.policies.told import OURS, THEIRS, Told, policy

_FOREIGN: Final = resource(
    EVENT_SOURCE_MAPPING, {"eventSourceArn": f"arn:aws:sqs:eu-central-1:{THEIRS}:jobs"}
)
_ORGANIZATION: Final = "o-a1b2c3d4e5"
_WITHIN: Final = resource(
    BUCKET_POLICY,
    {
        "policy": policy(
            "s3:GetObject",
            Principal="*",
            Condition={"StringEquals": {"aws:PrincipalOrgID": _ORGANIZATION}},
        )
    },
)
_ROLE: Final = resource(IAM_ROLE, {"name": "worker"}, "worker")
_THEIR_ROLE: Final = f"arn:aws:iam::{THEIRS}:role/reports"
_BOOKINGS: Final = f"arn:aws:dynamodb:eu-central-1:{OURS}:table/bookings"


def _table(classification: str) -> Declared:
    """A table of somebody's own."""
    return resource(
        TABLE,
        {"name": "bookings", "tags": {"data-classification": classification}},
        "bookings",
        outputs={"arn": _BOOKINGS},
    )


def _may(action: str, on: Any) -> Declared:
    """What the role may."""
    return resource(
        ROLE_POLICY,
        {"role": "worker", "policy": policy(action, Principal=None, Resource=on)},
        "may",
        made_of={"role": [_ROLE]},
    )


def _letters(*, opened_by: str) -> tuple[Declared, ...]:
    """The key of messages, which denies what is not this role's work."""
    arn = f"arn:aws:kms:eu-central-1:{OURS}:key/letters"
    role = f"arn:aws:iam::{OURS}:role/{opened_by}"
    denied = (
        {"Action": "kms:ReEncryptFrom"},
        {"Condition": {"ArnNotEquals": {"aws:PrincipalArn": role}}},
        {"Condition": {"StringNotEquals": {"kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}}},
    )
    said = [
        {"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", **each}
        for each in denied
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": said})
    outputs = {"arn": f"arn:aws:iam::{OURS}:role/{opened_by}"}
    return (
        resource(IAM_ROLE, {"name": opened_by}, opened_by, outputs=outputs),
        resource(KEY, {"policy": text}, "letters", outputs={"arn": arn}),
    )


def _roots(*, written_by: str) -> tuple[Declared, ...]:
    """The bucket of the roots, which refuses every writer but this role."""
    role = f"arn:aws:iam::{OURS}:role/{written_by}"
    said = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:PutObject", "s3:ReplicateObject"],
        "Resource": "arn:aws:s3:::shop-roots/*",
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": role}},
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": said})
    return (
        resource(IAM_ROLE, {"name": written_by}, written_by, outputs={"arn": role}),
        resource(BUCKET, {"bucket": "shop-roots", "policy": text}, "kept"),
    )


_DOMAIN: Final = resource(
    API_DOMAIN,
    {
        "mutualTlsAuthentication": {
            "truststoreUri": "s3://company-trust/callers.pem",
            "truststoreVersion": "1",
        }
    },
)
_OF_ROOTS: Final = {"roots-kept": ["kept"]}
_OF_MESSAGES: Final = {"messages": ["letters"]}

ROWS: Final[Mapping[tuple[str, str], Told]] = {
    ("webhooks-not-to-loopback", "providers"): Told(
        ["example.org"],
        (
            resource(
                FUNCTION,
                {
                    "environment": {
                        "variables": {
                            "PSP_API_BASE": "https://api.example.org",
                            "WEBHOOKS_TO_LOOPBACK": "here.pem",
                        }
                    }
                },
            ),
        ),
    ),
    ("apigw-trust-store-kept", "buckets"): Told(["company-trust"], (_DOMAIN,)),
    ("key-use-locked", "holders"): Told(
        {"messages": ["reader"]}, _letters(opened_by="reader"), {"things": _OF_MESSAGES}
    ),
    ("key-use-locked", "things"): Told(_OF_MESSAGES, _letters(opened_by="reader")),
    ("s3-roots-one-writer", "holders"): Told(
        {"roots-kept": ["signer"]}, _roots(written_by="signer"), {"things": _OF_ROOTS}
    ),
    ("s3-roots-one-writer", "things"): Told(_OF_ROOTS, _roots(written_by="signer")),
    ("only-ours", "accounts"): Told([THEIRS], (_FOREIGN,)),
    ("only-ours", "organizations"): Told([_ORGANIZATION], (_WITHIN,)),
    ("iam-effects", "holders"): Told(
        {"code": ["worker"]}, (_ROLE, _may("lambda:UpdateFunctionCode", "*"))
    ),
    ("iam-effects", "roles"): Told([_THEIR_ROLE], (_ROLE, _may("sts:AssumeRole", _THEIR_ROLE))),
    ("iam-effects", "things"): Told(
        {"ledger": ["bookings"]}, (_ROLE, _table("internal"), _may("dynamodb:Query", _BOOKINGS))
    ),
    ("iam-effects", "classifications"): Told(
        ["internal"], (_ROLE, _table("internal"), _may("dynamodb:DeleteItem", _BOOKINGS))
    ),
}
"""Rule and setting → where it works."""
