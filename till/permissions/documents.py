"""What the deploying role may do, as the policy documents of docs/deploy/.

A managed policy holds 6,144 characters, so there are a few.
They have `<partition>`, `<region>`, `<account>`, `<stack>`, `<state-bucket>` and `<state-key>` in
them.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from till.permissions._audit import AUDIT
from till.permissions._buckets import BUCKETS
from till.permissions._chat import CHAT
from till.permissions._data import DATA
from till.permissions._doctor import DOCTOR
from till.permissions._edge import EDGE
from till.permissions._event_bus import EVENT_BUS
from till.permissions._fleet import FLEET
from till.permissions._functions import FUNCTIONS
from till.permissions._network import NETWORK
from till.permissions._trust_store import TRUST_STORE
from till.permissions.needs import HERE, Need

PARTS: Final[Mapping[str, Mapping[str, Iterable[Need]]]] = {
    "audit": AUDIT,
    "buckets": BUCKETS,
    "chat": CHAT,
    "data": DATA,
    "edge": EDGE,
    "event-bus": EVENT_BUS,
    "fleet": FLEET,
    "functions": FUNCTIONS,
    "network": NETWORK,
    "trust-store": TRUST_STORE,
}
"""Document → resource type → what its deployment needs."""
NEEDS: Final[Mapping[str, Iterable[Need]]] = {
    kind: [need for part in PARTS.values() for need in part.get(kind, ())]
    for kind in sorted({kind for part in PARTS.values() for kind in part})
}
"""Resource type → what its deployment needs."""
STATE: Final = (
    Need("s3:ListBucket GetBucketLocation", ["arn:<partition>:s3:::<state-bucket>"]),
    Need("s3:GetObject PutObject DeleteObject", ["arn:<partition>:s3:::<state-bucket>/*"]),
    Need("kms:Encrypt Decrypt GenerateDataKey", [f"arn:<partition>:kms:{HERE}:key/<state-key>"]),
)
"""Pulumi's state in S3 and the key of its secrets."""


def pages() -> Mapping[str, str]:
    """File name → the policy document in it, JSON."""
    parts = {
        **{name: _all(needs) for name, needs in PARTS.items()},
        "doctor": DOCTOR,
        "state": STATE,
    }
    return {
        f"{name}.json": f"{json.dumps(_policy(each), indent=2)}\n" for name, each in parts.items()
    }


def _all(needs: Mapping[str, Iterable[Need]]) -> list[Need]:
    return [each for found in needs.values() for each in found]


def _policy(needs: Iterable[Need]) -> Mapping[str, Any]:
    """One statement for all actions with the same resources and condition."""
    together: dict[str, tuple[Need, set[str]]] = {}
    for need in needs:
        key = json.dumps([need.resources, need.condition])
        together.setdefault(key, (need, set()))[1].update(actions(need))
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": sorted(found),
                "Resource": list(need.resources),
                **({"Condition": need.condition} if need.condition else {}),
            }
            for need, found in sorted(together.values(), key=lambda each: min(each[1]))
        ],
    }


def actions(need: Need) -> list[str]:
    """`sqs:CreateQueue DeleteQueue` as IAM writes it."""
    service, _, names = need.actions.partition(":")
    return [f"{service}:{name}" for name in names.split()]
