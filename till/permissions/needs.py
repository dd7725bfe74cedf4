"""What a deployment of each resource type asks of AWS.

The actions are those that the provider calls to create, read, change, tag and delete a type, as the
Service Authorization Reference names them; where AWS knows no resource for an action, it is "*".
`<partition>`, `<region>`, `<account>` and `<stack>` stand for the stack's own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

ANY: Final = "*"
HERE: Final = "<region>:<account>"
NAMED: Final = "tillstack-<stack>-*"

TAGGED: Final = {
    "StringEquals": {
        "aws:ResourceTag/project": "tillstack",
        "aws:ResourceTag/environment": "<stack>",
    }
}
"""For what has no name of its own in its ARN."""
TAGGING: Final = {
    "StringEquals": {
        "aws:RequestTag/project": "tillstack",
        "aws:RequestTag/environment": "<stack>",
    }
}
"""For its creation."""

Condition = Mapping[str, Mapping[str, Any]]


class Need(NamedTuple):
    """Actions on resources, under a condition if there is one."""

    actions: str
    """`<service>:<Action> <Action> …`"""
    resources: Sequence[str] = (ANY,)
    condition: Condition | None = None


KEY: Final = f"arn:<partition>:kms:{HERE}:key/*"
USE_OF_KEY: Final = Need(
    "kms:DescribeKey CreateGrant Encrypt Decrypt GenerateDataKey", [KEY], TAGGED
)
"""Tables, environments and secrets are encrypted on behalf of who creates them."""
