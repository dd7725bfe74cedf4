"""By hand: what is of others, in place of what is ours."""

import json
from collections.abc import Mapping
from typing import Any, Final

from policies.pci.framework.tokens import (
    EVENT_TARGET,
    FUNCTION,
    KEY,
    METRIC_ALARM,
    PERMISSION,
    QUEUE,
    ROLE_POLICY,
    SECRET_ROTATION,
    TOPIC_SUBSCRIPTION,
    TRAIL,
    VPC_ENDPOINT,
)
from policy_proof.by_hand.row import Row, Watched

_RULE: Final = "only-ours"
_THEIRS: Final = "999988887777"
_QUEUE: Final = f"arn:aws:sqs:eu-central-1:{_THEIRS}:jobs"


def _row(kind: str, path: str, value: Any, scenario: str = "prod") -> Row:
    return Row(_RULE, kind, path, {path: value}, scenario)


def _statement(**body: Any) -> str:
    whole = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", **body}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def _bound(key: str, value: str) -> str:
    return _statement(Principal="*", Condition={"StringEquals": {key: value}})


ROWS: Final = (
    _row(EVENT_TARGET, "arn", _QUEUE),
    _row(METRIC_ALARM, "alarmActions", [f"arn:aws:sns:eu-central-1:{_THEIRS}:alarms"]),
    _row(PERMISSION, "sourceArn", f"arn:aws:events:eu-central-1:{_THEIRS}:rule/sweep"),
    _row(PERMISSION, "sourceAccount", _THEIRS),
    _row(QUEUE, "region", "us-east-1"),
    _row(QUEUE, "policy", _bound("aws:PrincipalAccount", _THEIRS)),
    _row(QUEUE, "policy", _bound("aws:PrincipalOrgID", "o-zzzzzzzzzz")),
    _row(KEY, "policy", _statement(Principal={"AWS": f"arn:aws:iam::{_THEIRS}:root"})),
    _row(ROLE_POLICY, "policy", _statement(Resource=_QUEUE)),
    _row(ROLE_POLICY, "policy", _statement(Resource="arn:aws:s3:::their-bucket/*")),
    _row(TOPIC_SUBSCRIPTION, "endpoint", "https://collect.example.com/in"),
    _row(FUNCTION, "environment.variables", {"PSP_API_BASE": "https://collect.example.com"}),
    _row(FUNCTION, "s3Bucket", "their-bucket", "stored"),
    _row(TRAIL, "s3BucketName", "their-bucket", "audit"),
    _row(SECRET_ROTATION, "rotationLambdaArn", _QUEUE.replace(":sqs:", ":lambda:"), "apart"),
    _row(VPC_ENDPOINT, "policy", _bound("aws:ResourceAccount", _THEIRS), "network"),
)

NO_MUTANT: Final[Mapping[Watched, str]] = {}
