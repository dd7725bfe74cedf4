"""EventBridge: a bus keeps the policy that it is given, as a document of any statements.

The emulator itself would make one statement of its own of it, which lets everybody put events.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ministack.services import eventbridge

Reply = tuple[int, Mapping[str, str], bytes]


def mend() -> None:
    """Replace the function that writes a policy."""
    eventbridge._put_permission = kept(  # noqa: SLF001 - the emulator has no public seam
        eventbridge._put_permission,  # noqa: SLF001 - as above
        eventbridge._event_bus_policies,  # noqa: SLF001 - as above
    )


def kept(original: Callable[..., Reply], policies: dict[str, Any]) -> Callable[..., Reply]:
    """PutPermission that writes a whole document where it is given one."""

    def put(data: Mapping[str, Any]) -> Reply:
        if "Policy" not in data:
            return original(data)
        policies[data.get("EventBusName", "default")] = json.loads(data["Policy"])
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"

    return put
