"""Each call to AWS as a line, where a stack logs at DEBUG."""

import logging
from time import monotonic
from typing import Any, Final

from runtime.observability import logger

_BEGAN: Final = "tillstack_began"


def say_calls(client: Any) -> Any:
    """A botocore client that says service, operation, status, calls made and time, and no value."""
    if logger().log_level == logging.DEBUG:
        client.meta.events.register("before-call", _begin)
        client.meta.events.register("after-call", _say)
    return client


def _begin(context: dict[str, Any], **_: Any) -> None:
    context[_BEGAN] = monotonic()


def _say(model: Any, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    answer = parsed["ResponseMetadata"]
    facts = {
        "service": model.service_model.service_name,
        "operation": model.name,
        "status": answer["HTTPStatusCode"],
        "calls": answer.get("RetryAttempts", 0) + 1,
        "duration_ms": round((monotonic() - context[_BEGAN]) * 1000),
    }
    logger().debug("aws.call", extra=facts)
