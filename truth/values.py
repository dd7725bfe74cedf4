"""What other values are made of."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from local.program.recorder import ACCOUNT, REGION

HERE: Final = f"{REGION}:{ACCOUNT}"
ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/other"
TOPIC: Final = f"arn:aws:sns:{HERE}:other"
QUEUE: Final = f"arn:aws:sqs:{HERE}:other"
KEY: Final = f"arn:aws:kms:{HERE}:key/other"
DOCUMENT: Final = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": f"arn:aws:sqs:{HERE}:x"}
        ],
    }
)
URI: Final = f"arn:aws:apigateway:{REGION}:lambda:path/other"


class With(NamedTuple):
    """A value that needs other inputs."""

    value: Any
    also: Mapping[str, Any]
    """Before and after; None takes an input away."""
    along: Mapping[str, Any] = {}
    """Changed with it, as AWS takes it no other way."""
