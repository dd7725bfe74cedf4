"""What the logs say of one payment: each step's line, beside the ledger's entries."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from botocore.exceptions import ClientError

from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs

MOST: Final = 200
"""Lines of one function, or of all workers."""
WORKERS: Final = "worker"
"""Who wrote what stands in the log of a fleet."""
NAMES: Final = ("outcome", "attempt", "duration_ms", "error", "code", "transition")
"""Facts of a line that are shown."""


class LogLine(NamedTuple):
    """One line."""

    at: int
    """Unix seconds."""
    function: str
    """A handler, or `worker`."""
    what: str


def groups_of(stack: Outputs) -> dict[str, str]:
    """Who writes, a handler or `worker` → the log group."""
    found = {handler: f"/aws/lambda/{name}" for handler, name in stack.functions.items()}
    return {**found, WORKERS: stack.worker_log_group} if stack.worker_log_group else found


def lines_of(client: Any, groups: Mapping[str, str], payment_id: str, since: int) -> list[LogLine]:
    """The lines that name the payment, oldest first.

    Args:
        client: of CloudWatch Logs.
        groups: who writes → the log group.
        payment_id: whose.
        since: Unix seconds; what was written before is not looked through.

    Raises:
        CommandError: a log group is gone.
        ClientError: AWS does not let us look.
    """
    found: list[LogLine] = []
    for writer, group in sorted(groups.items()):
        events = _events(client, group, payment_id, since)
        found += [_line(writer, event) for event in islice(events, MOST)]
    return sorted(found)


def _events(client: Any, group: str, payment_id: str, since: int) -> Iterator[Mapping[str, Any]]:
    # A page holds what was found in a bounded time, which may be nothing, and others follow it.
    pages = client.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern=f'"{payment_id}"', startTime=since * 1000
    )
    try:
        for page in pages:
            # A filter of ours besides: not everything that plays CloudWatch knows patterns.
            yield from (event for event in page["events"] if payment_id in event["message"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise CommandError(
            Exit.NOT_FOUND,
            f"The log group {group} is gone, so its lines can't be shown: leave --logs out, or "
            "let `make up` make it anew.",
        ) from None


def _line(writer: str, event: Mapping[str, Any]) -> LogLine:
    at = int(event["timestamp"]) // 1000
    try:
        told = json.loads(event["message"])
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return LogLine(at, writer, "a line that is no JSON")
    facts = [f"{name} {told[name]}" for name in NAMES if told.get(name) not in {None, ""}]
    return LogLine(at, writer, ", ".join([str(told.get("message", "?")), *facts]))
