"""What the functions' logs say of one payment: each step's line, beside the ledger's entries."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from botocore.exceptions import ClientError

from till.lib.exits import CommandError, Exit

MOST: Final = 200
"""Lines of one function."""
NAMES: Final = ("outcome", "attempt", "duration_ms", "error", "code", "transition")
"""Facts of a line that are shown."""


class LogLine(NamedTuple):
    """One line."""

    at: int
    """Unix seconds."""
    function: str
    what: str


def lines_of(client: Any, functions: Mapping[str, str], payment_id: str) -> list[LogLine]:
    """The lines that name the payment, oldest first.

    Args:
        client: of CloudWatch Logs.
        functions: handler → function's name.
        payment_id: whose.

    Raises:
        CommandError: a log group is gone.
        ClientError: AWS does not let us look.
    """
    found: list[LogLine] = []
    for handler, name in sorted(functions.items()):
        found += [_line(handler, event) for event in _events(client, name, payment_id)]
    return sorted(found)


def _events(client: Any, name: str, payment_id: str) -> Sequence[Mapping[str, Any]]:
    group = f"/aws/lambda/{name}"
    try:
        answer = client.filter_log_events(
            logGroupName=group, filterPattern=f'"{payment_id}"', limit=MOST
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise CommandError(
            Exit.NOT_FOUND,
            f"The log group {group} is gone, so its lines can't be shown: leave --logs out, or "
            "let `make up` make it anew.",
        ) from None
    # A filter of ours besides: not everything that plays CloudWatch knows patterns.
    return [event for event in answer["events"] if payment_id in event["message"]]


def _line(handler: str, event: Mapping[str, Any]) -> LogLine:
    at = int(event["timestamp"]) // 1000
    try:
        told = json.loads(event["message"])
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return LogLine(at, handler, "a line that is no JSON")
    facts = [f"{name} {told[name]}" for name in NAMES if told.get(name) not in {None, ""}]
    return LogLine(at, handler, ", ".join([str(told.get("message", "?")), *facts]))
