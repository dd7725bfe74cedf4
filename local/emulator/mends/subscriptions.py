"""SNS: an https endpoint stands for one that confirms at once, and nobody outside is called.

The emulator itself would post to the address, which is somebody's; AWS answers with the ARN of a
subscription that waits where it is asked to (API reference, Subscribe, `ReturnSubscriptionArn`).
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import sns

Answer = tuple[int, Mapping[str, str], bytes]
_WAITS: Final = b"pending confirmation"


def mend() -> None:
    """Replace the two functions that post, and name who waits."""
    sns._send_subscription_confirmation = _confirmed  # noqa: SLF001 - the emulator has no public seam
    sns._deliver_to_http = _taken  # noqa: SLF001 - as above
    sns._subscribe = named(sns._subscribe)  # noqa: SLF001 - as above


async def _confirmed(topic_arn: str, subscription: Mapping[str, Any]) -> None:
    await asyncio.sleep(0)  # as a pager would: after the answer to Subscribe
    sns._confirm_subscription({"TopicArn": topic_arn, "Token": subscription["token"]})  # noqa: SLF001 - as above


async def _taken(endpoint: str, payload: str) -> None:
    """A message to an address outside is gone, as a mail is."""


def named(original: Callable[..., Answer]) -> Callable[..., Answer]:
    """The answer to Subscribe with the ARN of who waits, where it is asked for."""

    def subscribe(params: Mapping[str, Any]) -> Answer:
        status, headers, body = original(params)
        asked = sns._p(params, "ReturnSubscriptionArn") == "true"  # noqa: SLF001 - as above
        if asked and _WAITS in body:
            topic, _ = sns._get_topic(sns._p(params, "TopicArn"))  # noqa: SLF001 - as above
            body = body.replace(_WAITS, topic["subscriptions"][-1]["arn"].encode())
        return status, headers, body

    return subscribe
