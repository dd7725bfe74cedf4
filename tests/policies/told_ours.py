"""Settings at work: what is ours, and who of ours may do what."""

from collections.abc import Mapping
from typing import Any, Final

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    BUCKET_POLICY,
    EVENT_SOURCE_MAPPING,
    IAM_ROLE,
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


ROWS: Final[Mapping[tuple[str, str], Told]] = {
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
