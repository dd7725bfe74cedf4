"""What a resource may name, ours and others', and resources that name it."""

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from local.policy_check.analyzer import Declared
from policies.pci.framework import tokens
from policy_proof.resources import resource

THEIRS: Final = "999988887777"


class World(NamedTuple):
    """Whose the things are that a resource names."""

    account: str = "111122223333"
    region: str = "eu-central-1"
    organization: str = "o-a1b2c3d4e5"
    address: str = "https://api.stripe.com/v1"
    bucket: str = "shop-logs"

    def arn(self, service: str, name: str) -> str:
        """An ARN with account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{name}"


OURS: Final = World()
STRANGE: Final = World(
    THEIRS, "us-east-1", "o-zzzzzzzzzz", "https://collect.example.com/in", "their-logs"
)
PROVIDER: Final = {"region": OURS.region, "allowedAccountIds": json.dumps([OURS.account])}
SETTINGS: Final = {"organizations": [OURS.organization], "buckets": [OURS.bucket]}
Build = Callable[[World], Declared]


def document(principal: Any, **condition: Any) -> str:
    """A policy that lets `principal` in, under a condition."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "x:Y", "Resource": "*"}
    when = {"Condition": condition} if condition else {}
    return json.dumps({"Statement": [{**statement, **when}]})


def key(principal: Any, **condition: Any) -> Declared:
    """A key with that policy."""
    return resource(tokens.KEY, {"policy": document(principal, **condition)})


def service(name: str, **condition: Any) -> Declared:
    """A queue that a service may send to."""
    text = document({"Service": f"{name}.amazonaws.com"}, **condition)
    return resource(tokens.QUEUE_POLICY, {"policy": text})


def may(**statement: Any) -> Declared:
    """What a role may."""
    body = {"Effect": "Allow", "Action": "sqs:SendMessage", **statement}
    return resource(tokens.ROLE_POLICY, {"policy": json.dumps({"Statement": body})})
