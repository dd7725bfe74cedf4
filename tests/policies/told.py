"""For each setting that our own stacks can't show at work: a small stack that can."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from local.policy_check.analyzer import Declared

OURS: Final = "111122223333"
THEIRS: Final = "444455556666"
ARN: Final = f"arn:aws:kms:eu-central-1:{THEIRS}:key/made-up"


class Told(NamedTuple):
    """A stack, and what to tell the rule, so that it says something else of it."""

    value: Any
    stack: tuple[Declared, ...]
    besides: Mapping[str, Any] = {}
    """What the rule is told in both cases."""


def policy(action: str, **statement: Any) -> str:
    """A document that allows another account this, unless the statement says otherwise."""
    whole = {"Effect": "Allow", "Principal": {"AWS": THEIRS}, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**whole, **statement}]})


def kept(lost: Declared) -> Mapping[str, Told]:
    """What may be lost because the stack says so: each of the three settings takes that away."""
    return {
        "retentionKey": Told("acme:retention", (lost,)),
        "disposable": Told("throw away", (lost,)),
        "neverDisposable": Told(["dev"], (lost,)),
    }


DISPOSED: Final = {"tillstack:retention": "dispose"}
"""The configuration of the stacks here."""
